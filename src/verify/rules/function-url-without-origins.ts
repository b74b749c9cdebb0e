import { field, isRecord, isUnknown, listOf } from '../../template';
import type { Rule } from '../app';

/** A function URL with CORS and without origins lets no page in. `cors: policy` compiles, since a policy has some properties of the same names, and not this one. */
export const functionUrlWithoutOrigins: Rule = {
  id: 'function-url-without-origins',
  severity: 'error',
  title: 'the CORS of a function URL names no origin',
  fix: {
    cdk: "handler.addFunctionUrl({ cors: FunctionCors.forFunctionUrl(CorsPolicy.forOrigins('https://app.example.com')) });",
    cloudFormation: "Cors:\n  AllowOrigins: ['https://app.example.com']\n  AllowMethods: ['*']\n  AllowHeaders: [content-type, authorization]",
  },
  * inspect({ emulator: { model } }) {
    for (const resource of model.ofType('AWS::Lambda::Url')) {
      const cors = resource.properties.Cors;
      const origins = field(cors, 'AllowOrigins');
      if (!isRecord(cors) || Object.keys(cors).length === 0 || isUnknown(origins) || listOf(origins).length > 0) continue;
      yield {
        resource,
        property: 'Properties/Cors/AllowOrigins',
        message: `${resource.logicalId} has CORS without AllowOrigins, so that no page can call the function; a CorsPolicy isn't the cors of a function URL`,
        sameAs: resource.path,
      };
    }
  },
};
