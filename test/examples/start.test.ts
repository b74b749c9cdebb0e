import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

test('npm start synthesizes the main example with the CDK CLI, and says what was built and who may call it', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'scripts/start.ts'], { cwd: resolve(__dirname, '../..'), encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('valid under the CDK\'s strict CloudFormation validation');
  expect(stdout).toContain('CloudFront Bookshop/WebApp');
  expect(stdout).toContain('  GET     /books/{id}\n');
  expect(stdout).toMatch(/pages of https:\/\/reading-club\.example\.org may call the API/);
}, 180_000);
