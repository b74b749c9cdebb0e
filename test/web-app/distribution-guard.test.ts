import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { ApiBehavior } from '../../src/web-app';
import { newApp, newDistribution, newRestApi, newStack } from './support';

const URL = 'https://backend.example.com';
const SPA_ERRORS: cloudfront.ErrorResponse[] = [403, 404].map((httpStatus) => ({ httpStatus, responseHttpStatus: 200, responsePagePath: '/index.html' }));

function findingsOf(make: (stack: ReturnType<typeof newStack>) => cloudfront.Distribution): string[] {
  return make(newStack()).node.validate();
}

test('error pages are refused at synth, with what to do instead', () => {
  const app = newApp();
  const stack = newStack('Shop', undefined, app);
  newDistribution(stack, { errorResponses: SPA_ERRORS, additionalBehaviors: ApiBehavior.forUrl(URL).behaviors(stack, '/api') });
  expect(() => app.synth()).toThrow(/errorResponses for 403, 404 .*"\/index.html".*the API at "https:\/\/backend.example.com".*WebApp.*\[cdk-cors:errorResponsesWithApi\]/);
});

test('by addTo as well', () => {
  expect(findingsOf((stack) => {
    const distribution = newDistribution(stack, { errorResponses: SPA_ERRORS });
    ApiBehavior.forRestApi(newRestApi(stack)).addTo(distribution, '/api');
    return distribution;
  })).toEqual([expect.stringContaining('REST API "Shop/Api"')]);
});

test('each distribution is reported once, however many APIs it has', () => {
  expect(findingsOf((stack) => newDistribution(stack, {
    errorResponses: SPA_ERRORS,
    additionalBehaviors: { ...ApiBehavior.forUrl(URL).behaviors(stack, '/api'), ...ApiBehavior.forUrl('https://auth.example.com').behaviors(stack, '/auth') },
  }))).toEqual([expect.stringMatching(/backend.example.com" and the API at "https:\/\/auth.example.com/)]);
});

test('how long errors are kept may be said', () => {
  expect(findingsOf((stack) => newDistribution(stack, {
    errorResponses: [{ httpStatus: 504, ttl: Duration.seconds(1) }],
    additionalBehaviors: ApiBehavior.forUrl(URL).behaviors(stack, '/api'),
  }))).toEqual([]);
});

test('a distribution without an API may have error pages', () => {
  expect(findingsOf((stack) => newDistribution(stack, { errorResponses: SPA_ERRORS }))).toEqual([]);
});

test.each<[string, Partial<cloudfront.AddBehaviorOptions>, RegExp]>([
  ['methods', { allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD }, /^behavior "\/api\/\*": allowedMethods .*\[cdk-cors:tooFewMethods\]$/],
  ['no methods', { allowedMethods: undefined }, /^behavior "\/api\/\*": allowedMethods \["GET","HEAD"\].*\[cdk-cors:tooFewMethods\]$/],
  ['caching', { cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED }, /^behavior "\/api\/\*": .*\[cdk-cors:cachesApi\]$/],
  ['Host', { originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER }, /^behavior "\/api\/\*": .*\[cdk-cors:forwardsHost\]$/],
])('what is written past ApiBehavior is seen: %s', (_name, overrides, expected) => {
  expect(findingsOf((stack) => {
    const behaviors = ApiBehavior.forRestApi(newRestApi(stack)).behaviors(stack, '/api');
    return newDistribution(stack, { additionalBehaviors: { ...behaviors, '/api/*': { ...behaviors['/api/*'], ...overrides } } });
  })).toEqual([expect.stringMatching(expected)]);
});

test('an API may be the default behavior', () => {
  expect(findingsOf((stack) => newDistribution(stack, { defaultBehavior: ApiBehavior.forUrl(URL).behaviors(stack, '/api')['/api/*'] }))).toEqual([]);
});
