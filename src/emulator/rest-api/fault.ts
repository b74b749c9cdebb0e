import { GatewayResponseType } from './gateway-types';
import { Unknown } from '../unknown';

/** What ends a request early: the gateway answers by itself. Thrown wherever it is noticed, and made into an answer in one place. */
export class GatewayFault extends Error {
  /**
   * @param type the gateway response type
   * @param message of `$context.error.message`; the type's usual one where it is left out, null for AWS's own `null`
   * @param status where it isn't the type's
   */
  constructor(public readonly type: GatewayResponseType, public readonly text?: string | null, public readonly status?: number) {
    super(text ?? type);
  }
}

/** An answer that comes from in front of all APIs, without gateway response and so without their headers. */
export class BareFault extends Error {
  constructor(public readonly status: number, public readonly text: string, public readonly errorType: string) {
    super(text);
  }
}

/** Thrown where an answer depends on what nobody knows. */
export class Undecided extends Error {
  constructor(public readonly unknown: Unknown) {
    super(unknown.toString());
  }
}
