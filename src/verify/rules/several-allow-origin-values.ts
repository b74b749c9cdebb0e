import type { Rule } from '../app';
import { answeredBesideUrl, firstOfEach } from '../inline-code';
import { askedOf, lastLines, ownerOf, routeName } from './evidence';
import { FUNCTION_URL_FIX } from './fixes';

/** Two layers write the header, and HTTP joins their lines (rules 51, 96). */
export const severalAllowOriginValues: Rule = {
  id: 'several-allow-origin-values',
  severity: 'error',
  title: 'two layers write Access-Control-Allow-Origin',
  fix: {
    cdk: [
      "new cloudfront.ResponseHeadersPolicy(this, 'Cors', {",
      '  corsBehavior: {',
      "    accessControlAllowOrigins: ['https://app.example.com'],",
      "    accessControlAllowMethods: ['ALL'],",
      "    accessControlAllowHeaders: ['Content-Type'],",
      '    accessControlAllowCredentials: false,',
      '    originOverride: true,',
      '  },',
      '});',
    ].join('\n'),
    cloudFormation: ['CorsConfig:', '  OriginOverride: true'].join('\n'),
  },
  * inspect(app) {
    for (const { of, addedBy: url, answer: { allowOrigins: [written] } } of firstOfEach(answeredBesideUrl(app))) {
      if (written === undefined) continue;
      const verdict = app.ask({ ...of.question, answer: { status: 200, headers: { 'access-control-allow-origin': written } } });
      if (verdict.error !== 'MultipleAllowOriginValues') continue;
      yield {
        resource: url,
        property: 'Properties/Cors',
        message: `${routeName(of)} has Access-Control-Allow-Origin twice: the CORS of the function URL writes it, and so does its function (${written})`,
        fix: FUNCTION_URL_FIX,
        evidence: [verdict],
      };
    }
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !/MultipleAllowOriginValues$|InvalidAllowOriginValue$|AllowOriginMismatch$/.test(trouble.verdict.error ?? '')) return undefined;
    const lines = lastLines(trouble, 'access-control-allow-origin');
    if (lines.length < 2) return undefined;
    const owners = trouble.verdict.via.map(({ name }) => name).join(', ');
    return {
      resource: ownerOf(trouble),
      message: `${askedOf(trouble)} has Access-Control-Allow-Origin ${lines.length} times (${lines.join(', ')}), written by more than one of ${owners}`,
    };
  },
};
