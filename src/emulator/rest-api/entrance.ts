import { type TemplateModel, type TemplateResource, Unknown } from '../../template';
import { Remembered } from '../../values';
import { VelocityError } from '../../velocity';
import { bytesOfText } from '../kernel/bytes';
import type { EmulatedEntrance, RestApiEntrance } from '../kernel/emulated-entrance';
import type { Circumstances, Machine } from '../kernel/machine';
import type { HeaderList, HttpRequest } from '../kernel/message';
import { readingOf } from '../kernel/readings';
import { repeatable } from '../kernel/repeats';
import { MethodStep, StageStep } from '../kernel/step';
import { Undecided } from '../kernel/unknown-response';
import { partsOf, type UrlParts } from '../kernel/url';
import { ApiFunctions } from '../lambda/find-function';
import type { RestApi } from './api';
import { checkApiKey } from './api-key';
import { arrive, isHostOf, owns, urlsOf } from './arrival';
import { authorize } from './authorize';
import { requestIdOf } from './context';
import { DraftResponse } from './draft-response';
import { Exchange } from './exchange';
import { failAt } from './failures';
import { BareFault, GatewayFault } from './fault';
import { finish } from './finish';
import { gatewayResponse } from './gateway-response';
import { integrate } from './integrate';
import { readApi } from './read-api';
import { READINGS } from './readings';
import { takeIn, valueOf, withOneSlash } from './request';
import { checkResourcePolicy } from './resource-policy';
import { type Found, route } from './router';
import { routesOf } from './routes';
import { Snapshot } from './snapshot';
import { validate } from './validate';

const MAX_PAYLOAD = 10 * 1024 * 1024;
const MAX_HEADERS = 10_240;
const MAX_URL = { EDGE: 8192, REGIONAL: 10_240, PRIVATE: 10_240 };

/** An `AWS::ApiGateway::RestApi` that answers HTTP. */
export function restApiEntrance(resource: TemplateResource, model: TemplateModel): RestApiEntrance {
  return new EmulatedRestApi(readApi(resource, model), new ApiFunctions(resource, model), new Snapshot(resource, model));
}

class EmulatedRestApi implements RestApiEntrance {
  public readonly kind = 'rest-api';
  public readonly logicalId: string;
  public readonly resource: TemplateResource;
  public readonly url: string;
  public readonly aliases: readonly string[];
  public readonly routes: EmulatedEntrance['routes'];
  private readonly found = new Remembered<string, Found>();
  private served = 0;

  constructor(public readonly api: RestApi, private readonly functions: ApiFunctions, private readonly snapshot: Snapshot) {
    this.resource = api.resource;
    this.logicalId = api.resource.logicalId;
    [this.url, ...this.aliases] = urlsOf(api);
    this.routes = routesOf(api);
  }

  public owns({ hostname, pathname }: UrlParts): boolean {
    return owns(this.api, hostname, pathname);
  }

  public* handle(request: HttpRequest, circumstances: Circumstances): Machine {
    const incoming = takeIn(request, readingOf(READINGS, circumstances.rules, 20));
    const exchange = new Exchange(this.api, incoming, circumstances, this.nextId(circumstances.now));
    let draft: DraftResponse;
    try {
      draft = yield* this.answer(exchange, request);
    } catch (error) {
      draft = this.failed(error, exchange);
    }
    const answer = finish(draft, exchange, request.method, exchange.requestId);
    return exchange.isRepeatable ? repeatable(answer, (now) => finish(draft, exchange, request.method, this.nextId(now))) : answer;
  }

  private nextId(now: number): string {
    return requestIdOf(now, this.served++);
  }

  /** The order of checks is that of rule 60; what the gateway makes of a failure is thrown. */
  private* answer(exchange: Exchange, original: HttpRequest): Machine<DraftResponse> {
    this.checkSize(exchange, original);
    this.arriveAtStage(exchange);
    const { root, unreadable } = this.api;
    const { request: { method: name }, path } = exchange;
    const reading = exchange.reading(8);
    const found = this.found.of(`${reading} ${name} ${path}`, () => route(root, name, path, reading));
    exchange.method = found.route?.method;
    failAt('edge', exchange);
    this.checkPayload(exchange);
    checkResourcePolicy(exchange);
    if (found.restsOnRule8) {
      exchange.reading(8, 'a fixed path without the method stands beside a variable that has it');
    }
    if (found.route === undefined) {
      throw unreadable === undefined ? new GatewayFault('MISSING_AUTHENTICATION_TOKEN') : new Undecided(unreadable);
    }
    const { method, pathParameters } = found.route;
    exchange.pathParameters = pathParameters;
    exchange.passed(new MethodStep(this.api, method));
    this.snapshot.noteWhatItLacks(exchange);
    yield* authorize(method, exchange, this.functions);
    checkApiKey(method, exchange);
    validate(method, exchange);
    return yield* integrate(method, exchange, this.functions);
  }

  /** Limits in front of every API (rule 61): no gateway response is for them. */
  private checkSize(exchange: Exchange, { url }: HttpRequest): void {
    const { headers } = exchange.request;
    if (lengthOf(headers) > MAX_HEADERS) {
      const status = Number(exchange.reading(61, 'the answer to headers that are too long is inferred'));
      throw new BareFault(status, status === 431 ? 'Request Header Fields Too Large' : 'Bad Request', 'BadRequestException');
    }
    if (url.length - (partsOf(url)?.origin.length ?? 0) > MAX_URL[this.api.endpointType]) {
      throw new BareFault(414, 'Request-URI Too Long', 'BadRequestException');
    }
  }

  private checkPayload({ request }: Exchange): void {
    if (request.body.length > MAX_PAYLOAD) throw new GatewayFault('REQUEST_TOO_LARGE');
  }

  private arriveAtStage(exchange: Exchange): void {
    const { request } = exchange;
    const host = valueOf(request.headers, 'host')?.replace(/:\d+$/, '').toLowerCase();
    if (host !== undefined && host !== request.host && !isHostOf(this.api, host)) {
      const reading = exchange.reading(62, `the Host header names ${host}, which isn't this API's`);
      if (reading === 'forbidden') throw new BareFault(403, 'Forbidden', 'ForbiddenException');
    }
    const arrival = arrive(this.api, request.host, request.path);
    if (arrival === undefined) {
      const reading = exchange.reading(9, 'the answer where no stage is found is inferred');
      throw reading === 'forbidden' ? new BareFault(403, 'Forbidden', 'ForbiddenException') : new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
    }
    if (arrival.isCustomDomain && /^\/s?ping$/.test(request.path)) {
      throw new Undecided(new Unknown(this.api.resource.path, `${request.path} is reserved at the root of custom domains (rule 10)`));
    }
    exchange.stage = arrival.stage;
    exchange.path = withOneSlash(arrival.path);
    exchange.passed(new StageStep(this.api, arrival.stage));
  }

  private failed(error: unknown, exchange: Exchange): DraftResponse {
    if (error instanceof GatewayFault || error instanceof VelocityError) {
      return gatewayResponse(error instanceof GatewayFault ? error : new GatewayFault('API_CONFIGURATION_ERROR'), exchange);
    }
    if (error instanceof Undecided) return DraftResponse.unknown(error.because);
    if (error instanceof BareFault) {
      exchange.step('gateway', error.text);
      const draft = new DraftResponse();
      draft.status = error.status;
      draft.append('x-amzn-ErrorType', error.errorType);
      draft.append('Content-Type', 'application/json');
      draft.body = bytesOfText(JSON.stringify({ message: error.text }));
      return draft;
    }
    throw error;
  }
}

function lengthOf(headers: HeaderList): number {
  let length = 0;
  for (const [name, value] of headers) {
    length += name.length + value.length;
  }
  return length;
}
