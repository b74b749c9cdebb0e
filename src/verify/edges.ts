import { type CloudFrontEntrance, type EmulatedEntrance, type EntranceRoute, type HttpApiEntrance, isUnknown, partsOf, type RestApiEntrance } from '../emulator';
import { type Behavior, type Distribution, type Forwarding, includes, type Origin, routesThrough } from '../emulator/cloudfront';
import type { AskVerdict } from './answers';
import type { App, Page, Target } from './app';
import { questionOf } from './questions';
import { methodsOf, publicUrl, targetOf } from './targets';

/** A cache behavior of a distribution, and what stands behind it. */
export interface Edge {
  readonly entrance: CloudFrontEntrance;
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  /** Where it stands: `Properties/DistributionConfig/CacheBehaviors/0`. */
  readonly property: string;
  /** The first of its origins, where it is known. */
  readonly origin?: Origin;
  /** The API of the template that this origin is. */
  readonly api?: ApiEntrance;
}

type ApiEntrance = RestApiEntrance | HttpApiEntrance;

/** A behavior with an API of the template behind it. */
export interface ApiEdge extends Edge {
  readonly origin: Origin;
  readonly api: ApiEntrance;
  /** What pages could call of the API, if the behavior let all methods through. */
  readonly targets: () => readonly Target[];
}

/** The cache behaviors of all distributions. */
export function edgesOf(app: App): readonly Edge[] {
  return app.once(findEdges);
}

function findEdges(app: App): Edge[] {
  return app.emulator.entrances.flatMap((entrance) => (entrance.kind === 'cloudfront' ? edgesAt(entrance, app) : []));
}

/** Those with an API of the template behind them. */
export function apiEdgesOf(app: App): readonly ApiEdge[] {
  return app.once(findApiEdges);
}

function findApiEdges(app: App): ApiEdge[] {
  return edgesOf(app).filter(hasApi);
}

/** Whether an API of the template is behind an edge. */
export function hasApi(edge: Edge): edge is ApiEdge {
  return edge.api !== undefined;
}

/** The edge that takes the requests of a target; undefined where the target's entrance isn't a distribution. */
export function edgeOf({ entrance, route }: Target, app: App): Edge | undefined {
  return edgesOf(app).find((edge) => edge.entrance === entrance && edge.behavior.pathPattern === route.behavior);
}

function edgesAt(entrance: CloudFrontEntrance, { emulator: { entrances } }: App): Edge[] {
  const { distribution } = entrance;
  const { behaviors } = distribution;
  return behaviors.map((behavior, index) => {
    const origin = isUnknown(behavior.origin) ? undefined : behavior.origin.origins[0];
    const url = origin === undefined || isUnknown(origin.domainName) ? undefined : partsOf(`https://${origin.customDomain ?? origin.domainName}${origin.originPath}/`);
    const property = `Properties/DistributionConfig/${index === behaviors.length - 1 ? 'DefaultCacheBehavior' : `CacheBehaviors/${index}`}`;
    const api = url && entrances.filter((each) => each.kind === 'rest-api' || each.kind === 'http-api').find((each) => each.owns(url));
    const edge: Edge = { entrance, distribution, behavior, property, origin };
    return origin === undefined || api === undefined ? edge : apiEdge({ ...edge, origin, api });
  });
}

function apiEdge(edge: Omit<ApiEdge, 'targets'>): ApiEdge {
  let targets: readonly Target[] | undefined;
  const find = () => routesThrough(edge.api, edge).flatMap((route) => methodsOf(route).map((method) => targetOf(edge.entrance, route, method)));
  return { ...edge, targets: () => targets ??= find() };
}

/** The distribution's own page. */
export function ownPage(entrance: EmulatedEntrance): Page {
  return { origin: publicUrl(entrance), role: 'site', because: 'a page of the distribution itself' };
}

/** Pages that may call a target of an edge, as far as the template, the policy or the caller says. */
export function allowedPagesOf(edge: Edge, route: EntranceRoute, app: App): readonly Page[] {
  return app.pagesOf(edge.entrance, route).filter(({ role }) => role === 'declared');
}

/** Asks as a case would. */
export function askTarget(app: App, target: Target, page: Page, headers: 'asked-for' | 'none' = 'asked-for'): AskVerdict {
  return app.ask(questionOf(target, page, { headers, credentials: false }));
}

/** Whether a distribution serves pages of its own, rather than an API alone. */
export function servesPages({ distribution }: Edge): boolean {
  return distribution.behaviors.some(({ origin }) => !isUnknown(origin) && origin.origins.some(({ bucket, isS3 }) => bucket !== undefined || isS3))
    || distribution.defaultRootObject !== undefined;
}

/** Whether what stands behind a behavior is an API, of the template or not. */
export function isApi({ api, origin }: Edge): boolean {
  return api !== undefined || (origin !== undefined && !isUnknown(origin.domainName) && /\.(?:execute-api|lambda-url|appsync-api)\./.test(origin.domainName));
}

/** What its path says is an API, too, where it isn't known to be one: `/api/*` of a server. */
export function isBackEnd(edge: Edge): boolean {
  const { behavior: { pathPattern }, origin } = edge;
  return isApi(edge) || (origin !== undefined && origin.bucket === undefined && !origin.isS3 && /^\/?(?:api|graphql|rest|v\d+)\b/i.test(pathPattern));
}

/** Whether a response headers policy may write CORS headers there, those of errors as well. */
export function writesCors({ behavior: { responseHeadersPolicy: policy } }: Edge): boolean {
  return policy !== undefined && (isUnknown(policy) || policy.cors !== undefined);
}

/** Whether the distribution has the API's key, so that pages need none. */
export function addsApiKey({ origin }: Edge): boolean {
  return origin?.customHeaders.some(([name]) => name.toLowerCase() === 'x-api-key') === true;
}

/** Whether a header of the viewer reaches the origin. */
export function forwards({ behavior: { forwarding }, origin }: Edge, header: string, method = 'GET'): boolean | undefined {
  if (isUnknown(forwarding)) return undefined;
  const name = header.toLowerCase();
  if (isInKey(forwarding, name) || includes(forwarding.origin.headers, name)) return true;
  if (!forwarding.isLegacy) return false;
  if (name === 'origin') return origin?.isS3 === true ? false : undefined;
  return name === 'authorization' ? !['GET', 'HEAD', 'OPTIONS'].includes(method) : undefined;
}

export function isInKey({ cache: { key } }: Forwarding, header: string): boolean {
  return includes(key.headers, header.toLowerCase());
}

/** Whether a behavior may keep answers. */
export function keeps({ behavior: { forwarding } }: Edge): boolean {
  return !isUnknown(forwarding) && forwarding.cache.maxTtl > 0;
}

/** As messages call a behavior: `/api/*`, `the default behavior`. */
export function edgeName({ behavior: { pathPattern } }: Edge): string {
  return pathPattern === '*' ? 'the default behavior' : `the behavior ${pathPattern}`;
}
