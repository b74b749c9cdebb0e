import type { LikelyCause } from './knowledge';

/** An answer that is known by its status or its body. */
export interface KnownAnswer {
  /** As it is listed: `403 {"message":"Missing Authentication Token"}`. */
  readonly name: string;
  readonly statuses: readonly number[];
  /** Recognises a body, a header or a part of one. */
  readonly body?: RegExp;
  /** The gateway response types that answer so. */
  readonly gatewayResponses?: readonly string[];
  readonly means: string;
  readonly causes: readonly LikelyCause[];
}
