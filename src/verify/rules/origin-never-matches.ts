import type { Case, Rule } from '../app';
import { flawOf } from '../origin-value';
import { askedOf, lastLines, ownerOf } from './evidence';

/** Browsers compare the value byte for byte with the origin that they sent: lower case, no default port, no slash, no path. */
export const originNeverMatches: Rule = {
  id: 'origin-never-matches',
  severity: 'error',
  title: 'an allowed origin is written as no browser sends it',
  fix: {
    cdk: "CorsPolicy.forOrigins('https://app.example.com');",
    cloudFormation: 'method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  },
  explain(trouble, app) {
    if (trouble.expected !== 'allowed' || !ORIGIN_ERRORS.test(trouble.verdict.error ?? '')) return undefined;
    const written = writtenOf(trouble);
    const flawed = written === undefined ? undefined : flawOf(written);
    if (written === undefined || flawed === undefined) return undefined;
    const { flaw, instead } = flawed;
    const fix = instead === undefined ? undefined : {
      cdk: `CorsPolicy.forOrigins('${instead}');`,
      cloudFormation: `method.response.header.Access-Control-Allow-Origin: "'${instead}'"`,
    };
    return {
      resource: ownerOf(trouble, app),
      message: `${JSON.stringify(written)} ${flaw}, so ${askedOf(trouble)} lets no page in; browsers send ${trouble.page.origin}`,
      sameAs: written,
      ...(fix !== undefined && { fix }),
    };
  },
};

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
