import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

const RTTI = Symbol.for('jsii.rtti');

/** Constructs of aws-cdk-lib that make functions for CloudFormation rather than for callers. */
const MAKERS: readonly string[] = [
  'aws-cdk-lib.custom_resources.Provider', 'aws-cdk-lib.aws_eks.KubectlProvider', 'aws-cdk-lib.aws_eks_v2.KubectlProvider',
  'aws-cdk-lib.aws_certificatemanager.DnsValidatedCertificate',
];

/** Ids that aws-cdk-lib gives to such constructs where their classes have no public name. */
const MAKER_IDS = /^@aws-cdk--|^DrainECSHook$/;

/**
 * Whether a function is one that aws-cdk-lib made for its own purposes, such as the copying of BucketDeployment, or one of Lambda@Edge, which can have
 * neither layers nor variables. No page gets their answers: a policy for all functions of an app isn't meant for them.
 */
export function isProviderFunction(construct: IConstruct): boolean {
  const fn: IConstruct = construct instanceof lambda.QualifiedFunctionBase ? construct.lambda : construct;
  return fn instanceof lambda.SingletonFunction
    || fn.node.scopes.some((scope) => MAKER_IDS.test(scope.node.id) || MAKERS.includes(fqnOf(scope)))
    || isSingletons(fn)
    || fn.node.root.node.findAll().some((each) => isEdgeFunctionOf(each, fn));
}

/** The function that a SingletonFunction makes stands beside it, at the stack. */
function isSingletons(fn: IConstruct): boolean {
  const scope = fn.node.scope;
  return Stack.isStack(scope) && scope.node.findAll()
    .some((each) => each instanceof lambda.SingletonFunction && each.functionArn === (fn as lambda.Function).functionArn);
}

function isEdgeFunctionOf(construct: IConstruct, fn: IConstruct): boolean {
  return fqnOf(construct) === 'aws-cdk-lib.aws_cloudfront.experimental.EdgeFunction' && (construct as unknown as lambda.IVersion).lambda as IConstruct === fn;
}

/** The public name of a construct's class, or of the class that it extends. */
function fqnOf({ constructor }: IConstruct): string {
  return (constructor as { readonly [RTTI]?: { readonly fqn: string } })[RTTI]?.fqn ?? '';
}
