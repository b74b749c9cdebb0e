/** What tells that a function's answers are wrapped, in a template and at run time. No AWS library here: tools that read templates know it, too. */

/** The handler of the layer, by the language of the function. */
export const NODE_HANDLER = '/opt/cdk-cors/handler.handler';
export const PYTHON_HANDLER = 'cdk_cors_function.handler';

/** The environment variable with the function's own handler. */
export const OWN_HANDLER = 'CDK_CORS_HANDLER';

/** The environment variable with the policy. */
export const POLICY = 'CORS_POLICY';
