import { isUnknown, type Maybe, type Unknown } from '../../template';
import { NO_BYTES } from '../kernel/bytes';
import { type HeaderList, type HttpResponse, isNamed } from '../kernel/message';

/** Headers whose presence an API decides; where one of them isn't known, the others are settled. */
const NAMED = [
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-headers', 'access-control-allow-methods',
  'access-control-allow-private-network', 'access-control-expose-headers', 'access-control-max-age', 'cache-control', 'content-disposition',
  'content-encoding', 'content-language', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'retry-after', 'set-cookie',
  'timing-allow-origin', 'cross-origin-resource-policy', 'vary', 'www-authenticate', 'x-amzn-errortype', 'x-amzn-requestid', 'x-amz-apigw-id',
];

/** A response in the making, in which each header may be unknown. */
export class DraftResponse {
  /** A response of which nothing is known but what the gateway adds itself. */
  public static unknown(because: Unknown): DraftResponse {
    const draft = new DraftResponse();
    draft.status = because;
    draft.body = because;
    draft.open = because;
    return draft;
  }

  public status: Maybe<number> = 200;
  public body: Maybe<Uint8Array> = NO_BYTES;
  /** Why there may be any other header, where a function or a back end isn't run. */
  public open: Unknown | undefined;
  /** Names in lower case that are settled all the same, as in `MoreHeaders`. */
  public settled: readonly string[] = [];
  private lines: (readonly [name: string, value: Maybe<string>])[] = [];

  /** Adds a line, beside others of the same name. */
  public append(name: string, value: Maybe<string>): void {
    this.lines.push([name, value]);
  }

  /** Puts a line in the place of those of the same name. */
  public set(name: string, value: Maybe<string>): void {
    const lowerCase = name.toLowerCase();
    this.lines = this.lines.filter(([each]) => !isNamed(each, lowerCase));
    this.append(name, value);
  }

  public has(name: string): boolean {
    const lowerCase = name.toLowerCase();
    return this.lines.some(([each]) => isNamed(each, lowerCase));
  }

  /** @param added lines that follow, which are the gateway's own */
  public response(added: HeaderList): HttpResponse {
    const { status, body } = this;
    const settledLines = this.lines.filter((line): line is readonly [string, string] => !isUnknown(line[1]));
    const headers = [...settledLines, ...added];
    if (this.open === undefined && settledLines.length === this.lines.length) return { status, headers, body };
    const unknown = this.lines.filter((line): line is readonly [string, Unknown] => isUnknown(line[1]));
    const because = this.open ?? unknown[0][1];
    const undecided = new Set(unknown.map(([name]) => name.toLowerCase()));
    const listed = headers.map(([name]) => name.toLowerCase());
    // Where anything may follow, only the gateway's own lines are settled: a function may send a second Access-Control-Allow-Origin.
    const settled = this.open === undefined ? [...NAMED, ...listed]
      : [...listed.filter((name) => name.startsWith('x-amzn-') || name === 'x-amz-apigw-id'), ...this.settled];
    return { status, headers, body, moreHeaders: { because, except: [...new Set(settled.filter((name) => !undecided.has(name)))] } };
  }
}
