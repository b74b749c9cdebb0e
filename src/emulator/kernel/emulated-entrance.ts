import type { Distribution } from '../cloudfront/distribution';
import type { FunctionUrl } from '../function-url/read-url';
import type { HttpApi } from '../http-api/api';
import type { RestApi } from '../rest-api/api';
import type { Circumstances, Entrance, Machine } from './machine';
import type { HttpRequest } from './message';
import type { UrlParts } from './url';

/** An entrance that answers. Everything it needs was read from the template when it was made, and is there to be looked at. */
export type EmulatedEntrance = RestApiEntrance | HttpApiEntrance | CloudFrontEntrance | FunctionUrlEntrance;

export interface RestApiEntrance extends AnsweringEntrance {
  readonly kind: 'rest-api';
  readonly api: RestApi;
}

export interface HttpApiEntrance extends AnsweringEntrance {
  readonly kind: 'http-api';
  readonly api: HttpApi;
}

export interface CloudFrontEntrance extends AnsweringEntrance {
  readonly kind: 'cloudfront';
  readonly distribution: Distribution;
}

export interface FunctionUrlEntrance extends AnsweringEntrance {
  readonly kind: 'function-url';
  readonly functionUrl: FunctionUrl;
}

interface AnsweringEntrance extends Entrance {
  /** Whether a URL is one of this entrance's. */
  owns(url: UrlParts): boolean;
  /** @param request with an absolute URL that this entrance owns */
  handle(request: HttpRequest, circumstances: Circumstances): Machine;
}
