import { Emulator } from '../../src/emulator';
import { attempt, messageOf as messageOfAttempt } from '../support/attempt';
import '../../src/jest';

const PAGE = 'https://app.example.com';

/** The lines of a message, with the API's URL as it is easy to read. */
function messageOf(template: object, check: (emulator: Emulator) => void): string {
  const emulator = Emulator.fromTemplate(template);
  return messageOfAttempt(attempt(() => check(emulator)))?.replaceAll(emulator.entrances[0].url, 'https://api') ?? 'met';
}

/** GET / and DELETE /, answered by a function; preflights are answered as a template of 2019 would. */
const restApi = (preflight: object) => ({
  Resources: {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a' } },
    Delete: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'DELETE', AuthorizationType: 'NONE', Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'DELETE', Uri: 'https://backend.example.com' } } },
    Options: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'OPTIONS',
        AuthorizationType: 'NONE',
        Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' }, IntegrationResponses: [{ StatusCode: '200', ResponseParameters: preflight }] },
        MethodResponses: [{ StatusCode: '200', ResponseParameters: Object.fromEntries(Object.keys(preflight).map((name) => [name, true])) }],
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: ['Delete', 'Options'], Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' } },
  },
});

const header = (name: string) => `method.response.header.Access-Control-Allow-${name}`;
const onlyGet = restApi({ [header('Origin')]: `'${PAGE}'`, [header('Methods')]: '\'GET\'' });
const right = restApi({ [header('Origin')]: `'${PAGE}'`, [header('Methods')]: '\'GET,DELETE\'' });

test('toAllowCors, and the preflight doesn\'t list the method', () => {
  const message = messageOf(onlyGet, (emulator) => expect(emulator).toAllowCors({ from: PAGE, method: 'DELETE' }));
  expect(message.slice(0, message.indexOf('\n\nThe cause:'))).toBe(`expect(received).toAllowCors({"from":"https://app.example.com","method":"DELETE"})

A page of https://app.example.com is blocked at the preflight of https://api/.

The browser's console:
  Access to fetch at 'https://api/' from origin 'https://app.example.com' has been blocked by CORS policy: Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.

What went over the wire:
  OPTIONS https://api/
    access-control-request-method: DELETE
    origin: https://app.example.com
  ← 200, by stage live, OPTIONS /, integration MOCK
    Access-Control-Allow-Origin: https://app.example.com
    Access-Control-Allow-Methods: GET`);
});

test('toAllowCors, and what mends it is the finding\'s fix with its page', () => {
  const message = messageOf(right, (emulator) => expect(emulator).toAllowCors({ from: PAGE, method: 'DELETE', failure: 'THROTTLED' }));
  expect(message).toMatch(/\n\nThe cause:\n {2}.+\n {2}Stack\/\w+.*\n\nWhat mends it \(([\w-]+), https:\/\/github\.com\/cdk-cors\/cdk-cors\/blob\/main\/docs\/rules\/\1\.md\):\n {2}api\.with\(/);
});

test('toAllowCors, and nobody can tell', () => {
  const message = messageOf(right, (emulator) => expect(emulator).toAllowCors({ from: PAGE, method: 'DELETE' }));
  expect(message).toBe(`expect(received).toAllowCors({"from":"https://app.example.com","method":"DELETE"})

It isn't known from the template whether a page of https://app.example.com can read the answer of https://api/: Stack/Delete: what the integration answers isn't in the template

What would decide it:
  what the function or back end answers: answer: { headers: { 'access-control-allow-origin': … } }

What went over the wire:
  OPTIONS https://api/
    access-control-request-method: DELETE
    origin: https://app.example.com
  ← 200, by stage live, OPTIONS /, integration MOCK
    Access-Control-Allow-Origin: https://app.example.com
    Access-Control-Allow-Methods: GET,DELETE
  DELETE https://api/
    origin: https://app.example.com
  ← an unknown status, by stage live, DELETE /, integration HTTP_PROXY
    access-control-allow-origin: not known`);
});

test('toBlockCors, and it isn\'t', () => {
  const question = { from: PAGE, method: 'DELETE', answer: { status: 404, headers: { 'Access-Control-Allow-Origin': '*' } } };
  expect(messageOf(right, (emulator) => expect(emulator).toBlockCors(question))).toBe(`expect(received).toBlockCors(${JSON.stringify(question)})

A page of https://app.example.com can read the answer of https://api/.

What went over the wire:
  OPTIONS https://api/
    access-control-request-method: DELETE
    origin: https://app.example.com
  ← 200, by stage live, OPTIONS /, integration MOCK
    Access-Control-Allow-Origin: https://app.example.com
    Access-Control-Allow-Methods: GET,DELETE
  DELETE https://api/
    origin: https://app.example.com
  ← 404, by stage live, DELETE /, integration HTTP_PROXY
    Access-Control-Allow-Origin: *`);
});

test.each<[notes: string, template: object, question: object, says: boolean]>([
  ['a rule that isn\'t certain, with the page that explains it', { Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP', Target: 'https://backend.example.com', CorsConfiguration: { AllowOrigins: [PAGE], AllowMethods: ['DELETE'] } } } } }, { failure: 'THROTTLED' }, true],
  ['nothing, with no page', onlyGet, {}, false],
])('a verdict rests on %s', (_notes, template, question, says) => {
  const message = messageOf(template, (emulator) => expect(emulator).toAllowCors({ from: PAGE, method: 'DELETE', ...question }));
  expect(/^What it rests on \(https:\/\/github\.com\/cdk-cors\/cdk-cors\/blob\/main\/docs\/aws-rules\.md\):\n(?: {2}.*\n)* {2}rule \d+: /m.test(message)).toBe(says);
  expect(message.includes('aws-rules.md')).toBe(says);
});
