import type { Rule } from '../app';
import { restApiOf } from '../rest-method';
import { preflightFailedAs, preflightVia, routeName } from './evidence';

/** The API's resource policy is looked at before its methods, and before their authorizers (rule 60). */
export const preflightBehindResourcePolicy: Rule = {
  id: 'preflight-behind-resource-policy',
  severity: 'error',
  title: 'the API\'s resource policy refuses preflights',
  fix: {
    cdk: [
      'const policy = new iam.PolicyDocument({',
      '  statements: [',
      "    new iam.PolicyStatement({ actions: ['execute-api:Invoke'], principals: [new iam.AnyPrincipal()], resources: ['execute-api:/*/OPTIONS/*'] }),",
      '  ],',
      '});',
      "new CorsRestApi(this, 'Api', { cors: CorsPolicy.forOrigins('https://app.example.com'), handler, policy });",
    ].join('\n'),
    cloudFormation: [
      'Policy:',
      '  Statement:',
      '    - Effect: Allow',
      "      Principal: '*'",
      '      Action: execute-api:Invoke',
      '      Resource: execute-api:/*/OPTIONS/*',
    ].join('\n'),
  },
  explain(trouble) {
    if (!preflightFailedAs(trouble, 'ACCESS_DENIED') || preflightVia(trouble).some(({ kind }) => kind === 'authorizer')) return undefined;
    return {
      resource: restApiOf(preflightVia(trouble))?.resource ?? trouble.target.entrance.resource,
      property: 'Properties/Policy',
      message: `the resource policy doesn't let OPTIONS ${trouble.target.route.path} in, so the preflight of ${routeName(trouble)} gets 403`,
    };
  },
};
