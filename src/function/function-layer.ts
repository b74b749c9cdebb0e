import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { NODE_HANDLER, PYTHON_HANDLER } from './handlers';

const ID = 'FunctionCorsLayer';

/** The files of the layer: JavaScript and Python of their own, as they run in Lambda. */
export const LAYER_FOLDER = join(__dirname, 'layer');

/** What a function's handler becomes, by the family of its runtime. */
export const WRAPPERS: { readonly [family: number]: string } = {
  [lambda.RuntimeFamily.NODEJS]: NODE_HANDLER,
  [lambda.RuntimeFamily.PYTHON]: PYTHON_HANDLER,
};

/** The layer of a stack, made on the first call: one serves all its functions, of Node.js and Python. */
export function functionLayer(scope: IConstruct): lambda.LayerVersion {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(ID) as lambda.LayerVersion | undefined;
  return existing ?? new lambda.LayerVersion(stack, ID, {
    code: layerCode(LAYER_FOLDER),
    description: 'cdk-cors: puts the policy of CORS_POLICY on a function\'s answers',
    license: 'Apache-2.0',
  });
}

/** The code of the layer: only what runs, so that its hash, and by that the version of the layer, changes with nothing else. */
export function layerCode(folder: string): lambda.Code {
  return lambda.Code.fromAsset(folder, { exclude: ['**/*.d.ts', '**/__pycache__'] });
}
