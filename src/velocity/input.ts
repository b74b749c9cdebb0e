import type { Maybe } from '../template';
import type { Budget } from './budget';
import { VelocityError } from './error';
import { parseBody, select, valueOf } from './json-path';
import { DataMap, decided, HostObject, MISSING, toJson, toText, type Value } from './values';

/** Names and values. */
export type Pairs = ReadonlyArray<readonly [name: string, value: string]>;

/** The parameters of a request, by where they stand. Of several values of one name the last counts. */
export interface RequestParameters {
  readonly path: Pairs;
  readonly querystring: Pairs;
  readonly header: Pairs;
}

/** What a template reads where the request has no such parameter, rule 41. */
export type MissingParameter = 'empty' | 'null';

/** What a template asked of a request: one parameter, with the value that it had, if any. */
export interface ReadParameter {
  readonly place: keyof RequestParameters;
  readonly name: string;
  readonly value: string | undefined;
}

/** What a template has read. */
class Log {
  public readonly parameters: ReadParameter[] = [];
  /** Whether it read, or may have changed, what isn't among the parameters. */
  public hasMore = false;
  public missed = false;
}

/** Parameters of one place. Single ones that are read are written down. */
class ParameterMap extends DataMap<string, Value> {
  constructor(private readonly place: keyof RequestParameters, pairs: Pairs, private readonly missing: Value, private readonly log: Log) {
    super();
    for (const [name, value] of pairs) {
      super.set(name, value);
    }
  }

  public override get(name: string): Value {
    const value = this.read(name);
    this.log.missed ||= value === undefined;
    return value === undefined ? this.missing : value;
  }

  public override has(name: string): boolean {
    return this.read(name) !== undefined;
  }

  private read(name: string): Value | undefined {
    const value = super.get(name);
    this.log.parameters.push({ place: this.place, name, value: value as string | undefined });
    return value;
  }

  public override set(name: string, value: Value): this {
    this.log.hasMore = true;
    return super.set(name, value);
  }

  public override delete(name: string): boolean {
    this.log.hasMore = true;
    return super.delete(name);
  }

  public override clear(): void {
    this.log.hasMore = true;
    super.clear();
  }

  public override get size(): number {
    this.log.hasMore = true;
    return super.size;
  }

  public override entries(): MapIterator<[string, Value]> {
    this.log.hasMore = true;
    return super.entries();
  }

  public override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  public override keys(): MapIterator<string> {
    this.log.hasMore = true;
    return super.keys();
  }

  public override values(): MapIterator<Value> {
    this.log.hasMore = true;
    return super.values();
  }

  public override forEach(...args: Parameters<Map<string, Value>['forEach']>): void {
    this.log.hasMore = true;
    super.forEach(...args);
  }
}

/** The order in which `$input.params(name)` looks (rule 40). */
const PLACES = ['path', 'querystring', 'header'] as const;

/** `$input`. */
export class Input extends HostObject {
  private readonly log = new Log();
  private maps: readonly ParameterMap[] | undefined;
  private parsed: Value | undefined;

  constructor(private readonly body: Maybe<string>, private readonly parameters: RequestParameters, private readonly missing: MissingParameter) {
    super();
  }

  /** Whether the template asked for a parameter that isn't there, so that rule 41 may matter. */
  public get askedForMissing(): boolean {
    return this.log.missed;
  }

  /** The parameters that the template read one by one; undefined where it read more than these. */
  public get read(): readonly ReadParameter[] | undefined {
    return this.log.hasMore ? undefined : this.log.parameters;
  }

  public call(method: string, args: Value[], budget: Budget): Value | undefined {
    switch (method) {
      case 'getBody':
        this.log.hasMore = true;
        return this.body === '' ? '{}' : this.body;
      case 'json':
        return json(this.path(args, budget), budget);
      case 'path':
        return valueOf(this.path(args, budget)) ?? MISSING;
      case 'params':
        return args.length === 0 ? new DataMap<string, Value>(this.places.map((map, index) => [PLACES[index], map]))
          : this.parameter(toText(args[0], budget));
      default:
        return undefined;
    }
  }

  private get places(): readonly ParameterMap[] {
    return this.maps ??= PLACES.map((place) => new ParameterMap(place, this.parameters[place], this.missing === 'null' ? null : '', this.log));
  }

  private parameter(name: string): Value {
    const place = this.places.find((each) => each.has(name));
    // A missing parameter is an empty text here whatever rule 41 says of the maps (rule 40).
    return place === undefined ? '' : place.get(name);
  }

  private path(args: Value[], budget: Budget): ReturnType<typeof select> {
    this.log.hasMore = true;
    const path = decided(args[0] ?? null);
    if (typeof path !== 'string') throw new VelocityError('evaluation', '$input.json and $input.path need a JSONPath');
    this.parsed ??= parseBody(toText(this.body, budget), budget);
    return select(this.parsed, path, budget);
  }
}

function json(selection: ReturnType<typeof select>, budget: Budget): Value {
  return selection.definite && selection.values.length === 0 ? '""' : toJson(valueOf(selection), budget);
}
