import { type Resolved, type TemplateModel, booleanOf, listOf, wholeListOf, numberOf, field, textOf, wholeTextsOf, matchesWildcard, isUnknown, type Maybe, Unknown } from '../../template';
import { ALL_METHODS } from './all-methods';
import { policyOf } from './forwarding';
import { MANAGED_RESPONSE_HEADERS_POLICIES } from './managed-response-headers';
import type { AddedHeader, CorsConfig, ResponseHeadersPolicy } from './response-headers';

/**
 * The policy of a behavior; undefined where it has none.
 *
 * @param path of the behavior
 */
export function responseHeadersPolicyOf(behavior: Resolved, model: TemplateModel, path: string): Maybe<ResponseHeadersPolicy> | undefined {
  const id = field(behavior, 'ResponseHeadersPolicyId');
  if (id === undefined || id === null || id === '') return undefined;
  const type = 'AWS::CloudFront::ResponseHeadersPolicy';
  const policy = policyOf(id, model, type, MANAGED_RESPONSE_HEADERS_POLICIES, customPolicy, `${path}/ResponseHeadersPolicyId`);
  const resource = model.referent(id, type);
  return isUnknown(policy) || resource === undefined ? policy : { ...policy, resource };
}

function customPolicy(config: Resolved): Maybe<ResponseHeadersPolicy> {
  if (isUnknown(config)) return config;
  const cors = field(config, 'CorsConfig');
  const removed = wholeListOf(field(config, 'RemoveHeadersConfig', 'Items'));
  const custom = customHeaders(field(config, 'CustomHeadersConfig', 'Items'));
  if (isUnknown(custom)) return custom;
  const name = textOf(field(config, 'Name'));
  return {
    name: typeof name === 'string' ? name : 'response headers policy',
    cors: cors === undefined || cors === null ? undefined : corsConfig(cors),
    headers: [...securityHeaders(field(config, 'SecurityHeadersConfig')), ...custom],
    remove: isUnknown(removed) ? removed : wholeTextsOf(removed.map((item) => field(item, 'Header'))),
  };
}

function corsConfig(cors: Resolved): CorsConfig {
  const items = (name: string) => wholeTextsOf(field(cors, name, 'Items'));
  return {
    allowOrigins: items('AccessControlAllowOrigins'),
    allowMethods: items('AccessControlAllowMethods'),
    allowHeaders: items('AccessControlAllowHeaders'),
    exposeHeaders: items('AccessControlExposeHeaders'),
    allowCredentials: booleanOf(field(cors, 'AccessControlAllowCredentials')) ?? false,
    maxAge: numberOf(field(cors, 'AccessControlMaxAgeSec')),
    originOverride: booleanOf(field(cors, 'OriginOverride')) ?? false,
  };
}

/** Sections and the value that each writes. */
const SECURITY: ReadonlyArray<readonly [section: string, header: string, value: (section: Resolved) => Maybe<string> | undefined]> = [
  ['StrictTransportSecurity', 'Strict-Transport-Security', (section) => joined([
    textOf(field(section, 'AccessControlMaxAgeSec')), flag(section, 'IncludeSubdomains'), flag(section, 'Preload'),
  ], ([age, subdomains, preload]) => `max-age=${age}${subdomains === 'true' ? '; includeSubDomains' : ''}${preload === 'true' ? '; preload' : ''}`)],
  ['ContentTypeOptions', 'X-Content-Type-Options', () => 'nosniff'],
  ['FrameOptions', 'X-Frame-Options', (section) => textOf(field(section, 'FrameOption'))],
  ['XSSProtection', 'X-XSS-Protection', (section) => joined([
    flag(section, 'Protection'), flag(section, 'ModeBlock'), textOf(field(section, 'ReportUri')) ?? '',
  ], ([isOn, block, report]) => isOn !== 'true' ? '0' : `1${block === 'true' ? '; mode=block' : ''}${report === '' ? '' : `; report=${report}`}`)],
  ['ReferrerPolicy', 'Referrer-Policy', (section) => textOf(field(section, 'ReferrerPolicy'))],
  ['ContentSecurityPolicy', 'Content-Security-Policy', (section) => textOf(field(section, 'ContentSecurityPolicy'))],
];

function flag(section: Resolved, name: string): Maybe<string> {
  const value = booleanOf(field(section, name));
  return isUnknown(value) ? value : String(value ?? false);
}

function joined(parts: (Maybe<string> | undefined)[], write: (parts: string[]) => string): Maybe<string> | undefined {
  return parts.find(isUnknown) ?? (parts.includes(undefined) ? undefined : write(parts as string[]));
}

function securityHeaders(config: Resolved): AddedHeader[] {
  return SECURITY.flatMap(([name, header, write]) => {
    const section = field(config, name);
    if (section === undefined || section === null) return [];
    const value = isUnknown(section) ? section : write(section);
    return value === undefined ? [] : [{ name: header, value, override: booleanOf(field(section, 'Override')) ?? false }];
  });
}

/** Unknown as a whole where a name is: it may be that of any header. */
function customHeaders(items: Resolved): Maybe<AddedHeader[]> {
  const list = listOf(items).map((item) => ({
    name: textOf(field(item, 'Header')), value: textOf(field(item, 'Value')) ?? '', override: booleanOf(field(item, 'Override')) ?? false,
  }));
  return list.map(({ name }) => name).find(isUnknown) ?? list.filter((each): each is AddedHeader => typeof each.name === 'string');
}

/** Which origins an entry stands for where sources leave it open (rule 95). */
export interface OriginRules {
  /** Whether an entry without a scheme, such as the documentation's `*.example.org`, stands for both schemes. */
  readonly schemeless: boolean;
}

/**
 * The `Access-Control-Allow-Origin` that a section gives a request's origin (rules 94 and 95): `*` for a list that has it, else the origin
 * itself where an entry matches.
 */
export function allowedOrigin(cors: CorsConfig, origin: string, rules: OriginRules): Maybe<string> | undefined {
  const { allowOrigins } = cors;
  if (isUnknown(allowOrigins)) return allowOrigins;
  if (allowOrigins.includes('*')) return '*';
  return allowOrigins.some((entry) => matchesOrigin(entry, origin, rules)) ? origin : undefined;
}

/** Rule 95: exact, or `*` as the leftmost label of the domain or as the port. */
export function matchesOrigin(entry: string, origin: string, rules: OriginRules): boolean {
  const wanted = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*?)(?::(\d+|\*))?$/i.exec(entry);
  const asked = /^([a-z][a-z0-9+.-]*):\/\/(.*?)(?::(\d+))?$/i.exec(origin);
  if (wanted === null || asked === null || (wanted[1] === undefined && !rules.schemeless)) return entry === origin;
  const [, scheme, host, port] = wanted;
  return (scheme === undefined || scheme === asked[1]) && matchesHost(host, asked[2]) && (port === '*' ? asked[3] !== undefined : port === asked[3]);
}

function matchesHost(entry: string, host: string): boolean {
  return entry.startsWith('*.') ? !entry.slice(1).includes('*') && matchesWildcard(entry, host, false) : entry === host;
}

/** What a section adds besides the origin, for a preflight or for any other CORS request (rules 94 and 96). */
export function corsHeaders(cors: CorsConfig, isPreflight: boolean): AddedHeader[] {
  const { originOverride: override } = cors;
  const add = (name: string, list: Maybe<readonly string[]>): AddedHeader[] => isUnknown(list)
    ? [{ name, value: list, override }]
    : list.length === 0 ? [] : [{ name, value: list.join(', '), override }];
  const credentials: Maybe<string> | undefined = isUnknown(cors.allowCredentials) ? cors.allowCredentials : cors.allowCredentials ? 'true' : undefined;
  if (!isPreflight && cors.onlyOriginOtherwise) return [];
  const always = [
    ...credentials === undefined ? [] : [{ name: 'Access-Control-Allow-Credentials', value: credentials, override }],
    ...add('Access-Control-Expose-Headers', cors.exposeHeaders),
  ];
  if (!isPreflight) return always;
  const maxAge: Maybe<string> | undefined = isUnknown(cors.maxAge) ? cors.maxAge : cors.maxAge?.toString();
  return [
    ...always,
    ...add('Access-Control-Allow-Headers', cors.allowHeaders),
    ...add('Access-Control-Allow-Methods', expandedMethods(cors.allowMethods)),
    ...maxAge === undefined ? [] : [{ name: 'Access-Control-Max-Age', value: maxAge, override }],
  ];
}

/** Rule 96. */
function expandedMethods(methods: Maybe<readonly string[]>): Maybe<readonly string[]> {
  return !(methods instanceof Unknown) && methods.includes('ALL') ? ALL_METHODS : methods;
}
