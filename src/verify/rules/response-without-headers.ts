import type { IntegrationResponse, Method } from '../../emulator/rest-api';
import { methodsOf } from '../../emulator/rest-api';
import type { App, Cause, Rule } from '../app';
import { answeredInline, firstOfEach } from '../inline-code';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { failedAtPreflight, routeName, stepOf } from './evidence';
import { INTEGRATION_RESPONSES, WITH_CORS } from './fixes';

const ALLOW_ORIGIN = 'method.response.header.access-control-allow-origin';

/** The preflight passes, and the response itself has no headers: an integration that isn't a proxy must map them (rule 46). */
export const responseWithoutHeaders: Rule = {
  id: 'response-without-headers',
  severity: 'error',
  title: 'an integration response lacks Access-Control-Allow-Origin',
  fix: {
    cdk: WITH_CORS,
    cloudFormation: INTEGRATION_RESPONSES,
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || failedAtPreflight(trouble) || trouble.verdict.error !== 'MissingAllowOriginHeader') return undefined;
    const found = stepOf(trouble, 'gateway-response') === undefined ? methodIn(trouble.verdict.via) : undefined;
    if (found === undefined) return undefined;
    return {
      ...placeOf(found.method, 'Integration/IntegrationResponses', 'x-amazon-apigateway-integration/responses'),
      message: `no Access-Control-Allow-Origin is mapped to the response of ${routeName(trouble)}, so ${trouble.page.origin} can't read it although it may call`,
    };
  },
  * inspect(app) {
    yield* inlineFunctions(app);
    // a response for errors that was forgotten; which error brings it up, no request from outside can tell
    for (const method of app.restApis.flatMap(({ root }) => methodsOf(root))) {
      const forgotten = forgottenIn(method);
      if (forgotten !== undefined) {
        yield {
          ...placeOf(method, 'Integration/IntegrationResponses', 'x-amazon-apigateway-integration/responses'),
          message: `${nameOf(method)} maps Access-Control-Allow-Origin to some of its responses, and not to ${String(forgotten.statusCode)}, so pages can't read that one`,
        };
      }
    }
  },
};

/** A response without the header, where others of the method have it. Where a template writes headers, it may be that one. */
function forgottenIn({ httpMethod, integration, resource: { properties } }: Method): IntegrationResponse | undefined {
  const responses = integration?.responses ?? [];
  const has = ({ parameters }: IntegrationResponse) => [...parameters.keys()].some((key) => key.toLowerCase() === ALLOW_ORIGIN);
  if (httpMethod === 'OPTIONS' || !responses.some(has) || /responseOverride/.test(JSON.stringify(properties.Integration ?? properties.Body))) return undefined;
  return responses.find((each) => !has(each));
}

/** Functions whose code is in the template, and that answer pages which may call without the header. */
function* inlineFunctions(app: App): Generator<Cause> {
  for (const { of, fn } of firstOfEach(answeredInline(app).filter((each) => each.answer.allowOrigins.length === 0))) {
    const { page, question } = of;
    yield {
      resource: fn,
      property: 'Properties/Code/ZipFile',
      message: `the code of ${fn.logicalId} answers ${routeName(of)} without Access-Control-Allow-Origin, so ${page.origin} can't read it although it may call`,
      fix: FUNCTION_WITH_HEADERS,
      evidence: [app.ask({ ...question, answer: { status: 200 } })],
    };
  }
}

const FUNCTION_WITH_HEADERS = {
  cdk: "handler.with(new FunctionCors(CorsPolicy.forOrigins('https://app.example.com')));",
  cloudFormation: [
    'Code:',
    '  ZipFile: |',
    '    exports.handler = async () => ({',
    '      statusCode: 200,',
    "      headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' },",
    "      body: '{}',",
    '    });',
  ].join('\n'),
};
