import { isUnknown, type TemplateResource } from '../../emulator';
import { type CorsRule, corsRulesOf } from '../../emulator/s3';
import type { Case, Cause, Rule } from '../app';
import { edgesOf } from '../edges';
import { flawOf } from '../origin-value';
import { askedOf, failedAtPreflight, lastLines, ownerOf, stepOf } from './evidence';
import { BUCKET_RULE, BUCKET_RULE_CDK } from './fixes';

/** Browsers compare the value byte for byte with the origin that they sent: lower case, no default port, no slash, no path. */
export const originNeverMatches: Rule = {
  id: 'origin-never-matches',
  severity: 'error',
  title: 'an allowed origin is written as no browser sends it',
  fix: {
    cdk: "CorsPolicy.forOrigins('https://app.example.com');",
    cloudFormation: 'method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !ORIGIN_ERRORS.test(trouble.verdict.error ?? '')) return undefined;
    const written = writtenOf(trouble);
    const flawed = written === undefined ? undefined : flawOf(written);
    if (written === undefined || flawed === undefined || isBareError(trouble)) return undefined;
    const { flaw, instead } = flawed;
    const owner = ownerOf(trouble);
    const fix = instead === undefined ? undefined : {
      cdk: isHttpApi(owner) ? `httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('${instead}')));` : `CorsPolicy.forOrigins('${instead}');`,
      cloudFormation: allowing(instead, owner),
    };
    return {
      resource: owner,
      message: `${JSON.stringify(written)} ${flaw}, so ${askedOf(trouble)} lets no page in; browsers send ${trouble.page.origin}`,
      sameAs: written,
      ...(fix !== undefined && { fix }),
    };
  },
  /** What pages ask a bucket itself, such as to take uploads, no entrance shows. */
  * inspect(app) {
    const behindEdges = new Set(edgesOf(app).map(({ origin }) => origin?.bucket?.bucket.resource));
    for (const resource of app.emulator.model.ofType('AWS::S3::Bucket')) {
      const rules = corsRulesOf(resource.properties.CorsConfiguration);
      const listed = isUnknown(rules) ? [] : rules.flatMap(({ allowedOrigins }) => (isUnknown(allowedOrigins) ? [] : allowedOrigins));
      for (const [index, rule] of isUnknown(rules) ? [] : rules.entries()) {
        if (!behindEdges.has(resource) || isForUploads(rule)) {
          yield* flawedIn(rule, index, resource, listed);
        }
      }
    }
  },
};

function isForUploads({ allowedMethods }: CorsRule): boolean {
  return !isUnknown(allowedMethods) && !allowedMethods.some((method) => method === 'GET' || method === 'HEAD');
}

/** What a rule of a bucket lists that no page has, unless it is listed as it should be, too. */
function* flawedIn({ allowedOrigins }: CorsRule, index: number, resource: TemplateResource, listed: readonly string[]): Generator<Cause> {
  for (const written of isUnknown(allowedOrigins) ? [] : allowedOrigins) {
    const { flaw, instead } = flawOf(withoutStar(written)) ?? {};
    if (flaw === undefined || instead === undefined || listed.includes('*') || listed.includes(instead)) continue;
    yield {
      resource,
      property: `Properties/CorsConfiguration/CorsRules/${index}/AllowedOrigins`,
      sameAs: written,
      message: `${JSON.stringify(written)} ${flaw}, so the CORS rule of the bucket lets no page in`,
      ...(!written.includes('*') && { fix: { cdk: BUCKET_RULE_CDK.replace(EXAMPLE, instead), cloudFormation: BUCKET_RULE.replace(EXAMPLE, instead) } }),
    };
  }
}

const EXAMPLE = 'https://app.example.com';

/** Rule 116: one star in the origin of a bucket's rule stands for any text. */
function withoutStar(written: string): string {
  return written === '*' ? written : written.replace(/^\*:\/\//, 'https://').replace(/^\*/, 'https://any').replace('*', 'any');
}

function isHttpApi({ type }: TemplateResource): boolean {
  return type.startsWith('AWS::ApiGatewayV2::');
}

/** As the resource writes it. */
function allowing(origin: string, resource: TemplateResource): string {
  const { type } = resource;
  if (isHttpApi(resource)) return `CorsConfiguration:\n  AllowOrigins: ['${origin}']`;
  return `${type === 'AWS::ApiGateway::GatewayResponse' ? 'gatewayresponse' : 'method.response'}.header.Access-Control-Allow-Origin: "'${origin}'"`;
}

/** An error that a gateway makes without any such header is another mistake, whatever the preflight says. */
function isBareError(trouble: Case): boolean {
  return stepOf(trouble, 'gateway-response') !== undefined && !failedAtPreflight(trouble) && lastLines(trouble, 'access-control-allow-origin').length === 0;
}

const ORIGIN_ERRORS = /(?:MissingAllowOriginHeader|InvalidAllowOriginValue|AllowOriginMismatch)$/;

/** The value that was sent, where it is meant for the page; else what the template compares with. */
function writtenOf(trouble: Case): string | undefined {
  const lines = lastLines(trouble, 'access-control-allow-origin');
  if (lines.length === 1 && meansPage(lines[0], trouble)) return lines[0];
  const { written } = trouble.page;
  return written?.includes('*') === true || lines.some((line) => line.includes(',')) ? undefined : written;
}

/** Whether a value is meant for the page, or for pages such as it. */
function meansPage(sent: string, { page }: Case): boolean {
  return sent === page.written || flawOf(sent)?.instead === page.origin;
}
