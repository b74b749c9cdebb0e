import type { Rule } from '../app';
import { type AnsweredInline, answeredInline, firstOfEach } from '../inline-code';
import { askedOf, lastHeader, ownerOf, routeName } from './evidence';

/** A static header that names one of several origins. */
export const firstOriginOnly: Rule = {
  id: 'first-origin-only',
  severity: 'error',
  title: 'a fixed Access-Control-Allow-Origin where several origins may call',
  fix: {
    cdk: "api.with(new RestApiCors(CorsPolicy.forOrigins('https://app.example.com', 'https://admin.example.com')));",
    cloudFormation: [
      '# in a gateway response, which can\'t choose, without credentials:',
      'gatewayresponse.header.Access-Control-Allow-Origin: "\'*\'"',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !/AllowOriginMismatch$/.test(trouble.verdict.error ?? '')) return undefined;
    const sent = lastHeader(trouble, 'access-control-allow-origin');
    if (sent === undefined || !URL.canParse(sent) || new URL(sent).origin !== sent) return undefined;
    return {
      resource: ownerOf(trouble),
      message: `${askedOf(trouble)} has ${sent} as Access-Control-Allow-Origin for every page, and pages of ${trouble.page.origin} may call as well (${trouble.page.because})`,
    };
  },
  /** The same in the code of a function that is in the template. */
  * inspect(app) {
    const lets = ({ of: { page }, answer: { allowOrigins } }: AnsweredInline) =>
      allowOrigins.length === 0 || allowOrigins.includes(page.origin) || allowOrigins.includes('*');
    for (const { of, fn, answer: { allowOrigins } } of firstOfEach(answeredInline(app).filter((each) => !lets(each)))) {
      const { page, question } = of;
      yield {
        resource: fn,
        property: 'Properties/Code/ZipFile',
        message: `the code of ${fn.logicalId} answers ${routeName(of)} with ${allowOrigins.join(' or ')} as Access-Control-Allow-Origin, and pages of ${page.origin} may call as well (${page.because})`,
        evidence: [app.ask({ ...question, answer: { status: 200, headers: { 'access-control-allow-origin': allowOrigins[0] } } })],
      };
    }
  },
};
