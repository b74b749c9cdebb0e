import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unknown } from '../../src/template/unknown';
import { ROOT } from '../support/assembly';
import { Functions, inline, nodeFunction } from './running';

let functions: Functions;
let server: Server | undefined;
afterEach(async () => {
  await functions.runner.close();
  server?.close();
  server = undefined;
});

const V2 = {
  version: '2.0',
  rawPath: '/prod/items',
  rawQueryString: 'a=1&a=2',
  headers: { 'host': 'x.execute-api.eu-west-1.amazonaws.com', 'x-own': '1' },
  cookies: ['s=1', 't=2'],
  requestContext: { http: { method: 'POST' }, stage: 'prod', domainName: 'x.execute-api.eu-west-1.amazonaws.com' },
  body: 'aGk=',
  isBase64Encoded: true,
};

// The folders of this file's functions, apart from those of other files that are tested at the same time.
const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-runner-'));
beforeEach(() => { jest.spyOn(os, 'tmpdir').mockReturnValue(folder); });
afterEach(() => jest.restoreAllMocks());
const folders = () => readdirSync(folder);

type Served = [number, [string, string][], string | Buffer] | undefined;

async function serving(answer: (request: IncomingMessage, body: string) => Served): Promise<string> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const given = answer(request, Buffer.concat(chunks).toString());
    if (given !== undefined) {
      response.writeHead(given[0], given[1].flat()).end(given[2]);
    }
  });
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what can\'t be run is unknown, with what to do', () => {
  test.each([
    ['Java', nodeFunction({ Runtime: 'java21', Code: { ZipFile: '' } }), 'the runtime java21 isn\'t run here'],
    ['an image', { PackageType: 'Image', Code: { ImageUri: 'x' } }, 'container images aren\'t run here'],
    ['code that isn\'t an asset', nodeFunction({ Code: { S3Bucket: 'elsewhere', S3Key: 'x' } }), 'the code isn\'t among the assets'],
  ])('%s', async (_, properties, reason) => {
    const result = await (functions = new Functions({ Fn: properties })).invoke();
    expect(result).toBeInstanceOf(Unknown);
    expect(String(result)).toContain(reason);
    expect(String(result)).toContain('--backend Fn=http://localhost:8080');
  });

  test('a layer that isn\'t in the template, where the code can\'t do without', async () => {
    const Layers = ['arn:aws:lambda:eu-west-1:1:layer:theirs:1'];
    functions = new Functions({ Fn: inline('require("theirs")', { Layers }), Free: inline('exports.handler = async () => 1', { Layers }) });
    expect(String(await functions.invoke('Fn'))).toContain('the layer arn:aws:lambda:eu-west-1:1:layer:theirs:1 isn\'t among the assets');
    expect(await functions.invoke('Free')).toEqual({ payload: 1 });
    expect(functions.lines.map(({ level }) => level)).toEqual(['WARN', 'WARN']);
  });

  test('code that can\'t be unpacked is an error and leaves nothing behind', async () => {
    functions = new Functions({ Fn: nodeFunction({ Code: { S3Bucket: 'assets', S3Key: '/no/such/asset' } }) });
    for (const _ of [1, 2]) {
      expect(await functions.invoke()).toMatchObject({ error: { errorMessage: expect.stringContaining('can\'t be unpacked') } });
    }
    expect(folders()).toEqual([]);
  });
});

describe('replacements', () => {
  beforeEach(() => { functions = new Functions({ Fn: inline('exports.handler = async () => "own"') }); });

  test('code', async () => {
    functions.runner.replace('Fn', (event) => ({ got: event.a, lost: undefined }));
    expect(await functions.invoke('Fn', { a: 1 })).toEqual({ payload: { got: 1 } });
    functions.runner.replace('Fn', async () => { throw new TypeError('boom'); });
    expect(await functions.invoke()).toEqual({ error: { errorType: 'TypeError', errorMessage: 'boom' } });
    functions.runner.replace('Fn', () => new Promise(() => undefined));
    const never = functions.invoke('Fn', {}, 30);
    functions.clock.advance(30);
    expect(await never).toEqual({ timedOut: true });
  });

  test('a URL gets the request that the event stands for, and its answer becomes the payload', async () => {
    let seen: unknown;
    const url = await serving(({ method, url: path, headers }, body) => {
      seen = { method, path, own: headers['x-own'], cookie: headers.cookie, host: headers.host, body };
      return [201, [['Content-Type', 'text/plain'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['X-Two', '1'], ['X-Two', '2']], 'ok'];
    });
    functions.runner.replace('Stack/Fn', `${url}/base/`);
    expect(await functions.invoke('Fn', V2)).toEqual({
      payload: {
        statusCode: 201,
        body: 'ok',
        isBase64Encoded: false,
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({ 'content-type': 'text/plain', 'x-two': '1, 2' }),
      },
    });
    expect(seen).toEqual({ method: 'POST', path: '/base/items?a=1&a=2', own: '1', cookie: 's=1; t=2', host: new URL(url).host, body: 'hi' });
  });

  test('a URL that is down, slow, or has no end', async () => {
    functions.runner.replace('Fn', 'http://127.0.0.1:1');
    expect(await functions.invoke('Fn', V2)).toMatchObject({ error: { errorType: 'BackendUnreachable', errorMessage: expect.stringContaining('http://127.0.0.1:1') } });
    functions.runner.replace('Fn', await serving(() => undefined));
    const slow = functions.invoke('Fn', V2, 50);
    functions.clock.advance(50);
    expect(await slow).toEqual({ timedOut: true });
    server!.closeAllConnections();
    server!.close();
    functions.runner.replace('Fn', await serving(() => [200, [], Buffer.alloc(11 * 1024 * 1024)]));
    expect(await functions.invoke('Fn', V2)).toMatchObject({ error: { errorMessage: expect.stringContaining('more than 10 MB') } });
  });

  test('an authorizer\'s event can\'t be sent to a URL', async () => {
    functions.runner.replace('Fn', 'http://127.0.0.1:1');
    expect(String(await functions.invoke('Fn', { type: 'REQUEST', requestContext: {} }))).toContain('doesn\'t describe an HTTP request');
  });

  test.each([
    ['Other', 'http://localhost:1', 'the template has no function "Other"; it has Fn'],
    ['Fn', 'localhost:8080', 'must be an http or https URL'],
    ['Fn', '', 'must be an http or https URL'],
  ])('%s=%s is refused', (logicalId, url, message) => {
    expect(() => functions.runner.replace(logicalId, url)).toThrow(message);
  });
});

test('closing removes the files, ends the calls, and a later call starts anew', async () => {
  functions = new Functions({ Fn: inline('exports.handler = async ({ wait }) => { if (wait) await new Promise((done) => setTimeout(done, 3600_000)); return __dirname; }') });
  const { payload } = await functions.invoke() as { payload: string };
  expect(folders().map((name) => payload.includes(name))).toEqual([true]);
  const pending = functions.invoke('Fn', { wait: true });
  await functions.runner.close();
  expect(await pending).toMatchObject({ error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('closed') } });
  expect(folders()).toEqual([]);
  expect(await functions.invoke()).toEqual({ payload: expect.stringContaining(folders()[0]) });
});

test('a process that ends without closing removes the files', () => {
  const script = `
    const { makeTaskFolder } = require('./src/lambda-runtime/task-folder.ts');
    void makeTaskFolder({ code: { inline: '' }, layers: [], language: 'nodejs', runtime: 'nodejs22.x' }).then(({ root }) => {
      console.log(require('node:fs').existsSync(root));
      process.exit(3);
    });`;
  const own = mkdtempSync(join(tmpdir(), 'ends-'));
  const { stdout, status } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { cwd: ROOT, env: { ...process.env, TMPDIR: own }, encoding: 'utf8' });
  expect([stdout.trim(), status]).toEqual(['true', 3]);
  expect(readdirSync(own).filter((name) => name.startsWith('cdk-cors-function-'))).toEqual([]);
});
