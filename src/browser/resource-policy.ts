import type { Decision } from './decision';
import { CannotTell } from './errors';
import type { FetchFailure, WireResponse } from './exchange';
import { getHeader } from './headers';
import type { Request } from './request';
import { FETCH, isSameOrigin, parseUrl } from './url';

/** Where that stands in the standard. */
export const RESOURCE_POLICY_CHECK = `${FETCH}#cross-origin-resource-policy-check`;

/**
 * Whether a response that a page embeds without CORS lets itself be embedded.
 *
 * @see https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
 */
export function checkResourcePolicy(request: Request, response: WireResponse, decision: Decision): FetchFailure | undefined {
  const policy = getHeader(response.headers, 'cross-origin-resource-policy', RESOURCE_POLICY_CHECK, decision);
  const allowed = policy === 'same-origin' ? isSameOrigin(request.currentUrl, request.origin)
    : policy === 'same-site' ? isSameSite(request)
      : true;
  if (allowed) return undefined;
  return { preflight: false, response, reason: `the response's Cross-Origin-Resource-Policy is ${policy}`, step: RESOURCE_POLICY_CHECK };
}

/** @see https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site */
function isSameSite(request: Request): boolean {
  const page = parseUrl(request.origin);
  if (page === undefined || (page.scheme !== 'https' && request.currentUrl.scheme === 'https')) return false;
  const [host, pageHost] = [request.currentUrl, page].map((url) => new URL(url.href).hostname);
  if (host === pageHost) return true;
  if (isIpAddress(host) || isIpAddress(pageHost)) return false;
  if (lastLabels(host, 2) !== lastLabels(pageHost, 2)) return false;
  throw new CannotTell(`whether ${host} and ${pageHost} are one site needs the public suffix list`, RESOURCE_POLICY_CHECK);
}

function isIpAddress(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
}

function lastLabels(host: string, count: number): string {
  return host.split('.').slice(-count).join('.');
}
