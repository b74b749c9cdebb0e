import type { TemplateResource } from '../../emulator';
import type { App, Case, Rule } from '../app';
import { at, functionsNamedIn, layersOf } from '../declaring-layers';
import { publicUrl } from '../targets';
import { WEB_APP } from './fixes';

const SAME_SITE = /set-cookie|cookies/i;
const KEPT_BACK = /SameSite=(Lax|Strict)/i;
/** Below these every customer is a site of its own. */
const SHARED = /\.(?:amazonaws\.com(?:\.cn)?|cloudfront\.net|on\.aws|netlify\.app|vercel\.app|pages\.dev|github\.io|amplifyapp\.com)$/;

/** A cookie with SameSite isn't part of CORS: Access-Control-Allow-Credentials lets a page send what the browser then keeps back. */
export const cookieNotSentCrossSite: Rule = {
  id: 'cookie-not-sent-cross-site',
  severity: 'warning',
  title: 'a cookie with SameSite=Lax or Strict is set for pages of another site, which never send it',
  fix: {
    cdk: `// page and API on one site, so that their cookies are sent\n${WEB_APP}`,
    cloudFormation: [
      '# a name for the API below the domain of the page, such as api.example.com for https://app.example.com',
      'Domain:',
      '  Type: AWS::ApiGatewayV2::DomainName',
      '  Properties:',
      '    DomainName: api.example.com',
      '    DomainNameConfigurations:',
      '      - CertificateArn: !Ref Certificate',
      "# or, in the code: 'Set-Cookie': 'session=…; SameSite=None; Secure; HttpOnly'",
    ].join('\n'),
  },
  * inspect(app) {
    const seen = new Set<TemplateResource>();
    for (const each of app.cases) {
      const { page, variant, target } = each;
      if (page.role !== 'declared' || !variant.credentials || variant.failure !== undefined || !isCrossSite(page.origin, publicUrl(target.entrance))) continue;
      const [setter, kind] = setterOf(each, app) ?? [];
      if (setter === undefined || seen.has(setter)) continue;
      seen.add(setter);
      yield {
        resource: setter,
        message: `the cookie that ${setter.logicalId} sets has SameSite=${kind}, and ${page.origin} is on another site than ${new URL(publicUrl(target.entrance)).hostname}: ` +
          'browsers neither keep it nor send it with what the page fetches, whatever Access-Control-Allow-Credentials says',
      };
    }
  },
};

/** What sets a cookie on the way of a route, and how it keeps it back. */
function setterOf({ target: { route } }: Case, { emulator: { model } }: App): readonly [TemplateResource, string] | undefined {
  const layers = route.resource.type === 'AWS::Lambda::Url' ? functionsNamedIn(model, route.resource) : [];
  const functions = route.step === undefined ? layers.map(({ path }) => path) : [];
  const candidates = [
    ...route.step === undefined ? [] : layersOf(route.step).flatMap(({ value }) => model.referentsIn(JSON.stringify(value) ?? '', 'AWS::Lambda::Function')),
    ...model.ofType('AWS::Lambda::Function').filter((fn) => functions.some((path) => path.startsWith(`${fn.path}/`))),
  ];
  for (const fn of candidates) {
    const code = at(fn.properties.Code, ['ZipFile']);
    const [, kind] = typeof code === 'string' && SAME_SITE.test(code) ? KEPT_BACK.exec(code) ?? [] : [];
    if (kind !== undefined) return [fn, kind];
  }
  return undefined;
}

/** Whether two URLs are on different sites, as far as that is certain without the list of public suffixes. */
function isCrossSite(page: string, api: string): boolean {
  if (!/^https?:/.test(page)) return true;
  return siteOf(page) !== siteOf(api);
}

/** @see https://html.spec.whatwg.org/multipage/browsers.html#site */
function siteOf(url: string): string {
  const { protocol, hostname } = new URL(url);
  const labels = hostname.split('.');
  const own = SHARED.test(hostname) ? hostname : labels.slice(labels.length > 2 && labels.at(-1)!.length === 2 && labels.at(-2)!.length <= 3 ? -3 : -2).join('.');
  return `${protocol}//${own}`;
}
