import { Annotations, CfnParameter, Reference, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CorsPolicy } from '../policy';

/** A parameter's new value reaches the template, but not the stage: the deployment's logical id doesn't follow it. */
export function warnOfParameterOrigins(api: IConstruct, policies: readonly CorsPolicy[]): void {
  for (const origin of policies.flatMap((policy) => policy.allowOrigins)) {
    if (Token.isUnresolved(origin.value) && Tokenization.reverseString(origin.value).tokens.some(isParameter)) {
      Annotations.of(api).addWarningV2('cdk-cors:parameterOrigin',
        'an allowed origin is a CloudFormation parameter; when only its value changes, the stage keeps serving the old one until the next deployment of the API');
    }
  }
}

function isParameter(token: unknown): boolean {
  return Reference.isReference(token) && token.target instanceof CfnParameter;
}
