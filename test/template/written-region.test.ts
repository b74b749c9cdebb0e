/** Templates of stacks with a region of their own have it as text, and say nowhere else which it is. */
import { Emulator } from '../../src/emulator';
import { writtenRegion } from '../../src/template/written-region';

const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } };
const output = (Value: unknown) => ({ Outputs: { Out: { Value } } });
const regionOf = (more: object, options = {}) => Emulator.fromTemplate({ Resources: { Api: api }, ...more }, options).entrances[0].url.split('.')[2];

test.each([
  ['the host of an API', output({ 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] }), 'eu-west-1'],
  ['the address of an integration', output('arn:aws:apigateway:ap-southeast-2:lambda:path/2015-03-31/functions/x/invocations'), 'ap-southeast-2'],
  ['two regions', output('a.execute-api.eu-west-1.amazonaws.com b.execute-api.eu-west-2.amazonaws.com'), 'us-east-1'],
  ['what is often elsewhere', output('arn:aws:acm:eu-west-1:1:certificate/x'), 'us-east-1'],
  ['nothing', {}, 'us-east-1'],
])('%s', (_what, more, region) => {
  expect(regionOf(more)).toBe(region);
});

test('what is shared many times over is looked at once', () => {
  // as YAML's aliases can make it: 2^60 texts, if each were looked at
  const shared = Array.from({ length: 60 }).reduce((each) => [each, each], 'a.execute-api.eu-west-1.amazonaws.com');
  expect(writtenRegion(shared)).toBe('eu-west-1');
});

test('a region that is given is the region', () => {
  expect(regionOf(output('a.execute-api.eu-west-1.amazonaws.com'), { region: 'eu-north-1' })).toBe('eu-north-1');
});
