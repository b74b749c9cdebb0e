import type { Rule } from '../app';
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
    for (const each of app.cases) {
      const cause = each.variant.failure === undefined && each.verdict.outcome === 'allowed' ? causeIn(each) : undefined;
      if (cause !== undefined) {
        yield { ...cause, evidence: [each.verdict] };
      }
    }
  },
};

function causeIn(examined: Parameters<NonNullable<Rule['explain']>>[0]): ReturnType<NonNullable<Rule['explain']>> {
  const { verdict: { notes, via, status }, target: { entrance } } = examined;
  const [, name] = notes.map((note) => NOT_PERMITTED.exec(note)).find((found) => found !== null) ?? [];
  if (name === undefined || status !== 500) return undefined;
  const method = via.filter(({ kind }) => kind === 'method' || kind === 'route').at(-1);
  return {
    resource: method?.resource ?? entrance.resource,
    sameAs: name,
    message: `no AWS::Lambda::Permission lets API Gateway call ${name}, so ${routeName(examined)} always gets 500, unless another template lets it`,
  };
}
