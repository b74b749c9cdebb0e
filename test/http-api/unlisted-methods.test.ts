import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { HttpApi, type HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsPolicy } from '../../src';
import { HttpApiCors } from '../../src/http-api';
import { newStack, PlainIntegration } from './fixture';

describe('a method that the policy doesn\'t list', () => {
  test.each<[what: string, methods: string[], allowMethods: string[], warned: string[]]>([
    ['is warned of', ['DELETE', 'GET'], ['GET'], ['DELETE /items']],
    ['is not, where a preflight passes without it', ['GET', 'HEAD', 'POST'], ['PUT'], []],
    ['is not, where ANY was written out to it', ['ANY'], ['GET'], []],
    ['is not, where any method may be used', ['DELETE'], ['*'], []],
  ])('%s', (_what, methods, allowMethods, warned) => {
    const stack = newStack();
    const api = new HttpApi(stack, 'Api');
    api.with(new HttpApiCors(CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods })));
    api.addRoutes({ path: '/items', methods: methods as HttpMethod[], integration: new PlainIntegration('items') });
    const warnings = Annotations.fromStack(stack).findWarning('/Stack/Api', Match.stringLikeRegexp('methodsNotAllowed')).map(({ entry }) => String(entry.data));
    expect(warnings).toEqual(warned.map((each) => expect.stringContaining(`no page can call ${each}: allowMethods of the policy lacks "DELETE"; add it`)));
  });
});
