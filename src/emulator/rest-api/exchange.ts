import { Overrides } from '../../velocity';
import type { Circumstances } from '../kernel/machine';
import { Trail } from '../kernel/trail';
import type { Method, RestApi, Stage } from './api';
import { READINGS } from './readings';
import type { IncomingRequest } from './request';

/** One request on its way through an API, and the trail that it leaves. */
export class Exchange extends Trail<typeof READINGS> {
  /** What both mapping templates may override (rules 43, 44). */
  public readonly overrides = new Overrides();
  public stage?: Stage;
  public method?: Method;
  /** Without the stage. */
  public path: string;
  public pathParameters: { readonly [name: string]: string } = {};
  /** What an authorizer said of the caller, for `$context.authorizer`. */
  public authorizer: { readonly [name: string]: unknown } | undefined;
  /** What a gateway response says, for `$context.error`. */
  public error: { readonly [name: string]: unknown } | undefined;
  /** `usageIdentifierKey` of a Lambda authorizer: the API key, where the API takes it from there. */
  public usageKey: string | undefined;
  public apiKey: { readonly id: string; readonly value: string } | undefined;
  /** Whether `$context` was read, which has the request's id and time in it. */
  public readsContext = false;

  constructor(public readonly api: RestApi, public readonly request: IncomingRequest, public readonly circumstances: Circumstances,
    public readonly requestId: string) {
    super(READINGS, circumstances.rules);
    this.path = request.path;
  }

  /**
   * Whether the caller is taken as authorized, because it is given what the integration answers or how the gateway fails. A preflight isn't: browsers
   * send it without anything that an authorizer could recognise.
   */
  public get assumesCaller(): boolean {
    return !this.request.isPreflight && (this.circumstances.answer !== undefined || this.circumstances.failure !== undefined);
  }

  /**
   * Whether the same request has the same answer at any time: a preflight that nothing but the gateway answered, and not by what is of this one request
   * alone.
   */
  public get isRepeatable(): boolean {
    const { failure, answer } = this.circumstances;
    return this.request.isPreflight && failure === undefined && answer === undefined && !this.readsContext
      && this.via.every(({ kind, name }) => kind !== 'authorizer' && (kind !== 'integration' || name === 'MOCK'));
  }
}
