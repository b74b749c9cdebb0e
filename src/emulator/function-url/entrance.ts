import { isUnknown, type Maybe, type TemplateModel, type TemplateResource } from '../../template';
import { responseOf } from '../http-api';
import type { FunctionUrlEntrance } from '../kernel/emulated-entrance';
import { RouteFingerprint } from '../kernel/fingerprint';
import type { Circumstances, EntranceRoute, InvokeResult, Machine } from '../kernel/machine';
import { headerOf, type HttpRequest, type HttpResponse } from '../kernel/message';
import { known, orUnknown, Undecided, unknownFrom, unknownResponse } from '../kernel/unknown-response';
import type { UrlParts } from '../kernel/url';
import { preflightAnswer, withCors } from './cors';
import { errorAnswer, failAsAsked, URL_ERRORS, UrlFault } from './errors';
import { eventOf } from './event';
import { Exchange } from './exchange';
import { type FunctionUrl, partialPermissions, readUrl } from './read-url';

/** How long a function may take at most, in milliseconds. */
const MAX_RUN = 900_000;

/** An `AWS::Lambda::Url` as an entrance of the app. */
export function functionUrlEntrance(resource: TemplateResource, model: TemplateModel): FunctionUrlEntrance {
  return new EmulatedFunctionUrl(readUrl(resource, model));
}

class EmulatedFunctionUrl implements FunctionUrlEntrance {
  public readonly kind = 'function-url';
  public readonly resource: TemplateResource;
  public readonly logicalId: string;
  public readonly url: string;
  public readonly aliases: readonly string[] = [];
  public readonly routes: readonly EntranceRoute[];

  constructor(public readonly functionUrl: FunctionUrl) {
    const { resource, host, authType, cors } = functionUrl;
    this.resource = resource;
    this.logicalId = resource.logicalId;
    this.url = `https://${host}`;
    const fingerprint = RouteFingerprint.of(functionUrl, ['resource', 'function', 'host', 'account']);
    const headers = authType === 'AWS_IAM' ? ['Authorization'] : [];
    this.routes = methodsFor(cors).map((method) => ({ method, path: '/{proxy+}', logicalId: this.logicalId, resource, headers, fingerprint }));
  }

  public owns({ hostname }: UrlParts): boolean {
    return hostname === this.functionUrl.host;
  }

  public* handle(request: HttpRequest, circumstances: Circumstances): Machine {
    const exchange = new Exchange(this.functionUrl, request, circumstances);
    exchange.step('function-url', this.logicalId, this.resource);
    try {
      return exchange.answer(yield* this.respond(exchange));
    } catch (error) {
      return exchange.answer(error instanceof UrlFault ? errorAnswer(error.error, exchange) : unknownFrom(error));
    }
  }

  private* respond(exchange: Exchange): Machine<HttpResponse> {
    const { cors } = this.functionUrl;
    if (cors !== undefined && exchange.isPreflight) {
      exchange.step('preflight', 'Cors', this.resource);
      return preflightAnswer(cors, exchange);
    }
    failAsAsked(exchange);
    this.authorize(exchange);
    return withCors(yield* orUnknown(this.invoke(exchange)), cors, exchange);
  }

  private authorize(exchange: Exchange): void {
    const { authType, permissions } = this.functionUrl;
    const { request, circumstances: { answer } } = exchange;
    const authorization = headerOf(request.headers, 'authorization') ?? '';
    if (known(authType) === 'AWS_IAM') {
      const isSigned = authorization.startsWith('AWS4-HMAC-SHA256');
      if (isUnsignedBody(request, authorization)) throw new UrlFault(URL_ERRORS.unsignedBody);
      // an answer that is given takes the caller as authorized, but a preflight never is
      if (!isSigned && (answer === undefined || request.method === 'OPTIONS')) throw new UrlFault(URL_ERRORS.forbidden);
      if (isSigned && exchange.reading(77) === 'refused') throw new UrlFault(URL_ERRORS.forbidden);
    }
    if (permissions === 'url-alone' || permissions === 'function-alone') {
      const reading = exchange.reading(151, partialPermissions(this.functionUrl).reason);
      if (reading === 'forbidden') throw new UrlFault(URL_ERRORS.forbidden);
      if (reading === 'unknown') throw new Undecided(partialPermissions(this.functionUrl));
    } else if (permissions === 'none') {
      exchange.remark(151, 'no AWS::Lambda::Permission of the template lets callers of the URL in; they are taken to be given elsewhere');
    }
  }

  private* invoke(exchange: Exchange): Machine<HttpResponse> {
    const { function: fn } = this.functionUrl;
    const { answer } = exchange.circumstances;
    if (!isUnknown(fn)) {
      exchange.step('function', fn.logicalId, fn);
    }
    if (answer !== undefined) return answer;
    const result = (yield { effect: 'invoke', function: known(fn), event: eventOf(exchange), purpose: 'integration', timeout: MAX_RUN }) as Maybe<InvokeResult>;
    if (isUnknown(result)) return unknownResponse(result);
    const response = 'payload' in result ? responseOf(result.payload, '2.0') : undefined;
    if (response === undefined) throw new UrlFault(URL_ERRORS.failed);
    return response;
  }
}

/** What pages are to call it by: the methods that its CORS lists, else any. */
function methodsFor(cors: FunctionUrl['cors']): readonly string[] {
  const listed = cors === undefined || isUnknown(cors) ? [] : cors.allowMethods.filter((method) => typeof method === 'string');
  return listed.length === 0 || listed.includes('*') ? ['*'] : listed;
}

/** Rule 152: CloudFront signs no body. */
function isUnsignedBody({ headers, body }: HttpRequest, authorization: string): boolean {
  return authorization.includes(CLOUDFRONT_CREDENTIAL) && body !== undefined && body.length > 0 && headerOf(headers, 'x-amz-content-sha256') === undefined;
}

/** What stands in the `Authorization` of a request that a distribution signs. */
export const CLOUDFRONT_CREDENTIAL = 'Credential=cloudfront/';
