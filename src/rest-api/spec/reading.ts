import type { Dialect, JsonObject, Notes, References } from '../../open-api';

/** A document that is being read, with what is found on the way. */
export interface Reading {
  readonly document: JsonObject;
  readonly dialect: Dialect;
  readonly references: References;
  /** What is changed of it besides CORS. */
  readonly notes: Notes;
}
