import * as fc from 'fast-check';
import { httpApiPlans } from '../support/arbitraries/http-api';
import { restApiPlans } from '../support/arbitraries/rest-api';
import { specRestApiPlans } from '../support/arbitraries/spec-rest-api';
import { webAppPlans } from '../support/arbitraries/web-app';

/** Stacks prove something only about what they have: each of these is in some plan of the size that is tested. */
const NEEDED: Record<string, [plans: fc.Arbitrary<unknown>, count: number, parts: string[]]> = {
  'rest-api': [restApiPlans, 100, [
    '"origins":"*"', '"TOKEN"', '"https://*.', '"http://localhost:*"', '"allowCredentials":true', '"maxAgeSeconds":0', '"policyOfFirstPath"',
    '"via":"CorsRestApi"', '"via":"RestApi with mixin"', '"via":"LambdaRestApi with mixin"', '"via":"imported with mixin"',
    '"handler":"none"', '"handler":"handler"', '"handler":"proxy"', '"part":"{id}"', '"part":"{proxy+}"', '"verb":"ANY"',
    ...['inherited', 'lambda', 'mock', 'http', 'http-proxy', 'aws', 'step-functions'].map((kind) => `"integration":"${kind}"`),
    ...['inherited', 'none', 'iam', 'cognito', 'token', 'request'].map((kind) => `"authorization":"${kind}"`),
    ...['none', 'iam', 'cognito', 'token', 'request'].map((kind) => `"defaultAuthorization":"${kind}"`),
    '"apiKeyRequired":true', '"requiredHeader":true', '"validator":true', '"binaryMediaTypes":["*/*"]', '"usagePlan":true', '"extraStage":true',
    '"type":"DEFAULT_4XX"', '"type":"UNAUTHORIZED"', '"endpoint":"EDGE"', '"endpoint":"PRIVATE"',
  ]],
  'http-api': [httpApiPlans, 70, [
    '"origins":"*"', '"TOKEN"', '"allowCredentials":true', '"methods":["ANY"]', '"path":"/{proxy+}"',
    '"fallback":"none"', '"fallback":"handler"', '"fallback":"route"', '"optionsRoute":true', '"defaultStage":false', '"namedStage":"beta"', '"domainName"',
    ...['lambda', 'shared-lambda', 'url'].map((kind) => `"integration":"${kind}"`),
    ...['none', 'iam', 'jwt', 'lambda'].map((kind) => `"defaultAuthorization":"${kind}"`),
  ]],
  'spec-rest-api': [specRestApiPlans, 50, [
    '"origins":"*"', '"TOKEN"', '"policyOfItems"', '"version":"3.1.0"', '"path":"/files/{path+}"', '"method":"x-amazon-apigateway-any-method"',
    ...['handler', 'route', 'http-proxy', 'mock', 'aws'].map((kind) => `"integration":"${kind}"`),
    ...['none', 'handler', 'iam', 'api-key', 'cognito', 'lambda'].map((kind) => `"security":"${kind}"`),
    ...['described', 'answered'].map((kind) => `"options":"${kind}"`), '"gatewayResponses":["DEFAULT_4XX"', '"validator":true', '"binaryMediaTypes":["*/*"]',
    '"endpoint":"PRIVATE"', '"handlerCors":true',
  ]],
  'web-app': [webAppPlans, 60, [
    '"via":"WebApp"', '"via":"additionalBehaviors"', '"via":"addTo"', '"keepsPrefix":true', '"keepsPrefix":false', '"apis":[]',
    ...['rest', 'cors-rest', 'http', 'cors-http', 'imported-rest', 'imported-http', 'custom-domain', 'url'].map((kind) => `"kind":"${kind}"`),
    ...['none', 'folder', 'bucket', 'later'].map((kind) => `"site":"${kind}"`),
    ...['SINGLE_PAGE', 'DIRECTORY_INDEX', 'NONE'].map((kind) => `"routing":"${kind}"`),
    ...['none', 'own bucket', 'given bucket'].map((kind) => `"accessLogs":"${kind}"`),
    '"webAcl":true', '"countries"', '"domainNames"', '"destroy":true',
  ]],
};

test.each(Object.entries(NEEDED))('plans of %s have everything', (_room, [plans, count, parts]) => {
  const text = JSON.stringify(fc.sample(plans, { seed: 20_261_122, numRuns: count }));
  expect(parts.filter((part) => !text.includes(part))).toEqual([]);
});
