import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRestApi } from '../../bench/route-apis';
import { thousandPaths } from '../../examples/thousand-routes/routes';
import { fetchFromPage } from '../../src/browser';
import { Emulator, isUnknown } from '../../src/emulator';
import { verify } from '../../src/verify';
import { exampleApp } from '../support/examples';

const PAGE = 'https://office.example.com';

describe('1,000 routes × 2 methods in one stack', () => {
  const app = exampleApp('thousand-routes', mkdtempSync(join(tmpdir(), 'cdk-cors-')), { 'aws:cdk:disable-asset-staging': true });
  const artifact = app.synth().getStackByName('ThousandRoutes');
  const emulator = Emulator.fromTemplate(artifact.template);
  const [{ url }] = emulator.entrances;

  test('take at most 12 resources and 1,000,000 bytes', () => {
    expect(Object.keys(artifact.template.Resources).length).toBeLessThanOrEqual(12);
    expect(statSync(artifact.templateFullPath).size).toBeLessThanOrEqual(1_000_000);
  });

  test('are all there, and pages may call each', () => {
    expect(new Set(thousandPaths()).size).toBe(1000);
    const api = Object.values<any>(artifact.template.Resources).find(({ Type }) => Type === 'AWS::ApiGateway::RestApi');
    for (const path of thousandPaths()) {
      expect(Object.keys(api.Properties.Body.paths[path])).toEqual(expect.arrayContaining(['get', 'post']));
    }
    const wrong = thousandPaths().filter((path) => {
      const answer = emulator.send({
        method: 'OPTIONS', url: `${url}${path.replace('{id}', '7')}`, headers: { 'origin': PAGE, 'access-control-request-method': 'POST' },
      });
      return answer.status !== 204 || !answer.headers.some(([name, value]) => name === 'Access-Control-Allow-Origin' && value === PAGE);
    });
    expect(wrong).toEqual([]);
  });

  test('and can read the errors that the API makes', () => {
    const asked = { page: PAGE, url: `${url}/orders/items/7`, method: 'GET' };
    const outcomes = ['THROTTLED', 'INTEGRATION_TIMEOUT'].map((failure) => fetchFromPage(asked, (request) => {
      const sent = { method: request.method, url: request.url, headers: request.headers.map(([name, value]) => [name, value] as const) };
      const { status, headers } = emulator.send(sent, { failure });
      return isUnknown(status) ? 'unknown' : { status, headers: headers.map(([name, value]) => [name, value] as [string, string]) };
    }).outcome);
    expect(outcomes).toEqual(['allowed', 'allowed']);
  });

  test('verify finds nothing wrong', () => {
    expect(verify(emulator).findings).toEqual([]);
  }, 120_000);
});

test('the CDK\'s own way ends at 61 paths', () => {
  const resources = (paths: number) => withRestApi(paths).node.findAll().filter((node) => 'cfnResourceType' in node).length;
  expect(resources(61)).toBeLessThanOrEqual(500);
  expect(resources(62)).toBeGreaterThan(500);
});
