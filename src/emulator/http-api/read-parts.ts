import { type Resolved, type TemplateResource, entriesOf, field, fieldOf, flagOf, isRecord, listOf, numberOf, textOf, textsOf, isUnknown, type Maybe, Unknown } from '../../template';
import type { Authorizer, CorsConfiguration, Integration, ParameterMapping } from './api';

/** Limits of HTTP APIs (rule 119). */
const LONGEST_TIMEOUT = 30_000;

/** A CORS configuration, in the names of CloudFormation or of OpenAPI; undefined where there is none. */
export function readCors(value: Resolved, path: string): Maybe<CorsConfiguration> | undefined {
  if (isUnknown(value)) return value;
  if (!isRecord(value)) return undefined;
  return {
    path,
    allowOrigins: textsOf(fieldOf(value, 'AllowOrigins', 'allowOrigins')),
    allowMethods: textsOf(fieldOf(value, 'AllowMethods', 'allowMethods')),
    allowHeaders: textsOf(fieldOf(value, 'AllowHeaders', 'allowHeaders')),
    exposeHeaders: textsOf(fieldOf(value, 'ExposeHeaders', 'exposeHeaders')),
    allowCredentials: flagOf(fieldOf(value, 'AllowCredentials', 'allowCredentials')),
    maxAge: numberOf(fieldOf(value, 'MaxAge', 'maxAge')),
  };
}

/** An `AWS::ApiGatewayV2::Integration`. */
export function readIntegration(resource: TemplateResource): Integration {
  const { properties } = resource;
  return {
    ...readCommon(properties, resource),
    type: textOf(field(properties, 'IntegrationType')) ?? 'AWS_PROXY',
    uri: textOf(field(properties, 'IntegrationUri')) ?? '',
    method: textOf(field(properties, 'IntegrationMethod')),
    subtype: textOf(field(properties, 'IntegrationSubtype')),
    credentials: textOf(field(properties, 'CredentialsArn')),
  };
}

/** An `x-amazon-apigateway-integration` of a document. */
export function readDocumentIntegration(value: Resolved, resource: TemplateResource): Integration {
  const type = textOf(field(value, 'type')) ?? '';
  return {
    ...readCommon(value, resource),
    type: isUnknown(type) ? type : type.toUpperCase(),
    uri: textOf(field(value, 'uri')) ?? '',
    method: textOf(field(value, 'httpMethod')),
    subtype: textOf(field(value, 'integrationSubtype')),
    credentials: textOf(field(value, 'credentials')),
  };
}

function readCommon(value: Resolved, resource: TemplateResource) {
  const timeout = numberOf(fieldOf(value, 'TimeoutInMillis', 'timeoutInMillis'));
  return {
    resource,
    connectionType: textOf(fieldOf(value, 'ConnectionType', 'connectionType')),
    payloadFormatVersion: textOf(fieldOf(value, 'PayloadFormatVersion', 'payloadFormatVersion')),
    timeout: typeof timeout === 'number' ? Math.max(50, Math.min(timeout, LONGEST_TIMEOUT)) : LONGEST_TIMEOUT,
    requestParameters: readMapping(fieldOf(value, 'RequestParameters', 'requestParameters')),
    responseParameters: entriesOf(fieldOf(value, 'ResponseParameters', 'responseParameters'))
      .map(([status, mapping]): [string, ParameterMapping] => [status, readMapping(fieldOf(mapping, 'ResponseParameters') ?? mapping)]),
  };
}

// CloudFormation lists response parameters as { Destination, Source }; documents and request parameters have them as an object.
function readMapping(value: Resolved): ParameterMapping {
  const pairs: [Resolved, Resolved][] = Array.isArray(value)
    ? listOf(value).map((each) => [field(each, 'Destination'), field(each, 'Source')])
    : entriesOf(value);
  return pairs.map(([key, source]) => [textOf(key), textOf(source)])
    .filter((pair): pair is [string, Maybe<string>] => typeof pair[0] === 'string' && pair[1] !== undefined);
}

/** An `AWS::ApiGatewayV2::Authorizer`. */
export function readAuthorizer(resource: TemplateResource): Authorizer {
  const { properties } = resource;
  const jwt = field(properties, 'JwtConfiguration');
  return {
    resource,
    name: resource.logicalId,
    type: textOf(field(properties, 'AuthorizerType')) ?? '',
    identitySources: textsOf(field(properties, 'IdentitySource')),
    issuer: textOf(field(jwt, 'Issuer')),
    audience: textsOf(field(jwt, 'Audience')),
    uri: textOf(field(properties, 'AuthorizerUri')),
    payloadFormatVersion: textOf(field(properties, 'AuthorizerPayloadFormatVersion')),
    simpleResponses: flagOf(field(properties, 'EnableSimpleResponses')),
  };
}

/** An `x-amazon-apigateway-authorizer` of a document's security scheme. */
export function readDocumentAuthorizer(name: string, value: Resolved, resource: TemplateResource): Authorizer {
  const jwt = field(value, 'jwtConfiguration');
  const type = textOf(field(value, 'type')) ?? '';
  return {
    resource,
    name,
    type: isUnknown(type) ? type : type.toUpperCase(),
    identitySources: textsOf(field(value, 'identitySource')).flatMap(splitSources),
    issuer: textOf(field(jwt, 'issuer')),
    audience: textsOf(field(jwt, 'audience')),
    uri: textOf(field(value, 'authorizerUri')),
    payloadFormatVersion: textOf(field(value, 'authorizerPayloadFormatVersion')),
    simpleResponses: flagOf(field(value, 'enableSimpleResponses')),
  };
}

// Documents may have them in one text: "$request.header.a, $request.header.b".
function splitSources(text: Maybe<string>): Maybe<string>[] {
  return isUnknown(text) ? [text] : text.split(',').map((each) => each.trim());
}

/** What stands in the place of a part that the template doesn't have. */
export function missing(resource: TemplateResource, property: string, what: string): Unknown {
  return new Unknown(`${resource.path}/Properties/${property}`, what);
}
