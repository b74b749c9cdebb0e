import type { GatewayResponseType } from '../../api-gateway';
import type { Undecided } from '../kernel/unknown-response';

/** What ends a request early: thrown wherever it is noticed, and made into an answer at the API's entrance. */
export type Fault = GatewayFault | BareFault | Undecided;

/** The gateway answers by itself. */
export class GatewayFault {
  /**
   * @param type the gateway response type
   * @param text of `$context.error.message`; the type's usual one where it is left out, null for AWS's own `null`
   * @param status where it isn't the type's
   */
  constructor(public readonly type: GatewayResponseType, public readonly text?: string | null, public readonly status?: number) {}

  public toString(): string {
    return `${this.type} ${this.text}`;
  }
}

/** An answer that comes from in front of all APIs, without gateway response and so without their headers. */
export class BareFault {
  constructor(public readonly status: number, public readonly text: string, public readonly errorType: string) {}
}
