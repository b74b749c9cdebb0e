/** Preflights that come again are answered without asking the app, and nobody sees it. */
import { connect } from 'node:net';
import { Emulator } from '../../src/emulator';
import type { RunningServer, ServeEvent } from '../../src/serve';
import { folders, send, serving } from './world';

const PAGE = 'https://app.example.com';
const events: ServeEvent[] = [];
let server: RunningServer;
let asked: jest.SpyInstance;

beforeAll(async () => {
  server = await serving(folders(), { listener: (event) => events.push(event) });
});
afterAll(() => server.close());
beforeEach(() => {
  events.length = 0;
  asked = jest.spyOn(Emulator.prototype, 'sendAsync');
});
afterEach(() => asked.mockRestore());

const preflight = (path: string, headers: Record<string, string> = {}) => send(`${server.entrance('rest-api').url}${path}`, {
  method: 'OPTIONS', headers: { 'origin': PAGE, 'access-control-request-method': 'PUT', ...headers },
});
const logged = () => events.flatMap((event) => event.type === 'request' ? [event.entry] : []);

test('the app is asked once; each answer has an id and a line in the log of its own', async () => {
  const answers = [await preflight('/mock'), await preflight('/mock'), await preflight('/mock')];
  expect(asked).toHaveBeenCalledTimes(1);
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(answers.map(({ headers }) => headers['access-control-allow-origin'])).toEqual([PAGE, PAGE, PAGE]);
  expect(new Set(answers.map(({ headers }) => headers['x-amzn-requestid'])).size).toBe(3);
  const entries = logged();
  expect(entries.map(({ id }) => id)).toEqual([entries[0].id, entries[0].id + 1, entries[0].id + 2]);
  expect(entries.map(({ id, time, duration, ...rest }) => rest)).toEqual(Array(3).fill(expect.objectContaining({ method: 'OPTIONS', preflight: true, status: 204, origin: PAGE })));
});

test.each<[what: string, path: string, headers: Record<string, string>]>([
  ['another path', '/mock?x=1', {}],
  ['another origin', '/mock', { origin: 'https://foreign.example' }],
  ['another method', '/mock', { 'access-control-request-method': 'DELETE' }],
  ['another header, whatever it says', '/mock', { 'x-other': '1' }],
])('%s is another request', async (_, path, headers) => {
  await preflight('/mock');
  asked.mockClear();
  await preflight(path, headers);
  expect(asked).toHaveBeenCalledTimes(1);
});

test('what a function answers is asked for each time', async () => {
  await preflight('/a/b');
  await preflight('/a/b');
  expect(asked).toHaveBeenCalledTimes(2);
});

test('a request that names its host in the first line isn\'t taken for one that doesn\'t', async () => {
  const { port } = server.entrance('rest-api');
  const lines = (target: string) => `OPTIONS ${target} HTTP/1.1\r\nHost: nowhere.example\r\nOrigin: ${PAGE}\r\nAccess-Control-Request-Method: PUT\r\nConnection: close\r\n\r\n`;
  const status = (target: string) => new Promise<string>((resolve, reject) => {
    let text = '';
    connect(port, '127.0.0.1').on('data', (chunk) => text += chunk).on('end', () => resolve(text.slice(9, 12))).on('error', reject).end(lines(target));
  });
  expect([await status(`http://localhost:${port}/prod/mock`), await status(`http://localhost:${port}/prod/mock`)]).toEqual(['204', '204']);
  expect(await status('/prod/mock')).toBe('421');
});

test('an app that was replaced is asked anew', async () => {
  await preflight('/mock', { 'x-again': '1' });
  expect(await server.reload()).toBe(true);
  asked.mockClear();
  await preflight('/mock', { 'x-again': '1' });
  expect(asked).toHaveBeenCalledTimes(1);
});
