import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isObject, type JsonObject, listOf, objectOf, pointer, type References } from '../../open-api';
import { Problems, shown } from '../../policy';
import type { SpecOperation } from './read-paths';
import type { SpecSecurity } from './spec-security';

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
  operations: readonly SpecOperation[], document: JsonObject, references: References, security: { readonly [scheme: string]: SpecSecurity } = {},
): Guarded {
  const reader = new SecurityReader(document, references, security);
  const guarded = operations.map((operation) => reader.guard(operation));
  reader.checkUnused();
  return { operations: guarded, schemes: reader.schemes, authorizers: [...reader.authorizers], problems: reader.problems.all };
}

class SecurityReader {
  public readonly schemes: { [name: string]: JsonObject } = {};
  public readonly authorizers = new Set<IFunction>();
  public readonly problems = new Problems();
  private readonly declared: JsonObject;

  constructor(private readonly document: JsonObject, private readonly references: References,
    private readonly security: { readonly [scheme: string]: SpecSecurity }) {
    this.declared = objectOf(objectOf(document.components).securitySchemes);
  }

  public guard(operation: SpecOperation): SpecOperation {
    const { method, where, value } = operation;
    if (method === 'OPTIONS') return this.unguarded(operation);
    const requirements = value.security ?? this.document.security;
    if (requirements === undefined) return operation;
    const at = `${value.security === undefined ? '#' : where}/security`;
    const alternatives = listOf(requirements).map((requirement) => this.enforced(objectOf(requirement), at));
    return {
      ...operation,
      value: { ...value, security: this.only(alternatives, at) },
      securityHeaders: listOf(requirements).flatMap((requirement) => Object.keys(objectOf(requirement))).flatMap((name) => this.headersOf(name)),
    };
  }

  /** Every scheme that the user says something about must be one of the document's. */
  public checkUnused(): void {
    for (const name of Object.keys(this.security).filter((each) => !Object.hasOwn(this.declared, each))) {
      this.problems.add('specSecurity',
        `security names the scheme ${shown(name)}, but the document has ${Object.keys(this.declared).join(', ') || 'none'} in components.securitySchemes`);
    }
  }

  /** What callers must send, to an authorizer or as an API key. */
  private headersOf(name: string): string[] {
    const scheme = this.schemes[name] ?? objectOf(this.declared[name]);
    const source = objectOf(scheme['x-amazon-apigateway-authorizer']).identitySource;
    const sources = typeof source === 'string' ? [...source.matchAll(/method\.request\.header\.([^\s,]+)/g)].map(([, header]) => header) : [];
    if (scheme.type === 'apiKey') {
      return [...scheme.in === 'header' && typeof scheme.name === 'string' ? [scheme.name] : [], ...sources];
    }
    return ['http', 'oauth2', 'openIdConnect'].includes(String(scheme.type)) ? ['Authorization'] : [];
  }

  /** Browsers send no credentials with a preflight, so whatever it is that answers OPTIONS must not ask for any. */
  private unguarded(operation: SpecOperation): SpecOperation {
    if (listOf(operation.value.security).some((requirement) => isObject(requirement) && Object.keys(requirement).length > 0)) {
      this.problems.add('guardedOptions', `${operation.where} asks for ${listOf(operation.value.security).flatMap((each) => Object.keys(objectOf(each))).join(', ')}, ` +
        'which browsers never send with a preflight; remove its security, or remove the operation, the policy adds one');
    }
    return { ...operation, value: { ...operation.value, security: [] } };
  }

  /** The requirement without what the back end checks itself. */
  private enforced(requirement: JsonObject, at: string): JsonObject {
    return Object.fromEntries(Object.entries(requirement).filter(([name]) => this.schemeOf(name, at)));
  }

  /** API Gateway knows no alternatives: it would ask for all of them, or for one of its choice. */
  private only(alternatives: JsonObject[], at: string): JsonObject[] {
    const different = [...new Map(alternatives.map((each) => [JSON.stringify(each), each])).values()];
    if (different.length > 1) {
      this.problems.add('specSecurity', `${at} has alternatives (${different.map((each) => Object.keys(each).join(' and ') || 'nobody').join(', or ')}), and API Gateway can ` +
        'enforce only one; name one, or let the back end check them: security: { scheme: SpecSecurity.byHandler() }');
    }
    const guards = different.filter((each) => Object.keys(each).length > 0);
    const authorizers = guards.flatMap((each) => Object.keys(each)).filter((name) => this.schemes[name]?.['x-amazon-apigateway-authtype'] !== undefined);
    if (authorizers.length > 1) {
      this.problems.add('specSecurity', `${at} asks for ${authorizers.join(' and ')}, but API Gateway has one authorizer a method; name one`);
    }
    return guards;
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
    const where = pointer('components', 'securitySchemes', name);
    const scheme = Object.hasOwn(this.declared, name) ? this.references.follow(this.declared[name], where) : undefined;
    if (scheme === undefined) {
      this.problems.add('specSecurity', `${at} names the scheme ${shown(name)}, which components.securitySchemes doesn't have`);
      return undefined;
    }
    const remedy = `say who enforces it: security: { ${name}: SpecSecurity.byHandler() }, or .cognito(…), .lambda(…), .iam()`;
    if (scheme.type !== 'apiKey') {
      this.problems.add('specSecurity', `${where} is of the type ${shown(scheme.type)}, which API Gateway doesn't know: it would leave the operations open; ${remedy}`);
      return undefined;
    }
    if (scheme['x-amazon-apigateway-authtype'] === undefined && !isApiKeyHeader(scheme)) {
      this.problems.add('specSecurity', `${where} is a key in the ${String(scheme.in)} ${shown(scheme.name)}, but API Gateway reads API keys from the x-api-key header only; ${remedy}`);
      return undefined;
    }
    return scheme;
  }
}

function isApiKeyHeader({ in: place, name }: JsonObject): boolean {
  return place === 'header' && typeof name === 'string' && name.toLowerCase() === 'x-api-key';
}
