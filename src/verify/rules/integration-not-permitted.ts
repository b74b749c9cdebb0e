import { isUnknown, type Maybe, type TemplateResource } from '../../emulator';
import { ApiFunctions } from '../../emulator/lambda';
import { methodsOf } from '../../emulator/rest-api';
import type { App, Case, Cause, Rule } from '../app';
import { routeName } from './evidence';

const NOT_PERMITTED = /no AWS::Lambda::Permission lets API Gateway call (\w+)/;

/** Rule 54: API Gateway calls a function as itself, which the function's policy must let, or with a role. */
export const integrationNotPermitted: Rule = {
  id: 'integration-not-permitted',
  severity: 'warning',
  title: 'nothing in the template lets API Gateway call the function behind a route',
  fix: {
    cdk: "handler.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: api.arnForExecuteApi() });",
    cloudFormation: [
      'MayCall:',
      '  Type: AWS::Lambda::Permission',
      '  Properties:',
      '    Action: lambda:InvokeFunction',
      '    FunctionName: !GetAtt Handler.Arn',
      '    Principal: apigateway.amazonaws.com',
      '    SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*',
    ].join('\n'),
  },
  explain(trouble) {
    return trouble.variant.failure === undefined ? causeIn(trouble) : undefined;
  },
  * inspect(app) {
    for (const { api, calls } of restCalls(app)) {
      const functions = new ApiFunctions(api, app.emulator.model);
      for (const { name, uri, resource } of calls) {
        const fn = functions.find(uri);
        if (!isUnknown(fn) && !functions.mayBeCalled(fn)) {
          yield causeAt(resource, fn.logicalId, name);
        }
      }
    }
  },
};

/** A call of a function by the API itself, rather than with a role. */
interface Call {
  readonly name: string;
  readonly uri: Maybe<string> | undefined;
  readonly resource: TemplateResource;
}

interface Calls {
  readonly api: TemplateResource;
  readonly calls: readonly Call[];
}

function restCalls({ restApis }: App): Calls[] {
  return restApis.map(({ resource: api, root }) => ({
    api,
    calls: methodsOf(root).flatMap(({ httpMethod, path, integration, resource }): Call[] =>
      (integration !== undefined && integration.credentials === undefined && isOfFunction(integration.uri) ? [{ name: `${httpMethod} ${path}`, uri: integration.uri, resource }] : [])),
  }));
}

/** Other services of AWS are called with a role always. */
function isOfFunction(uri: Maybe<string> | undefined): boolean {
  return typeof uri === 'string' && /:lambda:path\//.test(uri);
}

function causeIn(examined: Case): Cause | undefined {
  const { verdict: { notes, via, status }, target: { entrance } } = examined;
  const [, name] = notes.map((note) => NOT_PERMITTED.exec(note)).find((found) => found !== null) ?? [];
  if (name === undefined || status !== 500) return undefined;
  const method = via.filter(({ kind }) => kind === 'method' || kind === 'route').at(-1);
  return causeAt(method?.resource ?? entrance.resource, name, routeName(examined));
}

function causeAt(resource: TemplateResource, fn: string, route: string): Cause {
  return {
    resource,
    sameAs: fn,
    message: `no AWS::Lambda::Permission lets API Gateway call ${fn}, so ${route} always gets 500, unless another template lets it`,
  };
}
