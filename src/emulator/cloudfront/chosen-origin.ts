import { isToken } from '../../http';
import { isUnknown, type Maybe } from '../../template';
import { hasHeader } from '../kernel/message';
import { isHostName } from '../kernel/url';
import type { Caller } from '../s3';
import type { Distribution } from './distribution';
import { isDisallowed, titleCased } from './function-event';
import type { OriginCall } from './function-runtime';
import type { EdgeRequest } from './origin-request';
import { isBucketEndpoint, type Origin, type OriginChoice } from './origins';

type Json = { readonly [name: string]: unknown };

/** The origins that a request goes to after a function's call; undefined where CloudFront doesn't take what the function gave. */
export function chosenOrigins(
  call: OriginCall, request: EdgeRequest, { distribution, assigned }: { distribution: Distribution; assigned: Maybe<OriginChoice> },
): Maybe<OriginChoice> | undefined {
  switch (call.method) {
    case 'updateRequestOrigin':
      return withFirst(assigned, (origin) => updated(origin, record(call.properties), request, distribution));
    case 'selectRequestOriginById':
      return selected(call.originId, call.overrides, distribution);
    case 'createRequestOriginGroup':
      return group(record(call.properties), distribution);
  }
}

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : undefined;
}

/** Of a group only the first origin changes. */
function withFirst(choice: Maybe<OriginChoice>, change: (origin: Origin) => Origin | undefined): Maybe<OriginChoice> | undefined {
  if (isUnknown(choice)) return choice;
  const [first, ...others] = choice.origins;
  const changed = change(first);
  return changed && { ...choice, origins: [changed, ...others] };
}

function selected(id: unknown, overrides: unknown, { originsOf, originIds }: Distribution): Maybe<OriginChoice> | undefined {
  if (isUnknown(originIds)) return originIds;
  return typeof id !== 'string' || !originIds.includes(id) ? undefined : withFirst(originsOf(id), (origin) => overridden(origin, overrides));
}

/** `hostHeader` alone matters here: certificates aren't emulated. */
function overridden(origin: Origin, overrides: unknown): Origin | undefined {
  const { hostHeader } = record(overrides) ?? {};
  if (hostHeader === undefined) return origin;
  return isDomainName(hostHeader) ? { ...origin, host: hostHeader } : undefined;
}

/** Rule 155: two origins of the distribution, and the statuses for which the second is asked. */
function group(properties: Json | undefined, distribution: Distribution): Maybe<OriginChoice> | undefined {
  const statuses = record(properties?.failoverCriteria)?.statusCodes;
  const members = Array.isArray(properties?.originIds) ? properties.originIds.map(memberOf) : [];
  if (members.length !== 2 || !Array.isArray(statuses) || !statuses.every((status) => FAILOVER_STATUSES.has(status))) return undefined;
  const choices = members.map(([id, overrides]) => selected(id, overrides, distribution));
  if (choices.includes(undefined)) return undefined;
  const origins = (choices as OriginChoice[]).flatMap((choice) => choice.origins);
  return choices.find(isUnknown) ?? { origins, failoverStatuses: statuses as number[] };
}

const FAILOVER_STATUSES: ReadonlySet<unknown> = new Set([400, 403, 404, 416, 429, 500, 502, 503, 504]);

/** `{ originId, originOverrides }`, or the id alone. */
function memberOf(member: unknown): readonly [id: unknown, overrides: unknown] {
  const { originId, originOverrides } = record(member) ?? { originId: member };
  return [originId, originOverrides];
}

function updated(origin: Origin, properties: Json | undefined, request: EdgeRequest, distribution: Distribution): Origin | undefined {
  if (properties === undefined || origin.isVpc) return undefined;
  const { domainName, hostHeader, originPath, customHeaders, originAccessControlConfig, timeouts, customOriginConfig } = properties;
  const connection = connectionOf(customOriginConfig);
  const readTimeout = readTimeoutOf(timeouts);
  const headers = customHeaders === undefined ? origin.customHeaders : headersOf(customHeaders, request);
  const isWrong = [domainName, hostHeader].some((name) => name !== undefined && !isDomainName(name))
    || originPath !== undefined && !isOriginPath(originPath) || connection === undefined || readTimeout === undefined || headers === undefined;
  if (isWrong) return undefined;
  const access = callerOf(originAccessControlConfig, distribution);
  return {
    ...origin,
    ...distribution.originAt((domainName ?? origin.domainName) as Maybe<string>, access ?? origin.caller),
    isSigned: access === undefined ? origin.isSigned : access.kind === 'distribution',
    isS3: domainName === undefined ? origin.isS3 : isBucketEndpoint(domainName as string),
    ...connection,
    ...readTimeout,
    customHeaders: headers,
    originPath: originPath === undefined ? origin.originPath : (originPath as string).replace(/\/+$/, ''),
    host: (hostHeader ?? domainName ?? origin.host) as string | undefined,
  };
}

/** A name of DNS, no address and no port. */
function isDomainName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 253 && isHostName(name) && !/^[\d.]+$/.test(name);
}

function isOriginPath(path: unknown): boolean {
  return typeof path === 'string' && path.length <= 255 && /^(?:\/[^?#\s]*)?$/.test(path);
}

/** Who the distribution is to the new origin: itself where it signs; undefined where the assigned origin's access control stays. */
function callerOf(config: unknown, { resource }: Distribution): Caller | undefined {
  const { enabled, signingBehavior } = record(config) ?? {};
  return config === undefined ? undefined : enabled === true && signingBehavior !== 'never' ? { kind: 'distribution', distribution: resource } : { kind: 'anonymous' };
}

function connectionOf(config: unknown): Partial<Origin> | undefined {
  if (config === undefined) return {};
  const { port, protocol } = record(config) ?? {};
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  return protocol === 'http' ? { protocolPolicy: 'http-only', httpPort: port } : protocol === 'https' ? { protocolPolicy: 'https-only', httpsPort: port } : undefined;
}

function readTimeoutOf(timeouts: unknown): Partial<Origin> | undefined {
  const { readTimeout } = record(timeouts) ?? {};
  if (readTimeout === undefined) return {};
  return typeof readTimeout === 'number' && readTimeout >= 1 && readTimeout <= 120 ? { readTimeout: readTimeout * 1000 } : undefined;
}

/** In lower case, and none that the request has already; they are sent in Title-Case. */
function headersOf(headers: unknown, request: EdgeRequest): Origin['customHeaders'] | undefined {
  const entries = Object.entries(record(headers) ?? { '': '' });
  const isTaken = ([name, value]: [string, unknown]) => isToken(name) && name === name.toLowerCase() && !isDisallowed(name)
    && !hasHeader(request.headers, name) && typeof value === 'string' && value !== '' && !/[\0-\x08\x0A-\x1F\x7F]/.test(value);
  return entries.every(isTaken) ? entries.map(([name, value]) => [titleCased(name), value as string] as const) : undefined;
}
