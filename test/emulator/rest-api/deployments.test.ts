import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { apiResources, mock, modelOf, Resources } from './support';
import { CorsPolicy, CorsRestApi } from '../../../src';
import { deploymentProblems } from '../../../src/emulator/rest-api';
import { newFunction } from '../../support/rest-api';

const problems = (resources: Resources) => deploymentProblems(modelOf(resources)).map(({ kind, resource }) => `${kind} ${resource.logicalId}`);
const RESPONSE: Resources = { Error: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX' } } };

describe('rule 11: a deployment is a snapshot', () => {
  const resources = apiResources({ 'GET /a': mock(), 'OPTIONS /a': mock() });

  test('that waits for all methods is right', () => expect(problems(resources)).toEqual([]));
  test('that doesn\'t wait for a method may miss it', () => {
    expect(problems({ ...resources, Deployment: { ...resources.Deployment, DependsOn: ['Method0'] } })).toEqual(['not-awaited Method1']);
  });
  test('that doesn\'t wait for a gateway response may miss it', () => {
    expect(problems({ ...resources, ...RESPONSE })).toEqual(['not-awaited Error']);
    expect(problems({ ...resources, ...RESPONSE, Deployment: { ...resources.Deployment, DependsOn: ['Method0', 'Method1', 'Error'] } })).toEqual([]);
  });
  test('waits also for what it depends on by others', () => {
    expect(problems({ ...resources, Deployment: { ...resources.Deployment, DependsOn: ['Method0'] }, Method0: { ...resources.Method0, DependsOn: ['Method1'] } })).toEqual([]);
  });
  test('that isn\'t there serves nothing', () => {
    const { Deployment, Stage, ...others } = resources as any;
    expect(problems(others)).toEqual(['no-deployment Api']);
    expect(problems({ ...others, Deployment })).toEqual(['no-stage Deployment']);
    expect(problems({ ...others, Deployment: { ...Deployment, Properties: { ...Deployment.Properties, StageName: 'v1' } } })).toEqual([]);
  });
  test('of an API without methods can\'t be', () => expect(problems(apiResources({}))).toEqual(['without-methods Api']));
  test('of an API in a document has it all', () => {
    expect(problems(apiResources({}, { Body: { paths: { '/': { get: {} } } } }))).toEqual([]);
  });
  test('what depends on itself is no loop', () => {
    expect(problems({ ...resources, Deployment: { ...resources.Deployment, DependsOn: ['Stage'] }, Stage: { ...resources.Stage, DependsOn: ['Deployment'] } })).toEqual(['not-awaited Method0', 'not-awaited Method1']);
  });
  test('CorsRestApi has none', () => {
    const stack = new Stack(new App(), 'Stack');
    new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins('https://a.example'), handler: newFunction(stack) });
    expect(problems(Template.fromStack(stack).toJSON().Resources)).toEqual([]);
  });
});
