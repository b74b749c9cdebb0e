import { methodResponseHeader } from '../../api-gateway';
import { type Resolved, type TemplateResource, entriesOf, field, flagOf, knownText, listOf, textMap, textOf, textsOf, isUnknown, type Maybe, type Unknown } from '../../template';
import { Template } from '../../velocity';
import type { AuthorizationType, Authorizer, ContentHandling, Integration, IntegrationResponse, IntegrationType, MappedHeader, Method } from './api';
import { fixedText } from './expressions';
import { inOneLine, remappedName } from './remap';

/** What a method refers to. */
export interface MethodSurroundings {
  authorizer(id: Resolved): Maybe<Authorizer> | undefined;
  /** The schema of a model, by name. */
  schema(name: Resolved): Resolved;
  validator(id: Resolved): { readonly body: Maybe<boolean>; readonly parameters: Maybe<boolean> };
}

const DEFAULT_TIMEOUT = 29_000;
const AUTHORIZATION_TYPES: readonly string[] = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'];
const INTEGRATION_TYPES: readonly string[] = ['MOCK', 'AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY'];

/** Reads the properties of an `AWS::ApiGateway::Method`; an OpenAPI document is brought into that shape first. */
export function readMethod(path: string, resource: TemplateResource, properties: Resolved, surroundings: MethodSurroundings): Method {
  const authorizerId = field(properties, 'AuthorizerId');
  const validatorId = field(properties, 'RequestValidatorId');
  const integration = field(properties, 'Integration');
  const declared = declaredHeaders(field(properties, 'MethodResponses'));
  const validates = validatorId === undefined ? { body: false, parameters: false } : surroundings.validator(validatorId);
  const [parameters, models] = [field(properties, 'RequestParameters'), field(properties, 'RequestModels')];
  return {
    httpMethod: (knownText(field(properties, 'HttpMethod')) ?? 'ANY').toUpperCase(),
    path,
    resource,
    authorization: oneOf<AuthorizationType>(field(properties, 'AuthorizationType'), AUTHORIZATION_TYPES, 'NONE'),
    authorizer: authorizerId === undefined ? undefined : surroundings.authorizer(authorizerId),
    scopes: textsOf(field(properties, 'AuthorizationScopes')),
    apiKeyRequired: flagOf(field(properties, 'ApiKeyRequired')),
    requestParameters: new Map(entriesOf(parameters).map(([name, required]) => [name, flagOf(required)])),
    requestModels: new Map(entriesOf(models).map(([type, name]) => [type, surroundings.schema(name)])),
    validates: { body: unlessOpen(validates.body, models), parameters: unlessOpen(validates.parameters, parameters) },
    integration: integration === undefined ? undefined : readIntegration(integration, declared),
    declared,
  };
}

/** Whether something is looked at, where what it is compared with isn't known. */
function unlessOpen(isLookedAt: Maybe<boolean>, expected: Resolved): Maybe<boolean> {
  return isLookedAt !== false && isUnknown(expected) ? expected : isLookedAt;
}

function declaredHeaders(responses: Resolved): Method['declared'] {
  const list = listOf(responses);
  const parts = [...list, ...list.flatMap((each) => [field(each, 'StatusCode'), field(each, 'ResponseParameters')])];
  return parts.find(isUnknown) ?? new Map(list.map((each) => [
    knownText(field(each, 'StatusCode')) ?? '200',
    new Set(entriesOf(field(each, 'ResponseParameters')).map(([name]) => (methodResponseHeader(name) ?? name).toLowerCase())),
  ]));
}

function readIntegration(properties: Resolved, declared: Method['declared']): Integration {
  const type = oneOf<IntegrationType>(field(properties, 'Type'), INTEGRATION_TYPES, 'MOCK');
  const timeout = Number(knownText(field(properties, 'TimeoutInMillis')) ?? DEFAULT_TIMEOUT);
  return {
    type: openIn(properties, type) ?? type,
    uri: textOf(field(properties, 'Uri')),
    httpMethod: textOf(field(properties, 'IntegrationHttpMethod')),
    requestParameters: textMap(field(properties, 'RequestParameters')),
    requestTemplates: templates(field(properties, 'RequestTemplates')),
    passthroughBehavior: textOf(field(properties, 'PassthroughBehavior')) ?? 'WHEN_NO_MATCH',
    contentHandling: contentHandling(properties),
    timeout: Number.isFinite(timeout) && timeout > 0 ? timeout : DEFAULT_TIMEOUT,
    credentials: textOf(field(properties, 'Credentials')),
    responses: listOf(field(properties, 'IntegrationResponses')).map((each) => readIntegrationResponse(each, declared)),
  };
}

/** What as a whole isn't known of the maps of an integration, so that what it does is unknown. Proxies have no templates and responses. */
function openIn(properties: Resolved, type: Maybe<IntegrationType>): Unknown | undefined {
  const responses = listOf(field(properties, 'IntegrationResponses'));
  const ofAll = [field(properties, 'RequestParameters')];
  const ofOthers = [field(properties, 'RequestTemplates'), ...responses.flatMap((each) => [field(each, 'ResponseParameters'), field(each, 'ResponseTemplates')])];
  return [...ofAll, ...type === 'AWS_PROXY' || type === 'HTTP_PROXY' ? [] : ofOthers].find(isUnknown);
}

function readIntegrationResponse(properties: Resolved, declared: Method['declared']): IntegrationResponse {
  const pattern = textOf(field(properties, 'SelectionPattern'));
  const statusCode = textOf(field(properties, 'StatusCode')) ?? '200';
  const parameters = textMap(field(properties, 'ResponseParameters'));
  const headers = [...parameters].flatMap(([key, value]) => {
    const name = methodResponseHeader(key);
    return name === undefined ? [] : [mappedHeader(name, value)];
  });
  return {
    statusCode,
    selectionPattern: pattern === '' ? undefined : pattern,
    parameters,
    headers,
    undeclared: isUnknown(declared) || isUnknown(statusCode) ? []
      : headers.map(({ name }) => name).filter((name) => declared.get(statusCode)?.has(name.toLowerCase()) !== true),
    templates: templates(field(properties, 'ResponseTemplates')),
    contentHandling: contentHandling(properties),
  };
}

function mappedHeader(name: string, expression: Maybe<string>): MappedHeader {
  const fixed = isUnknown(expression) ? undefined : fixedText(expression);
  return { name, sentAs: remappedName(name, 'mapped'), expression, fixed: fixed === undefined ? undefined : inOneLine(fixed) };
}

function templates(value: Resolved): ReadonlyMap<string, Maybe<Template>> {
  return new Map([...textMap(value)].map(([type, text]) => [type.toLowerCase(), isUnknown(text) ? text : Template.of(text)]));
}

function contentHandling(properties: Resolved): Maybe<ContentHandling> | undefined {
  const value = textOf(field(properties, 'ContentHandling'));
  return isUnknown(value) || value === 'CONVERT_TO_TEXT' || value === 'CONVERT_TO_BINARY' ? value : undefined;
}

function oneOf<T extends string>(value: Resolved, known: readonly string[], otherwise: T): Maybe<T> {
  const text = textOf(value);
  return isUnknown(text) ? text : known.includes(text?.toUpperCase() ?? '') ? text!.toUpperCase() as T : otherwise;
}
