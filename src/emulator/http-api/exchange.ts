import type { Circumstances } from '../kernel/machine';
import { type Answer, headerOf, type HttpRequest, type HttpResponse } from '../kernel/message';
import { Trail } from '../kernel/trail';
import type { ApiFunctions } from '../lambda/find-function';
import type { HttpApi, Route, Stage } from './api';
import { READINGS } from './readings';
import { requestIdOf } from './request-id';
import type { HttpUrl } from './url';

/** One request on its way through an API, and the trail that it leaves. */
export class Exchange extends Trail<typeof READINGS> {
  public readonly origin: string | undefined;
  /** OPTIONS with `Origin` and `Access-Control-Request-Method` (rule 67). */
  public readonly isPreflight: boolean;
  public readonly requestId: string;

  constructor(public readonly api: HttpApi, public readonly request: HttpRequest, public readonly url: HttpUrl,
    public readonly circumstances: Circumstances, sequence: number) {
    super(READINGS, circumstances.rules);
    this.origin = headerOf(request.headers, 'origin');
    this.isPreflight = request.method === 'OPTIONS' && this.origin !== undefined
      && headerOf(request.headers, 'access-control-request-method') !== undefined;
    this.requestId = requestIdOf(circumstances.now, sequence);
  }

  /** Whether the same request has the same answer at any time: where the gateway answered OPTIONS by itself. */
  public get isRepeatable(): boolean {
    return this.via.at(-1)?.kind === 'preflight';
  }

  /** The answer, with the trail. Every answer of an HTTP API has an `apigw-requestid` (rule 64). */
  public answer(response: HttpResponse, requestId = this.requestId): Answer {
    const headers = [...response.headers, ['apigw-requestid', requestId] as const];
    return { ...response, headers, moreHeaders: response.moreHeaders && settled(response.moreHeaders), via: this.via, notes: this.notes };
  }
}

function settled({ because, except }: NonNullable<HttpResponse['moreHeaders']>): HttpResponse['moreHeaders'] {
  return { because, except: [...except, 'apigw-requestid'] };
}

/** A request at a route: what events, mappings and authorizers are made from. */
export interface RoutedCall {
  readonly exchange: Exchange;
  /** The functions that the API calls. */
  readonly functions: ApiFunctions;
  readonly stage: Stage;
  readonly route: Route;
  /** The path that the route was chosen by. */
  readonly path: string;
  readonly pathParameters: { readonly [name: string]: string };
  readonly rawParameters: { readonly [name: string]: string };
}
