import { type EmulatedEntrance, type Emulator, type EntranceRoute, isUnknown, type MethodStep, type TemplateModel } from '../emulator';
import { apiLayers, edgeLayers, functionLayers, functionsNamedIn, functionUrlLayers, gatewayLayers, type Layer, layersOf, preflightLayers } from './declaring-layers';
import { comparedOrigins, isAnyOrigin, listedOrigins } from './origin-text';
import { methodIn } from './rest-method';
import { samplePath } from './targets';

/** An origin that a template says may call, and where it says so. */
export interface DeclaredOrigin {
  /** `*` for any. */
  readonly origin: string;
  /** As it is written, which may be otherwise than a browser sends it. */
  readonly written: string;
  readonly path: string;
  /** Whether its stars stand for what has no dot. */
  readonly withinLabels?: boolean;
}

/** Who may call a route, as far as the template says. */
export interface Declared {
  readonly origins: readonly DeclaredOrigin[];
  /** Whether something in the template lets in some pages, also where it doesn't name them. */
  readonly declaresPolicy: boolean;
  /** Whether a part of it lets in any page. */
  readonly open: boolean;
  /** Whether only functions say so, in their code or their environment. */
  readonly byFunctions: boolean;
}

/** Parameters of integration responses and gateway responses, and the templates that write them. */
const MAPPING = /response(?:parameters|templates)|\.header\./i;
const ALLOW_ORIGIN = /access-?control-?allow-?origin/i;

/** Who may call the routes of an app, as far as its templates say. */
export class DeclaredOrigins {
  private readonly preflightMethods = new Map<string, MethodStep | undefined>();

  constructor(private readonly emulator: Emulator) {}

  /**
   * Who may call a route: what its distribution says, which has the last word, else its preflight and its own responses. Where these say nothing, what the
   * rest of the API says, then its gateway responses, which can't choose and so often say more, and at last the functions behind it. Layers that name origins
   * take precedence over those that allow any.
   */
  public of(entrance: EmulatedEntrance, route: EntranceRoute): Declared {
    const { model } = this.emulator;
    const edge = declaredBy(entrance.kind === 'cloudfront' ? edgeLayers(model, entrance, route) : [], false);
    if (route.resource.type === FUNCTION_URL) return edge.declaresPolicy ? edge : ofFunctionUrl(model, route);
    const api = entrance.kind === 'rest-api' || entrance.kind === 'http-api' ? entrance.api : route.step?.api;
    if (api === undefined) return edge.declaresPolicy ? edge : NOTHING;
    // pages that the API lets in on purpose, whatever the distribution names besides
    if (edge.declaresPolicy) return { ...edge, open: edge.open || this.ofApi(api, entrance, route).open };
    return this.ofApi(api, entrance, route);
  }

  private ofApi(api: NonNullable<EntranceRoute['step']>['api'], entrance: EmulatedEntrance, route: EntranceRoute): Declared {
    const { model } = this.emulator;
    const lists: ReadonlyArray<() => Layer[]> = [
      () => [...preflightLayers(api, this.preflightMethod(entrance, route)), ...route.step?.kind === 'method' ? layersOf(route.step) : []],
      () => apiLayers(api),
      () => gatewayLayers(api),
    ];
    let open: Declared | undefined;
    for (const layers of lists) {
      const declared = declaredBy(layers(), false);
      if (declared.origins.some(({ origin }) => !isAnyOrigin(origin))) return { ...declared, open: declared.open || open !== undefined };
      if (declared.origins.length > 0) {
        open ??= declared;
      } else if (declared.declaresPolicy) {
        return open ?? declared;
      }
    }
    return open ?? declaredBy(functionLayers(model, route), true);
  }

  /** The method of a REST API that takes the preflights of a route; undefined where none does. */
  public preflightMethod({ kind, url }: EmulatedEntrance, route: EntranceRoute): MethodStep | undefined {
    const address = `${url}${samplePath(route.path)}`;
    const method = route.method === '*' ? 'GET' : route.method;
    // an API looks at the path alone; a function at the edge may look at the method that is to follow
    const key = kind === 'cloudfront' ? `${method} ${address}` : address;
    if (!this.preflightMethods.has(key)) {
      const { via } = this.emulator.send({ method: 'OPTIONS', url: address, headers: { 'access-control-request-method': method } });
      this.preflightMethods.set(key, methodIn(via));
    }
    return this.preflightMethods.get(key);
  }
}

const FUNCTION_URL = 'AWS::Lambda::Url';

/** What the CORS of a function URL says, else its function. */
function ofFunctionUrl(model: TemplateModel, { resource }: EntranceRoute): Declared {
  const declared = declaredBy(functionUrlLayers(resource), false);
  return declared.declaresPolicy ? declared : declaredBy(functionsNamedIn(model, resource), true);
}

const NOTHING: Declared = { origins: [], declaresPolicy: false, open: false, byFunctions: true };

function declaredBy(layers: readonly Layer[], byFunctions: boolean): Declared {
  const found = layers.flatMap(({ value, path, all }) => originsIn(value, path, all));
  const distinct = withoutWider(found.filter(({ origin }, index) => found.findIndex((each) => each.origin === origin) === index));
  const named = distinct.filter(({ origin }) => !isAnyOrigin(origin));
  return {
    origins: named.length > 0 ? named : distinct,
    declaresPolicy: distinct.length > 0 || (!byFunctions && layers.some(({ value, all }) => !all && writesHeader(value))),
    open: distinct.length > named.length,
    byFunctions,
  };
}

/** Without `https://*.example.com` where another layer says `https://pr-*.example.com`: CloudFront's own lists can't say less than a label. */
function withoutWider(origins: readonly DeclaredOrigin[]): readonly DeclaredOrigin[] {
  const wider = new Set(origins.filter(({ origin, withinLabels }) => withinLabels === true && !origin.includes('//*.'))
    .map(({ origin }) => origin.replace(/\/\/.*\*[^.]*\./, '//*.')));
  return origins.filter(({ origin }) => !wider.has(origin));
}

function originsIn(value: unknown, path: string, all: boolean): DeclaredOrigin[] {
  if (typeof value === 'string') {
    const found = all ? listedOrigins(value) : ALLOW_ORIGIN.test(value) ? comparedOrigins(value) : [];
    const [only] = found;
    // only where a mapping takes its value from elsewhere is a literal in quotation marks
    const isQuoted = found.length === 1 && /^\s*'.*'\s*$/s.test(value) && all && !MAPPING.test(path);
    return isQuoted ? [{ ...only, written: value.trim(), path }] : found.map((each) => ({ ...each, path }));
  }
  if (typeof value !== 'object' || value === null || isUnknown(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => originsIn(each, `${path}/${name}`, all || ALLOW_ORIGIN.test(name)));
}

/** Whether a program or a mapping template writes the header, whatever it writes. */
function writesHeader(value: unknown): boolean {
  if (typeof value === 'string') return ALLOW_ORIGIN.test(value);
  if (typeof value !== 'object' || value === null || isUnknown(value)) return false;
  return Object.entries(value).some(([name, each]) =>
    writesHeader(each) || (ALLOW_ORIGIN.test(name) && typeof each === 'string' && /^method\.request\.header\./.test(each)));
}
