import { type WrapperFault, wrapperFaultOf } from '../../emulator/lambda';
import type { Rule } from '../app';

/** `FunctionCors` changes a function's handler, layers and variables together. What changes one of them afterwards takes the policy off, or stops the function. */
export const functionCorsBypassed: Rule = {
  id: 'function-cors-bypassed',
  severity: 'error',
  title: 'a function has lost a part of what FunctionCors gave it',
  fix: {
    cdk: [
      'const cfn = handler.node.defaultChild as lambda.CfnFunction;',
      "cfn.addPropertyOverride('MemorySize', 512); // what is overridden on the function leaves Handler, Layers and Environment alone",
      "handler.with(new FunctionCors(CorsPolicy.forOrigins('https://app.example.com')));",
    ].join('\n'),
    cloudFormation: [
      'Handler: /opt/cdk-cors/handler.handler # cdk_cors_function.handler for Python',
      'Layers: [!Ref FunctionCorsLayer]',
      'Environment:',
      '  Variables:',
      '    CDK_CORS_HANDLER: index.handler',
    ].join('\n'),
  },
  * inspect({ emulator: { model } }) {
    for (const resource of model.ofType('AWS::Lambda::Function')) {
      const fault = wrapperFaultOf(resource, model);
      if (fault !== undefined) {
        const [property, message] = SAID[fault];
        yield { resource, property: `Properties/${property}`, message: `${resource.logicalId} ${message}`, sameAs: resource.path };
      }
    }
  },
};

const SAID: Readonly<Record<WrapperFault, readonly [property: string, message: string]>> = {
  'bypassed': ['Handler', 'has the policy of FunctionCors, and its Handler was changed afterwards, so that its answers go out without the policy'],
  'without-layer': ['Layers', 'has the handler of FunctionCors, and its Layers were changed afterwards and lack the one with that handler, so that every call fails'],
  'without-handler': ['Environment/Variables', 'has the handler of FunctionCors, and its variables were changed afterwards and lack CDK_CORS_HANDLER, so that every call fails'],
};
