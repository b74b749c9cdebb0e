import { isServedMethod, METHODS } from '../../http';
import { type Resolved, type TemplateModel, type TemplateResource, isUnknown, type Maybe, Unknown, wholeListOf, numberOf, field, textOf, textsOf, wholeTextsOf } from '../../template';
import { isHostName } from '../kernel/url';
import { type EdgeFunctions, edgeFunctionsOf } from './edge-functions';
import { type Forwarding, forwardingOf } from './forwarding';
import { type OriginChoice, type Origins, readOrigins } from './origins';
import { matchesPathPattern } from './path-pattern';
import type { ResponseHeadersPolicy } from './response-headers';
import { responseHeadersPolicyOf } from './response-headers-policy';

/** A cache behavior with everything that it decides by. */
export interface Behavior {
  /** `*` of the default one; empty where it isn't known. */
  readonly pathPattern: string;
  /** Why the pattern isn't known. */
  readonly unknownPattern?: Unknown;
  readonly allowedMethods: Maybe<readonly string[]>;
  readonly cachedMethods: Maybe<readonly string[]>;
  readonly viewerProtocolPolicy: Maybe<string>;
  readonly forwarding: Maybe<Forwarding>;
  readonly responseHeadersPolicy: Maybe<ResponseHeadersPolicy> | undefined;
  readonly functions: EdgeFunctions;
  readonly origin: Maybe<OriginChoice>;
}

/** What to answer instead of an error (rule 102). */
export interface ErrorResponse {
  readonly errorCode: number;
  /** The page instead of the origin's; without one only the caching of the error is set. */
  readonly responsePagePath: string | undefined;
  readonly responseCode: number | undefined;
  /** Seconds. */
  readonly errorCachingMinTtl: number;
}

/** A distribution of the template, read. */
export interface Distribution extends Origins {
  readonly resource: TemplateResource;
  readonly domainName: string;
  readonly aliases: readonly string[];
  readonly behaviors: readonly Behavior[];
  readonly defaultRootObject: Maybe<string> | undefined;
  readonly errorResponses: Maybe<readonly ErrorResponse[]>;
  /** Whether a web ACL of AWS WAF stands before it. */
  readonly hasFirewall: Maybe<boolean>;
  /** Whether it refuses the viewers of some countries. */
  readonly refusesCountries: Maybe<boolean>;
  /** What of its configuration isn't known as a whole, such as all of it. */
  readonly unknown: Unknown | undefined;
}

/** Reads a distribution. Nothing of it runs. */
export function distributionOf(resource: TemplateResource, model: TemplateModel): Distribution {
  const config = resource.properties.DistributionConfig;
  const path = `${resource.path}/Properties/DistributionConfig`;
  const listed = wholeListOf(field(config, 'CacheBehaviors'));
  const origins = readOrigins(config, resource, model);
  const behaviors = [...isUnknown(listed) ? [] : listed, field(config, 'DefaultCacheBehavior')]
    .map((behavior, index, all) => {
      const isDefault = index === all.length - 1;
      return behaviorOf(behavior, isDefault, { model, origins, path: `${path}/${isDefault ? 'DefaultCacheBehavior' : `CacheBehaviors/${index}`}` });
    });
  return {
    ...origins,
    resource,
    domainName: domainNameOf(resource),
    aliases: textsOf(field(config, 'Aliases')).filter((alias) => !isUnknown(alias) && isHostName(alias)) as string[],
    behaviors,
    defaultRootObject: textOf(field(config, 'DefaultRootObject')),
    errorResponses: errorResponsesOf(field(config, 'CustomErrorResponses'), `${path}/CustomErrorResponses`),
    hasFirewall: isSet(field(config, 'WebACLId'), ''),
    refusesCountries: isSet(field(config, 'Restrictions', 'GeoRestriction', 'RestrictionType'), 'none'),
    unknown: [config, listed].find(isUnknown),
  };
}

function isSet(value: Resolved, nothing: string): Maybe<boolean> {
  return isUnknown(value) ? value : value !== undefined && value !== null && value !== nothing;
}

/** The name that AWS gives a distribution. */
function domainNameOf(resource: TemplateResource): string {
  const name = resource.attribute('DomainName');
  return typeof name === 'string' ? name : `d${resource.physicalId.toLowerCase().replace(/[^a-z0-9]/g, '')}.cloudfront.net`;
}

interface Reading {
  readonly model: TemplateModel;
  readonly origins: Origins;
  readonly path: string;
}

function behaviorOf(behavior: Resolved, isDefault: boolean, { model, origins, path }: Reading): Behavior {
  const methods = (name: string): Maybe<readonly string[]> => {
    const texts = wholeTextsOf(field(behavior, name));
    // rule 83
    const wrong = isUnknown(texts) ? undefined : texts.find((text) => !isServedMethod(text));
    if (wrong !== undefined) {
      return new Unknown(`${path}/${name}`, `the distribution can't be deployed: ${JSON.stringify(wrong)} is none of ${METHODS.join(', ')}`);
    }
    return isUnknown(texts) || texts.length > 0 ? texts : ['GET', 'HEAD'];
  };
  return {
    ...patternOf(behavior, isDefault, path),
    allowedMethods: methods('AllowedMethods'),
    cachedMethods: methods('CachedMethods'),
    viewerProtocolPolicy: textOf(field(behavior, 'ViewerProtocolPolicy')) ?? 'allow-all',
    forwarding: forwardingOf(behavior, model, path),
    responseHeadersPolicy: responseHeadersPolicyOf(behavior, model, path),
    functions: edgeFunctionsOf(behavior, model),
    origin: origins.originsOf(field(behavior, 'TargetOriginId')),
  };
}

function patternOf(behavior: Resolved, isDefault: boolean, path: string): Pick<Behavior, 'pathPattern' | 'unknownPattern'> {
  if (isDefault) return { pathPattern: '*' };
  const pattern = textOf(field(behavior, 'PathPattern'));
  return typeof pattern === 'string' && pattern !== '' ? { pathPattern: pattern }
    : { pathPattern: '', unknownPattern: isUnknown(pattern) ? pattern : new Unknown(path, 'the behavior has no PathPattern') };
}

/** Rule 81: the first in order that matches; unknown once a pattern that isn't known might have matched before. */
export function behaviorFor(distribution: Distribution, path: string): Maybe<Behavior> {
  if (distribution.unknown !== undefined) return distribution.unknown;
  for (const behavior of distribution.behaviors) {
    if (behavior.unknownPattern !== undefined) return behavior.unknownPattern;
    if (matchesPathPattern(behavior.pathPattern, path)) return behavior;
  }
  return new Unknown(distribution.resource.path, 'the distribution has no default cache behavior');
}

/** Rule 102. */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

function errorResponsesOf(value: Resolved, path: string): Maybe<readonly ErrorResponse[]> {
  const list = wholeListOf(value);
  if (isUnknown(list)) return list;
  const responses: ErrorResponse[] = [];
  for (const item of list) {
    const fields = [
      numberOf(field(item, 'ErrorCode')), textOf(field(item, 'ResponsePagePath')), numberOf(field(item, 'ResponseCode')),
      numberOf(field(item, 'ErrorCachingMinTTL')),
    ] as const;
    const unknown = fields.find(isUnknown);
    if (unknown !== undefined) return unknown;
    type Known = readonly [number | undefined, string | undefined, number | undefined, number | undefined];
    const [errorCode, responsePagePath, responseCode, ttl] = fields as Known;
    if (errorCode !== undefined && !ERROR_CODES.includes(errorCode)) {
      return new Unknown(path, `the distribution can't be deployed: ${errorCode} is none of the errors ${ERROR_CODES.join(', ')}`);
    }
    if (errorCode !== undefined) {
      responses.push({ errorCode, responsePagePath: responsePagePath || undefined, responseCode, errorCachingMinTtl: ttl ?? 10 });
    }
  }
  return responses;
}
