/** What `ask` makes of answers that are known, half known and unknown. */
import { Emulator } from '../../src/emulator';
import { ask, outcomeText, type Question } from '../../src/verify';

const PAGE = 'https://app.example.com';
const proxy = (path: string) => ({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${path}.Arn}/invocations` } });
const method = (path: string, HttpMethod: string, Integration: object, properties: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: path }, HttpMethod, AuthorizationType: 'NONE', Integration, ...properties },
});
const resource = (PathPart: string) => ({ Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart } });
const cors = (origin: string) => ({
  'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
  'method.response.header.Access-Control-Allow-Methods': "'GET,PUT'",
});
const declared = { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true, 'method.response.header.Access-Control-Allow-Methods': true } };
const mock = {
  Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":204}' }, IntegrationResponses: [{ StatusCode: '204', ResponseParameters: cors(PAGE) }],
};
const REST = {
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api' } },
    Handler: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::1:role/R', Code: { ZipFile: '' } } },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Handler' }, Principal: 'apigateway.amazonaws.com' } },
    items: resource('items'),
    captured: resource('captured'),
    GetItems: method('items', 'GET', proxy('Handler')),
    PutItems: method('items', 'PUT', { ...mock, IntegrationResponses: [{ StatusCode: '200' }] }, { AuthorizationType: 'AWS_IAM' }),
    OptionsItems: method('items', 'OPTIONS', mock, { MethodResponses: [declared] }),
    AnyCaptured: method('captured', 'ANY', proxy('Handler')),
    Throttled: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'THROTTLED', ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': `'${PAGE}'` } },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: ['GetItems', 'PutItems', 'OptionsItems', 'AnyCaptured', 'Throttled'], Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod' } },
  },
};
const HTTP = {
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: [PAGE], AllowMethods: ['GET'] } } },
    Handler: REST.Resources.Handler,
    Permission: REST.Resources.Permission,
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Handler', 'Arn'] }, PayloadFormatVersion: '2.0' } },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /items', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] } } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
  },
};

const rest = Emulator.fromTemplate(REST);
const http = Emulator.fromTemplate(HTTP);

type Row = readonly [what: string, emulator: Emulator, question: Omit<Question, 'page'> & { page?: string }, expected: string];

test.each<Row>([
  ['a function\'s own answer decides', rest, { path: '/items' }, 'unknown'],
  ['it is given, with the header', rest, { path: '/items', answer: { headers: { 'access-control-allow-origin': PAGE } } }, 'allowed'],
  ['it is given, without', rest, { path: '/items', answer: { status: 200 } }, 'blocked MissingAllowOriginHeader'],
  ['nobody tells it', rest, { path: '/items', answer: 'unspecified' }, 'unknown'],
  ['nobody need tell: the preflight fails', rest, { path: '/items', method: 'DELETE', answer: 'unspecified' }, 'blocked MethodDisallowedByPreflightResponse'],
  ['a mapped answer has no header, whatever the integration says', rest, { path: '/items', method: 'PUT', answer: 'unspecified' }, 'blocked MissingAllowOriginHeader'],
  ['ANY hands the preflight to the function', rest, { path: '/captured', method: 'PUT', answer: 'unspecified' }, 'unknown'],
  ['and an answer that is given is its answer too', rest, { path: '/captured', method: 'PUT', answer: {} }, 'blocked PreflightMissingAllowOriginHeader'],
  ['the gateway fails it readably', rest, { path: '/items', failure: 'THROTTLED' }, 'allowed'],
  ['and unreadably', rest, { path: '/items', failure: 'INTEGRATION_TIMEOUT' }, 'blocked MissingAllowOriginHeader'],
  ['an HTTP API writes the headers over any answer', http, { path: '/items', answer: 'unspecified' }, 'allowed'],
  ['also for a foreign page', http, { path: '/items', answer: 'unspecified', page: 'https://foreign.example' }, 'blocked MissingAllowOriginHeader'],
  ['what an HTTP API fails with is rule 72', http, { path: '/items', failure: 'THROTTLED' }, 'unknown'],
])('%s', (_what, emulator, question, expected) => {
  const verdict = ask(emulator, { page: PAGE, ...question });
  expect([verdict.outcome, verdict.error].filter(Boolean).join(' ')).toBe(expected);
  expect(verdict.reason === undefined).toBe(expected === 'allowed');
});

test('an answer without a known status is judged by its headers, and says so', () => {
  const verdict = ask(http, { page: PAGE, path: '/items', answer: 'unspecified' });
  expect(verdict).toMatchObject({ outcome: 'allowed', status: undefined, unknown: { reason: expect.stringContaining('integration') } });
  expect(verdict.exchanges.at(-1)!.response).toMatchObject({ status: undefined });
  expect(verdict.notes).toEqual([expect.stringContaining('unless it is a redirect')]);
});

test('the verdict says who answered each exchange', () => {
  const verdict = ask(rest, { page: PAGE, path: '/items', method: 'PUT', failure: 'THROTTLED' });
  expect(verdict.viaOf.map((steps) => steps.map(({ kind, name }) => `${kind} ${name}`))).toEqual([
    ['stage prod', 'method OPTIONS /items', 'integration MOCK'], ['stage prod', 'gateway-response THROTTLED'],
  ]);
  expect(verdict.via).toBe(verdict.viaOf[1]);
});

test('a rule that nobody recorded is in the notes', () => {
  const { rules, notes } = ask(http, { page: PAGE, path: '/items', failure: 'THROTTLED' });
  expect(rules.map(({ rule }) => rule)).toContain(72);
  expect(notes.join()).toContain('rule 72: ');
});

describe('a question that makes no sense is refused', () => {
  const both = Emulator.fromTemplate([REST, HTTP]);
  test.each<[string, Emulator, Omit<Question, 'page'>, RegExp]>([
    ['no entrance of several', both, {}, /names no entrance; its entrances are .*Api \(rest-api, https.*\(http-api.*; say one by its logical id/],
    ['an unknown entrance', rest, { entrance: 'Nope' }, /"Nope" isn't an entrance of the app; its entrances are .*rest-api/],
    ['an ambiguous one', both, { entrance: 'Api' }, /"Api" is several entrances/],
    ['a path without a slash', rest, { path: 'items' }, /write "\/items"/],
    ['a url of somebody else', rest, { url: 'https://elsewhere.example/' }, /nothing of the template answers "https:\/\/elsewhere\.example\/"/],
    ['a url and an entrance', rest, { url: `${rest.entrances[0].url}/items`, entrance: 'Api' }, /a url or an entrance, not both/],
    ['a status that is none', rest, { answer: { status: 42.5 } }, /answer\.status must be a whole number from 100 to 999, got 42\.5/],
  ])('%s', (_what, emulator, question, message) => {
    expect(() => ask(emulator, { page: PAGE, ...question })).toThrow(message);
  });

  test('a kind is a name where there is one of it', () => {
    expect(ask(both, { page: PAGE, entrance: 'http-api', path: '/items', answer: 'unspecified' }).outcome).toBe('allowed');
  });
});

test('a redirect that leads out of the app is unknown from there', () => {
  const verdict = ask(rest, { page: PAGE, path: '/items', answer: { status: 302, headers: { 'location': 'https://elsewhere.example/', 'access-control-allow-origin': '*' } } });
  expect(verdict).toMatchObject({ outcome: 'unknown', reason: 'https://elsewhere.example/: nothing of the template answers there' });
});

test('the verdict says what each engine does, and who answered it there', () => {
  const { outcome, browsers } = ask(http, { page: PAGE, path: '/items', answer: { status: 407 } });
  expect([outcome, browsers.chromium.outcome, browsers.firefox.outcome, browsers.webkit.outcome]).toEqual(['blocked', 'blocked', 'allowed', 'allowed']);
  expect(browsers.firefox.via.map(({ kind }) => kind)).toContain('integration');
});

// docs/browsers.md: status 407, and a Content-Type with a comma, which the HTTP API allows no preflight for
test.each<[what: string, question: Omit<Question, 'page'>, text: string]>([
  ['nothing departs', { answer: 'unspecified' }, 'allowed'],
  ['nothing departs, and it is blocked', { answer: 'unspecified', method: 'PUT' }, 'blocked'],
  ['Firefox alone makes a preflight', { answer: {}, headers: { Accept: '\u00e9' } }, 'allowed, not in Firefox'],
  ['the standard and Chromium let no page read status 407', { answer: { status: 407 } }, 'blocked, not in Firefox and WebKit'],
  ['for Firefox itself', { answer: { status: 407 }, browser: 'firefox' }, 'allowed, not in Chromium'],
  ['of what isn\'t known nothing is said', { failure: 'THROTTLED' }, 'unknown'],
])('outcomeText: %s', (_what, question, text) => {
  expect(outcomeText(ask(http, { page: PAGE, path: '/items', ...question }))).toBe(text);
});

test('where no engine departs, they have the verdict itself', () => {
  const verdict = ask(http, { page: PAGE, path: '/items', answer: 'unspecified' });
  const { browsers, ...own } = verdict;
  expect(browsers.firefox).toEqual(own);
});
