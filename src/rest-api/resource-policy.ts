import { Stack } from 'aws-cdk-lib';
import { CfnRestApi, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { AWS?: string | string[] };
}

/**
 * Lets preflights through a resource policy that admits named principals only: browsers don't sign a preflight, so it comes from
 * nobody. A policy that admits anybody, with or without conditions on network or address, is left as it is.
 */
export function admitPreflights(api: RestApi): void {
  const policy = Stack.of(api).resolve((api.node.defaultChild as CfnRestApi).policy);
  if (policy === undefined) {
    return;
  }
  const statements: Statement[] = [policy.Statement ?? []].flat();
  if (statements.some((statement) => statement.Effect === 'Allow' && admitsAnybody(statement))) {
    return;
  }
  api.addToResourcePolicy(new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*/OPTIONS/*'],
  }));
}

function admitsAnybody({ Principal: principal }: Statement): boolean {
  return principal === '*' || (typeof principal === 'object' && [principal.AWS ?? []].flat().includes('*'));
}
