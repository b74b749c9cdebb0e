import { isGreedy, segmentsOf } from '../../api-gateway';
import { type TemplateModel, type TemplateResource, isUnknown, type Maybe, Unknown } from '../../template';
import { ApiFunctions } from '../lambda/find-function';
import type { Circumstances, EmulatedEntrance, Machine } from '../machine';
import type { Answer, HttpRequest } from '../message';
import { repeatable } from '../repeats';
import type { UrlParts } from '../url';
import type { HttpApi, Route, Stage } from './api';
import { authorize } from './authorize';
import { automaticPreflight, deployProblem } from './cors';
import { Exchange, type RoutedCall } from './exchange';
import { requestedFailure } from './failures';
import { GATEWAY_ERRORS, gatewayAnswer, unknownAnswer } from './gateway-errors';
import { integrate } from './integrate';
import { readApi } from './read-api';
import { requestIdOf } from './request-id';
import { type RouteMatch, RouteTable } from './route-table';
import { routesOf } from './routes';
import { arrive, owns, urlsOf } from './stages';
import { type HttpUrl, parseUrl } from './url';

/** Limits of HTTP APIs (rule 119). */
const MAX_HEADER_BYTES = 10_240;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** An HTTP API as an entrance of the app. */
export function httpApiEntrance(resource: TemplateResource, model: TemplateModel): EmulatedEntrance {
  return new HttpApiEntrance(readApi(resource, model), new ApiFunctions(resource, model));
}

class HttpApiEntrance implements EmulatedEntrance {
  public readonly logicalId: string;
  public readonly kind = 'http-api';
  public readonly url: string;
  public readonly aliases: readonly string[];
  public readonly routes: EmulatedEntrance['routes'];
  public readonly resource: TemplateResource;
  private readonly table: RouteTable;
  private readonly tableWithoutAny: RouteTable;
  private sequence = 0;

  constructor(private readonly api: HttpApi, private readonly functions: ApiFunctions) {
    this.resource = api.resource;
    this.logicalId = api.resource.logicalId;
    [this.url, ...this.aliases] = urlsOf(api);
    this.routes = routesOf(api);
    this.table = new RouteTable(api.routes);
    this.tableWithoutAny = new RouteTable(api.routes.filter(({ method }) => method !== 'ANY'));
  }

  public owns({ hostname, pathname }: UrlParts): boolean {
    return owns(this.api, hostname, pathname);
  }

  public* handle(request: HttpRequest, circumstances: Circumstances): Machine {
    const url = parseUrl(request.url);
    const exchange = new Exchange(this.api, request, url ?? { host: this.api.host, path: '/', query: '' }, circumstances, this.sequence++);
    const refused = this.refused(exchange, url);
    if (refused !== undefined) return refused;
    const arrival = arrive(this.api, exchange.url.host, exchange.url.path);
    if (isUnknown(arrival)) return unknownAnswer(arrival, exchange);
    if (arrival === undefined || !arrival.stage.deployed) return gatewayAnswer(GATEWAY_ERRORS.notFound, exchange);
    const { stage, path } = arrival;
    exchange.step('stage', stage.name, stage.resource);
    const match = this.route(exchange, path);
    if (isUnknown(match)) return unknownAnswer(match, exchange);
    if (match === undefined) return this.withoutRoute(exchange, path);
    return yield* this.atRoute({ exchange, stage, path, ...match });
  }

  // What is answered before anything is looked at.
  private refused(exchange: Exchange, url: HttpUrl | undefined): Answer | undefined {
    const { request } = exchange;
    const { cors } = this.api;
    const problem = cors === undefined || isUnknown(cors) ? undefined : deployProblem(cors, exchange);
    if (problem !== undefined) return unknownAnswer(problem, exchange);
    if (url === undefined || /%(?![0-9a-f]{2})/i.test(url.path)) return gatewayAnswer(GATEWAY_ERRORS.badRequest, exchange);
    const headerBytes = request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, url.path.length + url.query.length);
    if (headerBytes > MAX_HEADER_BYTES) return gatewayAnswer(GATEWAY_ERRORS.headersTooLarge, exchange);
    return (request.body?.length ?? 0) > MAX_BODY_BYTES ? gatewayAnswer(GATEWAY_ERRORS.tooLarge, exchange) : undefined;
  }

  /** The route that takes a request; unknown where a route whose key isn't known may take it instead. */
  private route(exchange: Exchange, path: string): Maybe<RouteMatch> | undefined {
    const { method } = exchange.request;
    const match = withSlash(this.table, method, path, exchange);
    const [unknown] = this.api.unknownRoutes;
    // Nothing comes before a route of exactly this method and path.
    const isExact = match !== undefined && match.route.method === method && match.route.path === path;
    if (unknown !== undefined && !isExact) return isUnknown(unknown) ? unknown : new Unknown(this.resource.path, unknown);
    if (method !== 'OPTIONS' || match === undefined || match.route.method !== 'ANY' || this.api.cors === undefined) return match;
    exchange.note(70, `the route ${match.route.key} takes OPTIONS, so that the CORS configuration doesn't answer the preflight`);
    return exchange.reading(70) === 'captured' ? match : withSlash(this.tableWithoutAny, method, path, exchange);
  }

  // OPTIONS that no route takes is answered by the gateway (rules 64, 66), anything else is not found.
  private withoutRoute(exchange: Exchange, path: string): Answer {
    if (exchange.request.method !== 'OPTIONS' || !this.answersOptions(exchange, path)) {
      return gatewayAnswer(GATEWAY_ERRORS.notFound, exchange);
    }
    exchange.step('preflight', 'CorsConfiguration', this.resource);
    const response = automaticPreflight(this.api.cors, exchange);
    return repeatable(exchange.answer(response), (now) => exchange.answer(response, requestIdOf(now, this.sequence++)));
  }

  private answersOptions(exchange: Exchange, path: string): boolean {
    if (this.table.hasPath(path) || this.table.match('GET', path) !== undefined) return true;
    if (this.api.cors === undefined) return false;
    exchange.note(64, `no route has the path ${path}, and the recorded OPTIONS was of a path that a route has`);
    return exchange.reading(64) === 'preflight';
  }

  private* atRoute(call: RoutedCall): Machine {
    const { exchange, route, stage } = call;
    exchange.step('route', route.key, route.resource);
    noteDeployment(route, stage, exchange);
    const failure = requestedFailure(route, exchange);
    if (failure !== undefined) return isUnknown(failure) ? unknownAnswer(failure, exchange) : gatewayAnswer(failure, exchange);
    if (stage.throttledToZero.get(route.key) ?? stage.throttledToZero.get('*')) {
      return gatewayAnswer(GATEWAY_ERRORS.tooManyRequests, exchange);
    }
    const decision = yield* authorize(call, this.functions);
    if (isUnknown(decision)) return unknownAnswer(decision, exchange);
    return 'refused' in decision ? gatewayAnswer(decision.refused, exchange) : yield* integrate(call, decision, this.functions);
  }
}

// A path with a slash at its end: recorded is only that a handler got it (rule 65).
function withSlash(table: RouteTable, method: string, path: string, exchange: Exchange): RouteMatch | undefined {
  const asItIs = table.match(method, path);
  if (path.length < 2 || !path.endsWith('/')) return asItIs;
  exchange.note(65, 'whether a slash at the end of a path is ignored or begins an empty variable isn\'t settled');
  const ignored = table.match(method, path.slice(0, -1));
  switch (exchange.reading(65)) {
    case 'empty': return asItIs;
    case 'ignored': return ignored;
    default: return asItIs === undefined || isLoose(asItIs.route) ? ignored ?? asItIs : asItIs;
  }
}

function isLoose({ path }: Route): boolean {
  return path === undefined || isGreedy(segmentsOf(path).at(-1) ?? '');
}

// A deployment that doesn't wait for a route may have been made before it (rule 78).
function noteDeployment(route: Route, stage: Stage, exchange: Exchange): void {
  const { deployment } = stage;
  if (deployment !== undefined && route.resource !== exchange.api.resource && !deployment.dependsOn.includes(route.resource.logicalId)) {
    exchange.remark(78, `the deployment ${deployment.logicalId} doesn't depend on the route ${route.resource.logicalId}, so that it may lack it; add DependsOn`);
  }
}

