import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import { ApiBehavior } from '../../src/web-app';
import { newApp, newDistribution, newRestApi, newStack } from './support';

const URL = 'https://backend.example.com';
const SPA_ERRORS: cloudfront.ErrorResponse[] = [403, 404].map((httpStatus) => ({ httpStatus, responseHttpStatus: 200, responsePagePath: '/index.html' }));

const distributionConfigOf = (stack: ReturnType<typeof newStack>) =>
  Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'))[0].Properties.DistributionConfig;

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

// [behaviors in their order, the finding about the last API]
test.each<[string, (distribution: cloudfront.Distribution) => void, string[]]>([
  ['a prefix below one that is there', (distribution) => ['/api', '/api/v2'].forEach((prefix) => ApiBehavior.forUrl(URL).addTo(distribution, prefix)),
    ['"/api/v2" of the API', '"/api/v2/*" of the API']],
  ['the longer one first', (distribution) => ['/api/v2', '/api'].forEach((prefix) => ApiBehavior.forUrl(URL).addTo(distribution, prefix)), []],
  ['files of any path before', (distribution) => {
    distribution.addBehavior('*.json', new origins.HttpOrigin('files.example.com'));
    ApiBehavior.forUrl(URL).addTo(distribution, '/api');
  }, ['"/api/*" of the API at "https://backend.example.com" comes after "*.json", which takes some of its paths']],
  ['a part of it that the user serves otherwise', (distribution) => {
    distribution.addBehavior('/api/docs/*', new origins.HttpOrigin('files.example.com'));
    ApiBehavior.forUrl(URL).addTo(distribution, '/api');
  }, []],
  ['the same twice', (distribution) => ['/api', '/api'].forEach((prefix) => ApiBehavior.forUrl(URL).addTo(distribution, prefix)),
    ['"/api" of the API at "https://backend.example.com" comes after "/api", which takes all', '"/api/*" of the API']],
])('the order of behaviors: %s', (_what, add, expected) => {
  const found = findingsOf((stack) => {
    const distribution = newDistribution(stack);
    add(distribution);
    return distribution;
  });
  expect(found).toEqual(expected.map((part) => expect.stringContaining(part)));
});

describe('a distribution that is nothing but a back end', () => {
  test('by its default behavior', () => {
    const stack = newStack();
    const distribution = new cloudfront.Distribution(stack, 'Distribution', { defaultBehavior: ApiBehavior.forUrl(URL).defaultBehavior(stack) });
    const { DefaultCacheBehavior: behavior } = distributionConfigOf(stack);
    expect(behavior).toMatchObject({ AllowedMethods: expect.arrayContaining(['OPTIONS', 'DELETE']), CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' });
    expect(behavior).not.toHaveProperty('FunctionAssociations');
    expect(distribution.node.validate()).toEqual([]);
  });

  test('by addTo', () => {
    const stack = newStack();
    ApiBehavior.forUrl(URL).addTo(newDistribution(stack), '/');
    expect(distributionConfigOf(stack).CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual(['/*']);
  });
});
