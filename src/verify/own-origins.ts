import type { App, Case, Fix } from './app';

const EXAMPLE = 'https://app.example.com';
const EXAMPLES_IN_CDK = /forOrigins\('https:\/\/app\.example\.com'(?:, 'https:\/\/admin\.example\.com')?\)/g;
// A longer one is too long to paste, and what has other characters would end a text
const MAX_DECLARED = 4;
const PLAIN = /^[a-z][a-z\d+.-]*:\/\/[\w.:-]+$/;

/**
 * The origins that a fix has to let in: all that are declared where a page was wronged. None where they are patterns or many, for
 * which the example does.
 */
export function ownOrigins(app: App, [first]: readonly Case[]): readonly string[] {
  if (first === undefined) return [];
  const declared = app.pagesOf(first.target.entrance, first.target.route).filter(({ role }) => role === 'declared');
  const plain = declared.every(({ origin, written }) => (written ?? origin) === origin && PLAIN.test(origin));
  return plain && declared.length <= MAX_DECLARED ? declared.map(({ origin }) => origin) : [];
}

/** A fix with an app's own origins in the place of the example's. */
export function withOrigins(fix: Fix, origins: readonly string[]): Fix {
  if (origins.length === 0) return fix;
  const quoted = origins.map((origin) => `'${origin}'`).join(', ');
  const cdk = fix.cdk.replace(EXAMPLES_IN_CDK, `forOrigins(${quoted})`).replace(`allowedOrigins: ['${EXAMPLE}']`, `allowedOrigins: [${quoted}]`);
  // a template's text has its own shape for several
  const single = origins.length === 1 && !fix.cloudFormation.includes('https://admin.example.com');
  const listed = fix.cloudFormation.replaceAll(`[${EXAMPLE}]`, `[${origins.join(', ')}]`);
  return { cdk, cloudFormation: single ? listed.replaceAll(EXAMPLE, origins[0]) : listed };
}
