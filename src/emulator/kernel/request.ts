import { UserError } from '../../errors';
import { isToken } from '../../http';
import { bytesOfText } from './bytes';
import type { HeaderList, HttpRequest } from './message';

/** Headers as a list of lines, or as names with their values. */
export type LooseHeaders = HeaderList | { readonly [name: string]: string | number | boolean | readonly string[] | undefined };

/** A request as it is convenient to write. */
export interface LooseRequest {
  /** @default 'GET' */
  readonly method?: string;
  /** Absolute: `https://abc.execute-api.eu-west-1.amazonaws.com/prod/items?x=1`. */
  readonly url: string;
  /** @default - none */
  readonly headers?: LooseHeaders;
  /** @default - none */
  readonly body?: string | Uint8Array;
  /** @default '127.0.0.1' */
  readonly sourceIp?: string;
}

/**
 * A request as it goes over the wire.
 *
 * @throws a UserError that says what no client could send
 */
export function requestOf({ method = 'GET', url, headers = [], body, sourceIp = '127.0.0.1' }: LooseRequest): HttpRequest {
  if (!isToken(method)) throw new UserError('option', `${JSON.stringify(method)} isn't an HTTP method`);
  return { method, url, headers: headerList(headers), body: bytesOf(body), sourceIp };
}

/** The lines of headers; a name with several values gives a line for each. */
export function headerList(headers: LooseHeaders): HeaderList {
  const lines = Array.isArray(headers) ? headers as HeaderList : Object.entries(headers).flatMap(([name, value]): HeaderList => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((each: string) => [name, each] as const) : [[name, String(value)]];
  });
  return lines.map(([name, value]) => {
    if (!isToken(name)) throw new UserError('option', `${JSON.stringify(name)} isn't a name of a header`);
    if (/[\0\r\n]/.test(value)) throw new UserError('option', `the value of the header ${name} has a line break or a NUL, which no client can send: ${JSON.stringify(value)}`);
    return [name, value];
  });
}

export function bytesOf(body: string | Uint8Array | undefined): Uint8Array | undefined {
  return typeof body === 'string' ? bytesOfText(body) : body;
}
