import type { Circumstances } from '../kernel/machine';
import { Trail } from '../kernel/trail';
import type { EdgeRequest } from './origin-request';
import { READINGS } from './readings';

/** One request of a viewer while it is answered, and the trail that it leaves. */
export class Exchange extends Trail<typeof READINGS> {
  constructor(public readonly viewer: EdgeRequest, public readonly circumstances: Circumstances, public readonly requestId: string) {
    super(READINGS, circumstances.rules);
  }
}
