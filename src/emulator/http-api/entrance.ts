import { isGreedy, segmentsOf } from '../../api-gateway';
import { type TemplateModel, type TemplateResource, isUnknown, Unknown } from '../../template';
import type { EmulatedEntrance, HttpApiEntrance } from '../kernel/emulated-entrance';
import type { Circumstances, Machine } from '../kernel/machine';
import type { HttpRequest, HttpResponse } from '../kernel/message';
import { repeatable } from '../kernel/repeats';
import { RouteStep, StageStep } from '../kernel/step';
import { known, Undecided, unknownFrom } from '../kernel/unknown-response';
import type { UrlParts } from '../kernel/url';
import { ApiFunctions } from '../lambda/find-function';
import type { HttpApi, Route, Stage } from './api';
import { authorize } from './authorize';
import { automaticPreflight, checkDeployable } from './cors';
import { Exchange, type RoutedCall } from './exchange';
import { failAsAsked } from './failures';
import { GATEWAY_ERRORS, GatewayFault, gatewayResponse } from './gateway-errors';
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
export function httpApiEntrance(resource: TemplateResource, model: TemplateModel): HttpApiEntrance {
  return new EmulatedHttpApi(readApi(resource, model), new ApiFunctions(resource, model));
}

class EmulatedHttpApi implements HttpApiEntrance {
  public readonly logicalId: string;
  public readonly kind = 'http-api';
  public readonly url: string;
  public readonly aliases: readonly string[];
  public readonly routes: EmulatedEntrance['routes'];
  public readonly resource: TemplateResource;
  private readonly table: RouteTable;
  private readonly tableWithoutAny: RouteTable;
  private sequence = 0;

  constructor(public readonly api: HttpApi, private readonly functions: ApiFunctions) {
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
    let response: HttpResponse;
    try {
      response = yield* this.respond(exchange, url);
    } catch (error) {
      response = error instanceof GatewayFault ? gatewayResponse(error.error, exchange) : unknownFrom(error);
    }
    const answer = exchange.answer(response);
    return exchange.isRepeatable ? repeatable(answer, (now) => exchange.answer(response, requestIdOf(now, this.sequence++))) : answer;
  }

  private* respond(exchange: Exchange, url: HttpUrl | undefined): Machine<HttpResponse> {
    this.check(exchange, url);
    const arrival = known(arrive(this.api, exchange.url.host, exchange.url.path));
    if (arrival === undefined || !arrival.stage.deployed) throw new GatewayFault(GATEWAY_ERRORS.notFound);
    const { stage, path } = arrival;
    exchange.passed(new StageStep(this.api, stage));
    const match = this.route(exchange, path);
    if (match === undefined) return this.withoutRoute(exchange, path);
    return yield* this.atRoute({ exchange, functions: this.functions, stage, path, ...match });
  }

  // What is refused before anything is looked at.
  private check(exchange: Exchange, url: HttpUrl | undefined): void {
    const { request } = exchange;
    const { cors } = this.api;
    if (cors !== undefined && !isUnknown(cors)) {
      checkDeployable(cors, exchange);
    }
    if (url === undefined || /%(?![0-9a-f]{2})/i.test(url.path)) throw new GatewayFault(GATEWAY_ERRORS.badRequest);
    const headerBytes = request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, url.path.length + url.query.length);
    if (headerBytes > MAX_HEADER_BYTES) throw new GatewayFault(GATEWAY_ERRORS.headersTooLarge);
    if ((request.body?.length ?? 0) > MAX_BODY_BYTES) throw new GatewayFault(GATEWAY_ERRORS.tooLarge);
  }

  /** The route that takes a request; undecided where a route whose key isn't known may take it instead. */
  private route(exchange: Exchange, path: string): RouteMatch | undefined {
    const { method } = exchange.request;
    const match = withSlash(this.table, method, path, exchange);
    const [unknown] = this.api.unknownRoutes;
    // Nothing comes before a route of exactly this method and path.
    const isExact = match !== undefined && match.route.method === method && match.route.path === path;
    if (unknown !== undefined && !isExact) throw new Undecided(isUnknown(unknown) ? unknown : new Unknown(this.resource.path, unknown));
    if (method !== 'OPTIONS' || match === undefined || match.route.method !== 'ANY' || this.api.cors === undefined) return match;
    const reading = exchange.reading(70, `the route ${match.route.key} takes OPTIONS, so that the CORS configuration doesn't answer the preflight`);
    return reading === 'captured' ? match : withSlash(this.tableWithoutAny, method, path, exchange);
  }

  // OPTIONS that no route takes is answered by the gateway (rules 64, 66), anything else is not found.
  private withoutRoute(exchange: Exchange, path: string): HttpResponse {
    if (exchange.request.method !== 'OPTIONS' || !this.answersOptions(exchange, path)) throw new GatewayFault(GATEWAY_ERRORS.notFound);
    exchange.step('preflight', 'CorsConfiguration', this.resource);
    return automaticPreflight(this.api.cors, exchange);
  }

  private answersOptions(exchange: Exchange, path: string): boolean {
    if (this.table.hasPath(path) || this.table.match('GET', path) !== undefined) return true;
    if (this.api.cors === undefined) return false;
    const reading = exchange.reading(64, `no route has the path ${path}, and the recorded OPTIONS was of a path that a route has`);
    return reading === 'preflight';
  }

  private* atRoute(call: RoutedCall): Machine<HttpResponse> {
    const { exchange, route, stage } = call;
    exchange.passed(new RouteStep(exchange.api, route));
    noteDeployment(route, stage, exchange);
    failAsAsked(route, exchange);
    if (stage.throttledToZero.get(route.key) ?? stage.throttledToZero.get('*')) throw new GatewayFault(GATEWAY_ERRORS.tooManyRequests);
    const grant = yield* authorize(call);
    return yield* integrate(call, grant);
  }
}

// A path with a slash at its end: recorded is only that a handler got it (rule 65).
function withSlash(table: RouteTable, method: string, path: string, exchange: Exchange): RouteMatch | undefined {
  const asItIs = table.match(method, path);
  if (path.length < 2 || !path.endsWith('/')) return asItIs;
  const reading = exchange.reading(65, 'whether a slash at the end of a path is ignored or begins an empty variable isn\'t settled');
  const ignored = table.match(method, path.slice(0, -1));
  switch (reading) {
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

