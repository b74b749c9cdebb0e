/** What no rule in particular explains is said all the same, with the browser's reason; and what is turned off is left to the rules after it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CorsPolicy } from '../../src';
import { Emulator } from '../../src/emulator';
import { verify, type VerifyOptions } from '../../src/verify';
import { CORPUS } from '../support/corpus';

type Template = { Resources: { [logicalId: string]: { Properties: any } } };

/** A right template: GET and POST /items, a preflight, gateway responses. */
function template(change: (resources: Template['Resources']) => void): Template {
  const made = parse(readFileSync(join(CORPUS, 'gateway-error-unreadable', 'no-gateway-responses.repaired.yaml'), 'utf8')) as Template;
  change(made.Resources);
  return made;
}

function found(change: (resources: Template['Resources']) => void, options?: VerifyOptions): string[] {
  return verify(Emulator.fromTemplate(template(change)), options).findings.map(({ rule, resource }) => `${rule} ${resource}`);
}

const unchanged = () => {};
const setOrigin = (value: string) => ({ Errors4xx, Errors5xx }: Template['Resources']) => {
  for (const { Properties } of [Errors4xx, Errors5xx]) {
    Properties.ResponseParameters = { 'gatewayresponse.header.Access-Control-Allow-Origin': value };
  }
};

test('nothing is wrong with the template as it is', () => {
  expect(found(unchanged)).toEqual([]);
  expect(found(unchanged, { policy: CorsPolicy.forOrigins('https://app.example.com') })).toEqual([]);
});

test('a preflight that another page would need is refused', () => {
  const refused = found(({ OptionsItems }) => {
    const [response] = OptionsItems.Properties.Integration.IntegrationResponses;
    response.ResponseParameters['method.response.header.Access-Control-Allow-Origin'] = 'context.domainName';
  }, { questions: { pages: ['https://admin.example.com'] } });
  expect(refused).toContain('preflight-refused OptionsItems');
});

test('credentials that are meant to be allowed, and are not', () => {
  const credentials = ({ OptionsItems: { Properties } }: Template['Resources']) => {
    Properties.Integration.IntegrationResponses[0].ResponseParameters['method.response.header.Access-Control-Allow-Credentials'] = "'True'";
    Properties.MethodResponses[0].ResponseParameters['method.response.header.Access-Control-Allow-Credentials'] = true;
  };
  expect(found(credentials)).toContain('preflight-refused OptionsItems');
});

test('an error that no browser can read, whatever its header is', () => {
  expect(found(setOrigin("'nobody knows'"))).toEqual(['response-unreadable Errors4xx']);
});

test('a page that the policy doesn\'t name is let in', () => {
  const open = found((resources) => {
    setOrigin("'*'")(resources);
    resources.OptionsItems.Properties.Integration.IntegrationResponses[0].ResponseParameters['method.response.header.Access-Control-Allow-Origin'] = "'*'";
  }, { policy: CorsPolicy.forOrigins('https://app.example.com') });
  expect(open).toContain('foreign-page-allowed OptionsItems');
});

test('a rule that is turned off leaves its cases to the last resorts', () => {
  const without = (resources: Template['Resources']) => {
    delete resources.Errors4xx;
    delete resources.Errors5xx;
  };
  expect(found(without)).toEqual(['gateway-error-unreadable Api']);
  expect(found(without, { rules: { 'gateway-error-unreadable': false } })).toEqual(['response-unreadable Api']);
});

test('a function of an HTTP API lets a page in, and nothing answers its preflight', () => {
  const ZipFile = "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' }, body: '{}' });";
  const refused = (AllowOrigins?: string[]) => verify(Emulator.fromTemplate({
    Resources: {
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { Name: 'items', ProtocolType: 'HTTP', ...(AllowOrigins && { CorsConfiguration: { AllowOrigins, AllowHeaders: ['content-type'] } }) },
      },
      Handler: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111111111111:role/handler', Code: { ZipFile } } },
      Items: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0', IntegrationUri: { 'Fn::GetAtt': ['Handler', 'Arn'] } },
      },
      PostItem: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'POST /items', Target: { 'Fn::Sub': 'integrations/${Items}' } } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
    },
  })).findings.map(({ rule, resource }) => `${rule} ${resource}`);
  expect(refused()).toEqual(['preflight-refused Api']);
  expect(refused(['https://app.example.com'])).toEqual([]);
});
