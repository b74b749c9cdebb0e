import type { Maybe, Step, TemplateResource } from '../../emulator';
import { isUnknown } from '../../emulator';
import type { RestApi } from '../../emulator/rest-api';
import { methodsOf } from '../../emulator/rest-api';
import { sentenceList } from '../../values';
import type { App, Case, Cause, Fix, Rule } from '../app';
import { nameOf, placeOf } from '../rest-method';
import { stepOf } from './evidence';

const MAPPED = /^(?:method\.request|integration\.response|context|stageVariables)\./;

/** A literal stands in single quotes within the value; without them API Gateway takes it for the place that a value is taken from (rules 16, 46). */
export const headerValueNotQuoted: Rule = {
  id: 'header-value-not-quoted',
  severity: 'error',
  title: 'a literal header value without its single quotes',
  fix: {
    cdk: [
      "api.addGatewayResponse('Errors4xx', {",
      '  type: apigateway.ResponseType.DEFAULT_4XX,',
      "  responseHeaders: { 'Access-Control-Allow-Origin': \"'https://app.example.com'\" },",
      '});',
    ].join('\n'),
    cloudFormation: 'gatewayresponse.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  },
  /** The failures that it makes are its own; what it looks like is seen by {@link inspect}. */
  explain(trouble, app) {
    const found = isMissing(trouble) ? app.once(unquoted).find(({ makes }) => makes(trouble)) : undefined;
    return found && causeOf(found);
  },
  * inspect(app) {
    for (const found of app.once(unquoted)) {
      yield causeOf(found);
    }
  },
};

function isMissing({ expected, verdict }: Case): boolean {
  return expected === 'allowed' && /MissingAllowOriginHeader$|InvalidAllowCredentials$|DisallowedByPreflightResponse$/.test(verdict.error ?? '');
}

interface Unquoted {
  readonly resource: TemplateResource;
  readonly property: string;
  readonly where: string;
  /** All of the place at once: a deployment that fails for one fails for each. */
  readonly values: ReadonlyArray<readonly [key: string, value: string]>;
  readonly makes: (trouble: Case) => boolean;
}

function causeOf({ resource, property, where, values }: Unquoted): Cause {
  const [several, it] = values.length > 1 ? ['literals', 'each'] : ['a literal', 'it'];
  const set = sentenceList(values.map(([key, value]) => `${nameIn(key)} to ${value}`));
  return {
    resource,
    property,
    sameAs: `not quoted ${set}`,
    message: `${where} sets ${set}: ${several} without single quotes within the value, so the deployment fails with "Invalid mapping expression specified"; put ${it} in single quotes`,
    fix: fixFor(values),
  };
}

/** Written for the place: a gateway response's parameters, or those of an integration response. */
function fixFor(values: Unquoted['values']): Fix {
  const names = values.map(([key, value]) => [nameIn(key), `"'${value}'"`] as const);
  const isGateway = values[0][0].startsWith('gatewayresponse.');
  const lines = values.map(([key, value]) => `${key}: "'${value}'"`);
  return {
    cdk: isGateway
      ? `responseHeaders: { ${names.map(([name, value]) => `'${name}': ${value}`).join(', ')} }`
      : `responseParameters: { ${values.map(([key, value]) => `'${key}': "'${value}'"`).join(', ')} }`,
    cloudFormation: ['ResponseParameters:', ...lines.map((line) => `  ${line}`)].join('\n'),
  };
}

function nameIn(key: string): string {
  return key.replace(/^.*\.header\./, '');
}

function unquoted({ restApis }: App): readonly Unquoted[] {
  return restApis.flatMap((api) => [...inGatewayResponses(api), ...inMethods(api)]);
}

function inGatewayResponses({ resource: api, gatewayResponses }: RestApi): Unquoted[] {
  return [...gatewayResponses].flatMap(([type, { resource, parameters }]) => {
    const values = literals(parameters);
    const place = resource === api ? `Properties/Body/x-amazon-apigateway-gateway-responses/${type}/responseParameters` : 'Properties/ResponseParameters';
    return values.length === 0 ? [] : [{
      resource,
      property: values.length === 1 ? `${place}/${values[0][0]}` : place,
      where: `the gateway response ${type}`,
      values,
      makes: (trouble: Case) => stepOf(trouble, 'gateway-response')?.resource === resource,
    }];
  });
}

function inMethods({ root }: RestApi): Unquoted[] {
  return methodsOf(root).flatMap((method) => {
    const found = (method.integration?.responses ?? []).flatMap(({ parameters }) => literals(parameters));
    const isStep = (step: Step) => step.kind === 'method' && step.resource === method.resource && step.name === nameOf(method);
    return found.length === 0 ? [] : [{
      ...placeOf(method, 'Integration/IntegrationResponses', 'x-amazon-apigateway-integration/responses'),
      where: `the integration response of ${nameOf(method)}`,
      values: found,
      makes: (trouble: Case) => stepOf(trouble, 'gateway-response') === undefined && trouble.verdict.via.some(isStep),
    }];
  });
}

/** The headers of CORS whose values are neither quoted nor taken from anywhere. */
function literals(parameters: ReadonlyMap<string, Maybe<string>>): [string, string][] {
  return [...parameters].filter((entry): entry is [string, string] => {
    const [key, value] = entry;
    return !isUnknown(value) && /\.header\.access-control-/i.test(key) && !/^'[^]*'$/.test(value) && !MAPPED.test(value);
  });
}
