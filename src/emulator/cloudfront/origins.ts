import { type Resolved, type TemplateModel, type TemplateResource, listOf, wholeListOf, numberOf, field, textOf, isUnknown, type Maybe, Unknown } from '../../template';
import { type Bucket, bucketOf, type Caller } from '../s3';

/** An origin of a distribution. */
export interface Origin {
  readonly id: string;
  /** Unknown as well where anything else isn't that decides what the origin is asked. */
  readonly domainName: Maybe<string>;
  readonly originPath: string;
  /** The custom domain of API Gateway whose regional or edge-optimized name its domain name is: it answers requests with that `Host`. */
  readonly customDomain?: string;
  readonly customHeaders: ReadonlyArray<readonly [name: string, value: Maybe<string>]>;
  /** The bucket that it is, where it is one of the template's. */
  readonly bucket?: { readonly bucket: Bucket; readonly caller: Caller; readonly endpoint: 'rest' | 'website' };
  /** Who the distribution is to what needs a signature. */
  readonly caller: Caller;
  readonly isS3: boolean;
  /** Whether CloudFront signs what it sends there, with an origin access control (rule 152). */
  readonly isSigned: boolean;
  readonly isVpc: boolean;
  /** `Host`, where a function wrote it (rule 155). */
  readonly host?: string;
  readonly protocolPolicy: 'http-only' | 'https-only' | 'match-viewer';
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Milliseconds. */
  readonly readTimeout: number;
}

/** What a behavior's target is: an origin, or a group of two. */
export interface OriginChoice {
  readonly origins: readonly Origin[];
  /** The statuses for which the second is asked. */
  readonly failoverStatuses: readonly number[];
}

/** The origins of a distribution. */
export interface Origins {
  /** Finds the origin or the origin group of an id. */
  readonly originsOf: (id: Resolved) => Maybe<OriginChoice>;
  /** Those of its origins, without the groups. */
  readonly originIds: Maybe<readonly string[]>;
  /** What stands at a domain name that a function gave. */
  readonly originAt: (domainName: Maybe<string>, caller: Caller) => Pick<Origin, 'domainName' | 'customDomain' | 'bucket' | 'caller'>;
}

/** Reads origins and origin groups. */
export function readOrigins(config: Resolved, distribution: TemplateResource, model: TemplateModel): Origins {
  const path = `${distribution.path}/Properties/DistributionConfig`;
  const origins = wholeListOf(field(config, 'Origins'));
  const groups = wholeListOf(field(config, 'OriginGroups', 'Items'));
  const byId = new Map<string, Maybe<OriginChoice>>();
  for (const origin of isUnknown(origins) ? [] : origins) {
    const id = textOf(field(origin, 'Id'));
    if (typeof id === 'string') {
      byId.set(id, { origins: [originOf(origin, id, distribution, model)], failoverStatuses: [] });
    }
  }
  const originIds = isUnknown(origins) ? origins : [...byId.keys()];
  for (const group of isUnknown(groups) ? [] : groups) {
    const id = textOf(field(group, 'Id'));
    if (typeof id === 'string') {
      byId.set(id, groupOf(group, byId, `${path}/OriginGroups/${id}`));
    }
  }
  const find = (id: Resolved) => isUnknown(id) ? id : [origins, groups].find(isUnknown) ?? byId.get(String(id)) ??
    new Unknown(`${path}/Origins`, `the distribution has no origin ${String(id)}`);
  return { originsOf: find, originIds, originAt: (domainName, caller) => originAt(domainName, caller, model) };
}

function groupOf(group: Resolved, byId: ReadonlyMap<string, Maybe<OriginChoice>>, path: string): Maybe<OriginChoice> {
  const members = wholeListOf(field(group, 'Members', 'Items'));
  const statuses = wholeListOf(field(group, 'FailoverCriteria', 'StatusCodes', 'Items'));
  if (isUnknown(members) || isUnknown(statuses)) return [members, statuses].find(isUnknown)!;
  const choices = members.map((member) => byId.get(String(field(member, 'OriginId'))) ?? new Unknown(path, 'a member of the group isn\'t an origin'));
  const unknown = choices.length === 0 ? new Unknown(path, 'the group has no members') : choices.find(isUnknown);
  return unknown ?? {
    origins: (choices as OriginChoice[]).flatMap((choice) => choice.origins),
    failoverStatuses: statuses.map(numberOf).filter((status) => typeof status === 'number'),
  };
}

function originOf(origin: Resolved, id: string, distribution: TemplateResource, model: TemplateModel): Origin {
  const domainName = textOf(field(origin, 'DomainName')) ?? new Unknown(`${distribution.path}/Origins/${id}`, 'the origin has no DomainName');
  const originPath = textOf(field(origin, 'OriginPath')) ?? '';
  const s3 = field(origin, 'S3OriginConfig');
  const custom = field(origin, 'CustomOriginConfig') ?? field(origin, 'VpcOriginConfig');
  const protocol = textOf(field(custom, 'OriginProtocolPolicy'));
  const timeout = numberOf(field(custom, 'OriginReadTimeout'));
  const [httpPort = 80, httpsPort = 443] = ['HTTPPort', 'HTTPSPort'].map((name) => numberOf(field(custom, name)));
  const customHeaders = customHeadersOf(field(origin, 'OriginCustomHeaders'));
  const asked = [originPath, protocol, httpPort, httpsPort, customHeaders].find(isUnknown) ?? domainName;
  return {
    id,
    originPath: isUnknown(originPath) ? '' : originPath.replace(/\/+$/, ''),
    customHeaders: isUnknown(customHeaders) ? [] : customHeaders,
    ...originAt(domainName, s3 === undefined ? { kind: 'anonymous' } : callerOf(origin, distribution, model), model),
    domainName: asked,
    isS3: s3 !== undefined,
    isSigned: isSigned(origin, model),
    isVpc: field(origin, 'VpcOriginConfig') !== undefined,
    protocolPolicy: protocol === 'http-only' || protocol === 'match-viewer' ? protocol : 'https-only',
    httpPort: isUnknown(httpPort) ? 80 : httpPort,
    httpsPort: isUnknown(httpsPort) ? 443 : httpsPort,
    readTimeout: (typeof timeout === 'number' ? timeout : 30) * 1000,
  };
}

function customDomainOf(domainName: string, model: TemplateModel): string | undefined {
  const domain = model.referent(domainName, 'AWS::ApiGateway::DomainName') ?? model.referent(domainName, 'AWS::ApiGatewayV2::DomainName');
  const name = textOf(domain?.properties.DomainName);
  return typeof name === 'string' && name.toLowerCase() !== domainName.toLowerCase() ? name.toLowerCase() : undefined;
}

/** An origin access control of another template is taken to sign: nothing else is it there for. */
function isSigned(origin: Resolved, model: TemplateModel): boolean {
  const control = field(origin, 'OriginAccessControlId');
  if (control === undefined || control === null || control === '') return false;
  const resource = model.referent(control, 'AWS::CloudFront::OriginAccessControl');
  return textOf(field(resource?.properties.OriginAccessControlConfig, 'SigningBehavior')) !== 'never';
}

/** By these an API decides, so that a value that isn't known leaves the answer open. Others arrive whatever their value is. */
const DECIDING = new Set(['authorization', 'host', 'origin', 'x-api-key']);

function customHeadersOf(value: Resolved): Maybe<[string, Maybe<string>][]> {
  const headers: [string, Maybe<string>][] = [];
  for (const item of listOf(value)) {
    const name = textOf(field(item, 'HeaderName'));
    const written = textOf(field(item, 'HeaderValue')) ?? '';
    if (isUnknown(name)) return name;
    if (isUnknown(written) && DECIDING.has(name?.toLowerCase() ?? '')) return written;
    if (name !== undefined) {
      headers.push([name, written]);
    }
  }
  return headers;
}

/** An origin's place: its name, and the bucket of the template that it is. */
export function originAt(domainName: Maybe<string>, caller: Caller, model: TemplateModel): Pick<Origin, 'domainName' | 'customDomain' | 'bucket' | 'caller'> {
  if (isUnknown(domainName)) return { domainName, caller };
  return { domainName, caller, customDomain: customDomainOf(domainName, model), bucket: bucketBehind(domainName, caller, model) };
}

/** Whether a name is that of a bucket's REST endpoint. */
export function isBucketEndpoint(domainName: string): boolean {
  return BUCKET_HOST.exec(domainName)?.[2] === 's3';
}

const BUCKET_HOST = /^(.+)\.(s3-website|s3)[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?$/;

/** The bucket of a host name such as `site.s3.eu-west-1.amazonaws.com` or `site.s3-website.eu-west-1.amazonaws.com`. */
function bucketBehind(domainName: string, caller: Caller, model: TemplateModel): Origin['bucket'] {
  const match = BUCKET_HOST.exec(domainName);
  const name = match?.[1];
  const resource = model.referent(domainName, 'AWS::S3::Bucket') ?? model.ofType('AWS::S3::Bucket').find((bucket) => bucket.physicalId === name);
  if (resource === undefined) return undefined;
  const endpoint = match?.[2] === 's3-website' ? 'website' : 'rest';
  return { bucket: bucketOf(resource, model), caller: endpoint === 'website' ? { kind: 'anonymous' } : caller, endpoint };
}

/** The caller that a distribution is to a bucket: itself with an origin access control, an identity, or anonymous. */
function callerOf(origin: Resolved, distribution: TemplateResource, model: TemplateModel): Caller {
  const control = field(origin, 'OriginAccessControlId');
  if (control !== undefined && control !== null && control !== '') {
    const resource = model.referent(control, 'AWS::CloudFront::OriginAccessControl');
    const behavior = textOf(field(resource?.properties.OriginAccessControlConfig, 'SigningBehavior'));
    return behavior === 'never' ? { kind: 'anonymous' } : { kind: 'distribution', distribution };
  }
  const identity = field(origin, 'S3OriginConfig', 'OriginAccessIdentity');
  if (identity === undefined || identity === null || identity === '') return { kind: 'anonymous' };
  return { kind: 'identity', identity: model.referentsIn(identity, 'AWS::CloudFront::CloudFrontOriginAccessIdentity')[0] };
}
