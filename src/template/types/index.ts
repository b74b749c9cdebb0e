import { API_GATEWAY } from './api-gateway';
import { CLOUDFRONT } from './cloudfront';
import type { TypeDefinition } from './definition';
import { LAMBDA_AND_S3 } from './lambda-and-s3';
import { OTHERS } from './others';

export { generatedName, type Naming, type TypeDefinition } from './definition';

const DEFINITIONS: ReadonlyMap<string, TypeDefinition> = new Map(
  [API_GATEWAY, CLOUDFRONT, LAMBDA_AND_S3, OTHERS].flatMap((definitions) => Object.entries(definitions)),
);

/** Ref of most types is a name that CloudFormation makes of the stack's name and the logical id. */
const ANY: TypeDefinition = {};

export function definitionOf(type: string): TypeDefinition {
  return DEFINITIONS.get(type) ?? ANY;
}
