import type { GatewayResponseType } from '../../api-gateway';
import type { Unknown } from '../../template';

/**
 * What ends a request early: thrown wherever it is noticed, and made into an answer in one place.
 *
 * None is an `Error`: they are answers like others, and the trace of the calls, which takes longer to write down than all else, tells nobody anything.
 */
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

/** The answer depends on what nobody knows. */
export class Undecided {
  constructor(public readonly unknown: Unknown) {}

  public toString(): string {
    return this.unknown.toString();
  }
}
