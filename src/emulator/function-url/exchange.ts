import type { Circumstances } from '../kernel/machine';
import { type Answer, headerOf, type HttpRequest, type HttpResponse } from '../kernel/message';
import { Trail } from '../kernel/trail';
import type { FunctionUrl } from './read-url';
import { READINGS } from './readings';

/** One request to a function URL while it is answered, and the trail that it leaves. */
export class Exchange extends Trail<typeof READINGS> {
  public readonly origin: string | undefined;
  /** OPTIONS with `Origin` and `Access-Control-Request-Method`. */
  public readonly isPreflight: boolean;

  constructor(public readonly functionUrl: FunctionUrl, public readonly request: HttpRequest, public readonly circumstances: Circumstances) {
    super(READINGS, circumstances.rules);
    this.origin = headerOf(request.headers, 'origin');
    this.isPreflight = request.method === 'OPTIONS' && this.origin !== undefined && headerOf(request.headers, 'access-control-request-method') !== undefined;
  }

  public answer(response: HttpResponse): Answer {
    return { ...response, via: this.via, notes: this.notes };
  }
}
