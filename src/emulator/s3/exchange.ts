import type { Maybe, TemplateResource } from '../../template';
import type { Circumstances } from '../kernel/machine';
import type { HttpRequest } from '../kernel/message';
import { Trail } from '../kernel/trail';
import type { Access, Caller } from './access';
import type { CorsRule } from './cors';
import { READINGS } from './readings';

/** A bucket of the template with what its endpoints decide by. */
export interface Bucket {
  readonly resource: TemplateResource;
  readonly access: Access;
  readonly corsRules: Maybe<CorsRule[]>;
}

/** A request to a bucket's endpoint. */
export interface BucketRequest {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly endpoint: 'rest' | 'website';
}

/** One request to a bucket while it is answered, and the trail that it leaves. */
export class Exchange extends Trail<typeof READINGS> {
  public readonly request: HttpRequest;
  public readonly caller: Caller;

  constructor(public readonly bucket: Bucket, { request, caller }: BucketRequest, public readonly circumstances: Circumstances) {
    super(READINGS, circumstances.rules);
    this.request = request;
    this.caller = caller;
  }
}
