import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CorsPolicy, CorsRestApi } from '../../../src';
import { deploymentProblems } from '../../../src/emulator/rest-api';
import { newFunction } from '../../support/rest-api';
import { apiResources, entranceOf, mock, modelOf, type Resources, send } from './support';

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
  test('that isn\'t in the template may be an old one', () => {
    const stage = { ...resources.Stage, Properties: { ...resources.Stage.Properties, DeploymentId: 'a1b2c3' } };
    expect(problems({ ...resources, Stage: stage })).toEqual(['other-deployment Stage']);
    expect(problems({ ...resources, Stage: { ...stage, Properties: { ...stage.Properties, DeploymentId: { Ref: 'Parameter' } } } })).toEqual([]);
  });
  test('rule 11: an answer of what it may lack says so', () => {
    const notes = (changed: Resources) => {
      const entrance = entranceOf(modelOf({ ...resources, ...changed }));
      return ['GET', 'OPTIONS'].map((method) => send(entrance, { method, path: '/a' }).answer.notes.map(({ rule, text }) => `${rule} ${text}`));
    };
    expect(notes({})).toEqual([[], []]);
    expect(notes({ Deployment: { ...resources.Deployment, DependsOn: ['Method0'] } }))
      .toEqual([[], ['11 the deployment Deployment doesn\'t depend on Method1, so its stage may go without it; add it to DependsOn']]);
    const old = expect.stringMatching(/^11 the stage Stage serves the deployment a1b2c3/);
    expect(notes({ Stage: { ...resources.Stage, Properties: { ...resources.Stage.Properties, DeploymentId: 'a1b2c3' } } })).toEqual([[old], [old]]);
  });
  test('of two the one that the stage serves counts', () => {
    const older = { Older: { ...resources.Deployment, DependsOn: ['Method0'] } };
    expect(problems({ ...resources, ...older })).toEqual([]);
    expect(problems({ ...resources, ...older, Stage: { ...resources.Stage, Properties: { ...resources.Stage.Properties, DeploymentId: { Ref: 'Older' } } } })).toEqual(['not-awaited Method1']);
  });
  test('of an API without methods can\'t be', () => expect(problems(apiResources({}))).toEqual(['without-methods Api']));
  test('of an API in a document has it all', () => {
    expect(problems(apiResources({}, { Body: { paths: { '/': { get: {} } } } }))).toEqual([]);
  });
  test('what depends on itself isn\'t a loop', () => {
    expect(problems({ ...resources, Deployment: { ...resources.Deployment, DependsOn: ['Stage'] }, Stage: { ...resources.Stage, DependsOn: ['Deployment'] } })).toEqual(['not-awaited Method0', 'not-awaited Method1']);
  });
  test('CorsRestApi has none', () => {
    const stack = new Stack(new App(), 'Stack');
    new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins('https://a.example'), handler: newFunction(stack) });
    expect(problems(Template.fromStack(stack).toJSON().Resources)).toEqual([]);
  });
});
