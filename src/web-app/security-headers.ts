import { Duration, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { checkTypes, type CorsPolicy, refuse, shown } from '../policy';
import { corsBehavior } from './api-cors';
import type { SecurityHeadersOptions } from './security-headers-options';

const DEFAULT_CSP =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

// Rule 122.
const VALUE_LIMIT = 1783;
const CUSTOM_HEADER_LIMIT = 10;

/** The headers of the site's files. */
export function siteHeaders(options: SecurityHeadersOptions, cors?: CorsPolicy): cloudfront.ResponseHeadersPolicyProps {
  checkTypes('securityHeaders', options, { hstsMaxAge: 'duration', hstsIncludeSubdomains: 'boolean', hstsPreload: 'boolean', customHeaders: 'object' });
  checkContentSecurityPolicy(options.contentSecurityPolicy);
  checkHsts(options);
  const customHeaders = Object.entries(options.customHeaders ?? {});
  checkCustomHeaders(customHeaders);
  const custom = customHeaders.map(([header, value]) => ({ header, value, override: true }));
  // what is kept of an error tells pages apart as well; below status 400 the function has the last word (rule 100)
  const vary = cors === undefined || cors.allowAnyOrigin ? [] : [{ header: 'Vary', value: 'Origin', override: false }];
  return {
    corsBehavior: cors && corsBehavior(cors),
    comment: cors === undefined ? 'Security headers of the site' : 'Security and CORS headers of the site',
    securityHeadersBehavior: {
      ...commonHeaders(options),
      contentSecurityPolicy: { contentSecurityPolicy: options.contentSecurityPolicy ?? DEFAULT_CSP, override: true },
      frameOptions: { frameOption: options.frameOption ?? cloudfront.HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: options.referrerPolicy ?? cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
    },
    customHeadersBehavior: custom.length + vary.length === 0 ? undefined : { customHeaders: [...custom, ...vary] },
  };
}

/**
 * The headers of what APIs answer. They make no difference to a script that reads JSON; to a browser that is made to open the answer as a page
 * they do. What an API says itself about being framed and about referrers counts, since it may have pages of its own, such as a login.
 */
export function apiSecurityHeaders(options: SecurityHeadersOptions): cloudfront.ResponseSecurityHeadersBehavior {
  return {
    ...commonHeaders(options),
    frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: false },
    referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: false },
  };
}

function commonHeaders(options: SecurityHeadersOptions): cloudfront.ResponseSecurityHeadersBehavior {
  return {
    contentTypeOptions: { override: true },
    strictTransportSecurity: {
      accessControlMaxAge: options.hstsMaxAge ?? Duration.days(365),
      includeSubdomains: options.hstsIncludeSubdomains ?? false,
      preload: options.hstsPreload ?? false,
      override: true,
    },
  };
}

function checkContentSecurityPolicy(value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (typeof value !== 'string' || value.trim() === '' || /[\r\n]/.test(value) || value.length > VALUE_LIMIT) {
    refuse('invalidContentSecurityPolicy',
      `contentSecurityPolicy must be one line of 1 to ${VALUE_LIMIT} characters, got ${shown(value)}; write directives with ";" between them, such as "default-src 'self'"`);
  }
}

function checkHsts(options: SecurityHeadersOptions): void {
  const { hstsMaxAge } = options;
  const year = hstsMaxAge === undefined || hstsMaxAge.isUnresolved() || hstsMaxAge.toSeconds() >= Duration.days(365).toSeconds();
  if (options.hstsPreload && !(options.hstsIncludeSubdomains && year)) {
    refuse('hstsPreload',
      'hstsPreload needs hstsIncludeSubdomains: true and a year of hstsMaxAge, ' +
      `got ${shown(options.hstsIncludeSubdomains ?? false)} and ${shown(options.hstsMaxAge?.toHumanString() ?? 'a year')}; ` +
      'the list of browsers takes no host without them, so set both or leave out hstsPreload');
  }
}

function checkCustomHeaders(headers: [string, string][]): void {
  const owned: { [name: string]: string } = {
    'content-security-policy': 'contentSecurityPolicy',
    'x-frame-options': 'frameOption',
    'referrer-policy': 'referrerPolicy',
    'strict-transport-security': 'hstsMaxAge',
    'x-content-type-options': 'nothing: it is always sent',
  };
  for (const [name] of headers) {
    if (name.toLowerCase().startsWith('access-control-')) {
      refuse('corsHeaderByHand', `customHeaders must not contain ${shown(name)}: CORS headers have one owner; give the origins to cors`);
    }
    const option = owned[name.toLowerCase()];
    if (option !== undefined) {
      refuse('headerTwice', `customHeaders must not contain ${shown(name)}, which has an option of its own; use ${option}`);
    }
  }
  if (headers.length > CUSTOM_HEADER_LIMIT) {
    refuse('tooManyHeaders', `customHeaders has ${headers.length} headers, but CloudFront takes ${CUSTOM_HEADER_LIMIT}; remove some`);
  }
}
