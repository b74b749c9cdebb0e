import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isDeployTime, type JsonObject, listOf, mapValues, objectAt, objectOf, pointer, SIGNATURE_HEADERS } from '../../open-api';
import { Problems, shown } from '../../policy';
import { firstFew, sentenceList } from '../../values';
import type { SpecOperation } from './read-paths';
import type { Reading } from './reading';
import type { SpecSecurity } from './spec-security';

const AUTH = 'x-amazon-apigateway-auth';
const AUTHTYPE = 'x-amazon-apigateway-authtype';

/** What guards the operations, as API Gateway will read it. */
export interface Guarded {
  readonly operations: SpecOperation[];
  /** The schemes that operations name. */
  readonly schemes: { readonly [name: string]: JsonObject };
  /** The functions of Lambda authorizers. */
  readonly authorizers: IFunction[];
  readonly problems: string[];
}

/**
 * Writes the document's `security` into each operation that it holds for. API Gateway reads that of operations alone, so that one at the root would guard
 * nothing; other readers inherit it, so that it would guard OPTIONS.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function guardOperations(
  operations: readonly SpecOperation[], reading: Reading, security: { readonly [scheme: string]: SpecSecurity } = {},
): Guarded {
  const reader = new SecurityReader(reading, security);
  const guarded = operations.map((operation) => reader.guard(operation));
  reader.checkUnused();
  reader.checkAlternatives();
  return { operations: guarded, schemes: reader.schemes, authorizers: [...reader.authorizers], problems: reader.problems.all };
}

class SecurityReader {
  public readonly schemes: { [name: string]: JsonObject } = {};
  public readonly authorizers = new Set<IFunction>();
  public readonly problems = new Problems();
  private readonly declared: JsonObject;
  /** Where the document has alternatives that API Gateway hasn't, by what they are. */
  private readonly alternatives = new Map<string, { readonly names: readonly string[]; readonly places: Set<string> }>();

  constructor(private readonly reading: Reading, private readonly security: { readonly [scheme: string]: SpecSecurity }) {
    this.declared = objectAt(reading.document, reading.dialect.securitySchemes);
  }

  public guard(operation: SpecOperation): SpecOperation {
    const { method, where, value } = operation;
    if (method === 'OPTIONS') return this.unguarded(operation);
    const signed = isSigned(value) ? SIGNATURE_HEADERS : [];
    const requirements = value.security ?? this.reading.document.security;
    if (requirements === undefined) return { ...operation, securityHeaders: signed };
    const at = `${value.security === undefined ? '#' : where}/security`;
    return {
      ...operation,
      value: { ...value, security: this.required(listOf(requirements).map(objectOf), at) },
      securityHeaders: [...signed, ...namesOf(requirements).flatMap((name) => this.headersOf(name))],
    };
  }

  /** Every scheme that the user says something about must be one of the document's. */
  public checkUnused(): void {
    for (const name of Object.keys(this.security).filter((each) => !Object.hasOwn(this.declared, each))) {
      this.problems.add('specSecurity',
        `security names the scheme ${shown(name)}, but the document has ${Object.keys(this.declared).join(', ') || 'none'} in ${this.place}`);
    }
  }

  /** All operations with the same alternatives are reported together. */
  public checkAlternatives(): void {
    for (const [alternatives, { names, places }] of this.alternatives) {
      const where = `${firstFew([...places], 20)} ${places.size === 1 ? 'asks' : 'ask'} for`;
      const byHandler = `security: { ${names.map((name) => `${propertyName(name)}: SpecSecurity.byHandler()`).join(', ')} }`;
      this.problems.add('specSecurity', `${where} ${alternatives}, but API Gateway asks a caller for all that a method names, and has one authorizer a method; ` +
        `name one in the document, or let the back end check ${names.length === 1 ? 'it' : 'those that it can'}: ${byHandler}`);
    }
  }

  private get place(): string {
    return this.reading.dialect.securitySchemes.join('.');
  }

  /** What callers must send, to an authorizer or as an API key. */
  private headersOf(name: string): string[] {
    const scheme = this.schemes[name] ?? objectOf(this.declared[name]);
    if (String(scheme[AUTHTYPE]).toLowerCase() === 'awssigv4') return SIGNATURE_HEADERS;
    const source = objectOf(scheme['x-amazon-apigateway-authorizer']).identitySource;
    const sources = typeof source === 'string' ? [...source.matchAll(/method\.request\.header\.([^\s,]+)/g)].map(([, header]) => header) : [];
    if (scheme.type === 'apiKey') {
      return [...scheme.in === 'header' && typeof scheme.name === 'string' ? [scheme.name] : [], ...sources];
    }
    return ['http', 'basic', 'oauth2', 'openIdConnect'].includes(String(scheme.type)) ? ['Authorization'] : [];
  }

  /** Browsers send no credentials with a preflight, so whatever it is that answers OPTIONS must not ask for any. */
  private unguarded(operation: SpecOperation): SpecOperation {
    const { where, value: { [AUTH]: auth, ...value } } = operation;
    const guards = [...namesOf(value.security).filter((name) => !this.isOpen(name)), ...isOpenAuth(auth) ? [] : [AUTH]];
    if (guards.length > 0) {
      this.problems.add('guardedOptions', `${where} asks for ${sentenceList(guards)}, which browsers never send with a preflight; ` +
        `remove ${guards.includes(AUTH) ? 'that' : 'its security'}, or remove the operation, the policy adds one`);
    }
    return { ...operation, value: { ...value, security: [] } };
  }

  /**
   * What API Gateway is to ask for. It asks for all that a method names (rule 148), so that an authorizer and an API key may stand in one entry or in two, as SAM and exports
   * write them. Of entries with the same authorizer the scopes are alternatives for API Gateway, too. What the back end checks is left out.
   */
  private required(requirements: readonly JsonObject[], at: string): JsonObject[] {
    const enforced = requirements.map((requirement) =>
      Object.fromEntries(Object.entries(requirement).filter(([name]) => !this.isOpen(name) && this.schemeOf(name, at))));
    const guards = enforced.filter((each) => Object.keys(each).length > 0);
    const schemes = [...new Set(guards.flatMap((each) => Object.keys(each)))];
    const authorizers = schemes.filter((name) => this.schemes[name][AUTHTYPE] !== undefined);
    const mayBeLeftOut = guards.length > 0 && requirements.some((each) => Object.keys(each).length === 0);
    if (mayBeLeftOut || authorizers.length > 1) {
      this.addAlternatives(requirements, schemes, at);
    }
    return merged(guards);
  }

  /** SAM names the scheme `NONE`, which no document has, on operations that are open (rule 148). */
  private isOpen(name: string): boolean {
    return name === 'NONE' && !Object.hasOwn(this.declared, name);
  }

  private addAlternatives(requirements: readonly JsonObject[], names: readonly string[], at: string): void {
    const key = [...new Set(requirements.map((each) => Object.keys(each).join(' and ') || 'nobody'))].join(', or ');
    const known = this.alternatives.get(key) ?? { names, places: new Set<string>() };
    known.places.add(at);
    this.alternatives.set(key, known);
  }

  private schemeOf(name: string, at: string): boolean {
    if (Object.hasOwn(this.schemes, name)) return true;
    const given = this.security[name];
    const rendered = given?._render();
    const scheme = given === undefined ? this.ownScheme(name, at) : rendered!.scheme;
    if (rendered?.authorizer !== undefined) {
      this.authorizers.add(rendered.authorizer);
    }
    if (scheme !== undefined) {
      this.schemes[name] = scheme;
    }
    return scheme !== undefined;
  }

  private ownScheme(name: string, at: string): JsonObject | undefined {
    const where = pointer(...this.reading.dialect.securitySchemes, name);
    const scheme = Object.hasOwn(this.declared, name) ? this.reading.references.follow(this.declared[name], where) : undefined;
    if (scheme === undefined) {
      this.problems.add('specSecurity', `${at} names the scheme ${shown(name)}, which ${this.place} doesn't have`);
      return undefined;
    }
    const remedy = `say who enforces it: security: { ${propertyName(name)}: SpecSecurity.byHandler() }, or .cognito(…), .lambda(…), .iam()`;
    if (scheme.type !== 'apiKey') {
      this.problems.add('specSecurity', `${where} is of the type ${shown(scheme.type)}, which API Gateway doesn't know: it would leave the operations open; ${remedy}`);
      return undefined;
    }
    if (scheme[AUTHTYPE] === undefined && !isApiKeyHeader(scheme)) {
      this.problems.add('specSecurity', `${where} is a key in the ${String(scheme.in)} ${shown(scheme.name)}, but API Gateway reads API keys from the x-api-key header only; ${remedy}`);
      return undefined;
    }
    return scheme;
  }
}

function isApiKeyHeader({ in: place, name }: JsonObject): boolean {
  return place === 'header' && typeof name === 'string' && name.toLowerCase() === 'x-api-key';
}

/** The schemes that a list of requirements names. */
function namesOf(requirements: unknown): string[] {
  return listOf(requirements).flatMap((requirement) => Object.keys(objectOf(requirement)));
}

/** One entry a scheme list where scopes of the same schemes are alternatives; an entry without scopes takes any token. */
function merged(guards: readonly JsonObject[]): JsonObject[] {
  const byNames = new Map<string, JsonObject>();
  for (const guard of guards) {
    const key = JSON.stringify(Object.keys(guard).sort());
    const known = byNames.get(key);
    byNames.set(key, known === undefined ? guard : mapValues(guard, (scopes, name) => eitherScopes(known[name], scopes)));
  }
  return [...byNames.values()];
}

function eitherScopes(one: unknown, other: unknown): unknown {
  if (!Array.isArray(one) || !Array.isArray(other)) return one;
  return one.length === 0 || other.length === 0 ? [] : [...new Set([...one, ...other])];
}

/** Whether an operation says that its callers sign (`x-amazon-apigateway-auth`). */
function isSigned({ [AUTH]: auth }: JsonObject): boolean {
  return String(objectOf(auth).type).toUpperCase() === 'AWS_IAM';
}

function isOpenAuth(auth: unknown): boolean {
  return auth === undefined || (!isDeployTime(auth) && ['NONE', 'UNDEFINED'].includes(String(objectOf(auth).type).toUpperCase()));
}

/** A name as a key of an object in code. */
function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : shown(name);
}
