import { Reference, Token, Tokenization } from 'aws-cdk-lib';

/**
 * Whether two ids are of the same API: two references to one construct, the same token, or the same text. Resolved ids can't be compared, since APIs
 * of different stacks may have the same logical id.
 */
export function isSameApi(restApiId: string, other: string): boolean {
  if (!Token.isUnresolved(restApiId) || !Token.isUnresolved(other)) return restApiId === other;
  const targets = targetsOf(other);
  return restApiId === other || targetsOf(restApiId).some((target) => targets.includes(target));
}

function targetsOf(restApiId: string): unknown[] {
  return Tokenization.reverseString(restApiId).tokens.filter((token) => Reference.isReference(token)).map((reference) => reference.target);
}
