import { type Resolved, wholeListOf, numberOf, field, textOf, isUnknown, type Maybe } from '../../template';

/** A bucket's `WebsiteConfiguration`. */
export interface Website {
  readonly indexDocument?: string;
  readonly errorDocument?: string;
  readonly redirectAllRequestsTo?: { readonly hostName: string; readonly protocol?: string };
  readonly routingRules: readonly RoutingRule[];
}

interface RoutingRule {
  readonly keyPrefixEquals?: string;
  readonly httpErrorCodeReturnedEquals?: number;
  readonly redirect: {
    readonly hostName?: string;
    readonly httpRedirectCode: number;
    readonly protocol?: string;
    readonly replaceKeyPrefixWith?: string;
    readonly replaceKeyWith?: string;
  };
}

/** The website of a bucket; undefined where it is none. */
export function websiteOf(configuration: Resolved): Maybe<Website> | undefined {
  if (configuration === undefined || configuration === null || isUnknown(configuration)) {
    return isUnknown(configuration) ? configuration : undefined;
  }
  const found = findUnknown(configuration);
  if (found !== undefined) return found;
  const at = (...path: string[]) => textOf(field(configuration, ...path)) as string | undefined;
  const host = at('RedirectAllRequestsTo', 'HostName');
  const rules = wholeListOf(field(configuration, 'RoutingRules')) as Resolved[];
  return {
    indexDocument: at('IndexDocument'),
    errorDocument: at('ErrorDocument'),
    redirectAllRequestsTo: host === undefined ? undefined : { hostName: host, protocol: at('RedirectAllRequestsTo', 'Protocol') },
    routingRules: rules.map(routingRuleOf),
  };
}

function findUnknown(value: Resolved) {
  return [value, ...typeof value === 'object' && value !== null ? Object.values(value).flatMap(flattened) : []].find(isUnknown);
}

function flattened(value: Resolved): Resolved[] {
  return typeof value === 'object' && value !== null && !isUnknown(value) ? Object.values(value).flatMap(flattened) : [value];
}

function routingRuleOf(rule: Resolved): RoutingRule {
  const at = (...path: string[]) => textOf(field(rule, ...path)) as string | undefined;
  return {
    keyPrefixEquals: at('RoutingRuleCondition', 'KeyPrefixEquals'),
    httpErrorCodeReturnedEquals: numberOf(field(rule, 'RoutingRuleCondition', 'HttpErrorCodeReturnedEquals')) as number | undefined,
    redirect: {
      hostName: at('RedirectRule', 'HostName'),
      httpRedirectCode: (numberOf(field(rule, 'RedirectRule', 'HttpRedirectCode')) as number | undefined) ?? 301,
      protocol: at('RedirectRule', 'Protocol'),
      replaceKeyPrefixWith: at('RedirectRule', 'ReplaceKeyPrefixWith'),
      replaceKeyWith: at('RedirectRule', 'ReplaceKeyWith'),
    },
  };
}

/** Where the first rule for a key sends it; an error's status asks the rules for errors, none the others. */
export function routingRedirect(website: Website, key: string, host: string, error?: number): { status: number; location: string } | undefined {
  const rule = website.routingRules.find((each) =>
    each.httpErrorCodeReturnedEquals === error && (each.keyPrefixEquals === undefined || key.startsWith(each.keyPrefixEquals)));
  if (rule === undefined) return undefined;
  const { redirect } = rule;
  const target = redirect.replaceKeyWith ??
    (redirect.replaceKeyPrefixWith === undefined ? key : redirect.replaceKeyPrefixWith + key.slice(rule.keyPrefixEquals?.length ?? 0));
  return { status: redirect.httpRedirectCode, location: `${redirect.protocol ?? 'http'}://${redirect.hostName ?? host}/${encodeKey(target)}` };
}

/** A key as the path of a URL. */
export function encodeKey(key: string): string {
  return key.split('/').map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/');
}
