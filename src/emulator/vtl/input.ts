import { Budget } from './budget';
import { VelocityError } from './error';
import { parseBody, select, valueOf } from './json-path';
import { fromJson, HostObject, toJson, toText, Value, ValueMap, decided } from './values';
import { Maybe } from '../unknown';

/** Names and values. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** The parameters of a request, by where they stand. Of several values of one name the last counts. */
export interface RequestParameters {
  readonly path: Pairs;
  readonly querystring: Pairs;
  readonly header: Pairs;
}

/** What a template reads where the request has no such parameter, rule 41. */
export type MissingParameter = 'empty' | 'null';

/** Parameters of one place. */
class ParameterMap extends Map<string, Value> {
  constructor(pairs: Pairs, private readonly missing: Value, private readonly onMissing: () => void) {
    super(pairs);
  }

  public override get(name: string): Value {
    if (!this.has(name)) {
      this.onMissing();
      return this.missing;
    }
    return super.get(name)!;
  }
}

/** `$input`. */
export class Input extends HostObject {
  /** Whether the template asked for a parameter that isn't there, so that rule 41 may matter. */
  public askedForMissing = false;
  private readonly places: readonly ParameterMap[];
  private readonly all: ValueMap;
  private parsed: Value | undefined;

  constructor(private readonly body: Maybe<string>, parameters: RequestParameters, missing: MissingParameter) {
    super();
    const map = (pairs: Pairs) =>
      new ParameterMap(pairs, missing === 'null' ? null : '', () => { this.askedForMissing = true; });
    const [path, querystring, header] = [map(parameters.path), map(parameters.querystring), map(parameters.header)];
    // The order in which `$input.params(name)` looks (rule 40).
    this.places = [path, querystring, header];
    this.all = new Map<string, Value>([['path', path], ['querystring', querystring], ['header', header]]);
  }

  public call(method: string, args: Value[], budget: Budget): Value | undefined {
    switch (method) {
      case 'body':
      case 'getBody':
        return this.body;
      case 'json':
        return json(this.path(args, budget), budget);
      case 'path':
        return valueOf(this.path(args, budget));
      case 'params':
      case 'getParams':
        return args.length === 0 ? this.all : this.parameter(toText(args[0], budget));
      default:
        return undefined;
    }
  }

  private parameter(name: string): Value {
    const place = this.places.find((each) => each.has(name));
    // A missing parameter is an empty text here whatever rule 41 says of the maps (rule 40).
    return place === undefined ? '' : place.get(name);
  }

  private path(args: Value[], budget: Budget): ReturnType<typeof select> {
    const path = decided(args[0] ?? null);
    if (typeof path !== 'string') {
      throw new VelocityError('evaluation', '$input.json and $input.path need a JSONPath');
    }
    this.parsed ??= fromJson(parseBody(toText(this.body, budget)), budget);
    return select(this.parsed, path, budget);
  }
}

function json(selection: ReturnType<typeof select>, budget: Budget): Value {
  return selection.definite && selection.values.length === 0 ? '""' : toJson(valueOf(selection), budget);
}
