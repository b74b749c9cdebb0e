/**
 * An app of many routes is read in time that grows with its size and no faster, and asked in time that doesn't grow. The best of several rounds counts,
 * and one size is compared with another, so that a busy machine doesn't.
 */
import { Emulator } from '../../src/emulator';

const PREFLIGHT = { 'origin': 'https://app.example.com', 'access-control-request-method': 'GET' };
const TEMPLATE = `#set($origin = $input.params().header.get("Origin"))#if($origin == "")#set($origin = $input.params().header.get("origin"))#end
#if($origin.matches("https://[a-z]+[.]example[.]com"))#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end{"statusCode": 204}`;

function app(routes: number): string {
  const integration = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Handler.Arn}/invocations' } };
  const mock = { Type: 'MOCK', RequestTemplates: { 'application/json': TEMPLATE }, IntegrationResponses: [{ StatusCode: '204' }] };
  const method = (of: string, verb: string, Integration: object) =>
    ({ Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: of }, HttpMethod: verb, AuthorizationType: 'NONE', Integration } });
  const items = Array.from({ length: routes }, (_, index) => index);
  return JSON.stringify({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Api' } },
      Handler: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Code: { ZipFile: '' } } },
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Handler' }, Principal: 'apigateway.amazonaws.com', Action: 'lambda:InvokeFunction' } },
      ...Object.fromEntries(items.flatMap((index) => [
        [`R${index}`, { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: `items${index}` } }],
        [`G${index}`, method(`R${index}`, 'GET', integration)],
        [`O${index}`, method(`R${index}`, 'OPTIONS', mock)],
      ])),
      Deployment: { Type: 'AWS::ApiGateway::Deployment', DependsOn: items.flatMap((index) => [`G${index}`, `O${index}`]), Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } },
    },
  });
}

/** Milliseconds of the best round, in turns of all. */
function best(rounds: number, ...works: (() => void)[]): number[] {
  const times = works.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    works.forEach((work, index) => {
      const before = performance.now();
      work();
      times[index] = Math.min(times[index], performance.now() - before);
    });
  }
  return times;
}

test('a template is read in time that grows with it', () => {
  const [small, large] = [150, 1500].map(app);
  expect(large.length).toBeGreaterThan(1_000_000);
  const [few, many] = best(3, () => Emulator.fromTemplate(small), () => Emulator.fromTemplate(large));
  expect(many).toBeLessThan(few * 10 * 3);
});

test('a request takes as long whether there are ten routes or a thousand', () => {
  const ask = (routes: number) => {
    const emulator = Emulator.fromTemplate(app(routes));
    const { url } = emulator.entrances[0];
    return () => {
      const statuses = new Set<unknown>();
      for (let index = 0; index < 400; index++) {
        const path = `${url}/items${index % routes}`;
        statuses.add(emulator.send({ method: 'OPTIONS', url: path, headers: PREFLIGHT }).status);
        statuses.add(emulator.send({ url: path, headers: { origin: PREFLIGHT.origin } }, { answer: { status: 200, headers: [] } }).status);
      }
      expect([...statuses]).toEqual([204, 200]);
    };
  };
  const [few, many] = best(8, ask(10), ask(1000));
  expect(many).toBeLessThan(few * 4);
});
