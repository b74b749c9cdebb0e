import { Template } from 'aws-cdk-lib/assertions';
import { count, METHODS, PATHS, withCorsRestApi, withDefaultCorsPreflightOptions } from '../../bench/fifty-paths';

describe(`an API of ${PATHS} paths × ${METHODS.length} methods on one function`, () => {
  const ours = Template.fromStack(withCorsRestApi());

  test('takes at most 170 resources', () => {
    expect(count(ours.toJSON() as any).resources).toBeLessThanOrEqual(170);
  });

  test('at most 6 of them for CORS', () => {
    // OPTIONS on / and /{proxy+}, the resource of the latter, and two gateway responses.
    expect(count(ours.toJSON() as any).corsResources).toBeLessThanOrEqual(6);
  });

  test('and serves all that it was asked for', () => {
    const methods = Object.values(ours.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => Properties.HttpMethod);
    expect(methods.filter((method) => method !== 'OPTIONS')).toEqual(Array.from({ length: PATHS }, () => METHODS).flat());
  });

  test('the CDK\'s own CORS is counted alike: one preflight a path, and the root\'s', () => {
    expect(count(Template.fromStack(withDefaultCorsPreflightOptions()).toJSON() as any).corsResources).toBe(PATHS + 1);
  });
});
