import { Stack } from 'aws-cdk-lib';
import type { CfnRestApi, RestApi, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

const PREFLIGHTS = 'execute-api:/*/OPTIONS/*';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { AWS?: string | string[] };
}

/**
 * Lets preflights through a resource policy that admits named principals only: browsers don't sign a preflight, so it comes from
 * no principal. A policy that admits any principal, with or without conditions on network or address, is left as it is.
 */
export function admitPreflights(api: RestApi | SpecRestApi): void {
  const policy = Stack.of(api).resolve((api.node.defaultChild as CfnRestApi).policy);
  if (policy === undefined) return;
  if (!keepsPreflightsOut(policy)) return;
  api.addToResourcePolicy(new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: [PREFLIGHTS],
  }));
}

/** The same for a policy that stands in a document. */
export function withPreflightsAdmitted<P extends { readonly Statement?: unknown }>(policy: P): P {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: PREFLIGHTS };
  return keepsPreflightsOut(policy as { Statement?: Statement[] })
    ? { ...policy, Statement: [...[policy.Statement ?? []].flat(), statement] }
    : policy;
}

function keepsPreflightsOut(policy: { readonly Statement?: Statement | Statement[] }): boolean {
  return ![policy.Statement ?? []].flat().some((statement) => statement.Effect === 'Allow' && admitsAnybody(statement));
}

function admitsAnybody({ Principal: principal }: Statement): boolean {
  return principal === '*' || (typeof principal === 'object' && [principal.AWS ?? []].flat().includes('*'));
}
