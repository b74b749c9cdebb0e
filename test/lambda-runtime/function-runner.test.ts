import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { Unknown } from '../../src/template/unknown';
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

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('cdk-cors-function-'));

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
    const before = new Set(folders());
    functions = new Functions({ Fn: nodeFunction({ Code: { S3Bucket: 'assets', S3Key: '/no/such/asset' } }) });
    for (const _ of [1, 2]) {
      expect(await functions.invoke()).toMatchObject({ error: { errorMessage: expect.stringContaining('can\'t be unpacked') } });
    }
    // Tests beside this one have folders too, but only for a while.
    const added = new Set(folders().filter((name) => !before.has(name)));
    for (const begun = Date.now(); Date.now() - begun < 15_000 && folders().some((name) => added.has(name));) {
      await new Promise((done) => setTimeout(done, 50));
    }
    expect(folders().filter((name) => added.has(name))).toEqual([]);
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
    expect(await functions.invoke('Fn', {}, 30)).toEqual({ timedOut: true });
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
    expect(await functions.invoke('Fn', V2, 50)).toEqual({ timedOut: true });
    server!.closeAllConnections();
    server!.close();
    functions.runner.replace('Fn', await serving(() => [200, [], Buffer.alloc(11 * 1024 * 1024)]));
    expect(await functions.invoke('Fn', V2)).toMatchObject({ error: { errorMessage: expect.stringContaining('more than 10 MB') } });
  });

  test('an authorizer\'s event can\'t be sent to a URL', async () => {
    functions.runner.replace('Fn', 'http://127.0.0.1:1');
    expect(String(await functions.invoke('Fn', { type: 'REQUEST', requestContext: {} }))).toContain('stands for no HTTP request');
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
  functions = new Functions({ Fn: inline('exports.handler = async ({ wait }) => { await new Promise((done) => setTimeout(done, wait)); return __dirname; }') });
  const { payload } = await functions.invoke('Fn', { wait: 0 }) as { payload: string };
  const folder = folders().find((name) => payload.includes(name))!;
  const pending = functions.invoke('Fn', { wait: 5000 });
  await functions.runner.close();
  expect(await pending).toMatchObject({ error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('closed') } });
  expect(folders()).not.toContain(folder);
  expect(await functions.invoke('Fn', { wait: 0 })).toEqual({ payload: expect.not.stringContaining(folder) });
});

test('several thousand warm calls a second', async () => {
  functions = new Functions({ Fn: inline('exports.handler = async ({ rawPath }) => ({ statusCode: 200, body: rawPath })') });
  await functions.invoke('Fn', V2);
  const begun = Date.now();
  for (let count = 0; count < 2000; count++) {
    await functions.invoke('Fn', V2);
  }
  // 17,000 a second on an idle core; the bound leaves room for a busy one.
  expect(Date.now() - begun).toBeLessThan(2000);
});
