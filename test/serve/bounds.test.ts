/** What clients make the server keep is bounded. */
import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { streamEvents } from '../../src/serve/api';
import { openDoor } from '../../src/serve/http-door';
import { Hub } from '../../src/serve/hub';

const listening = (server: Server): Promise<number> => new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));

describe('streams of events', () => {
  let hub: Hub;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    hub = new Hub();
    server = createServer((_request, reply) => streamEvents({ hub, reloads: 0 } as never, reply));
    port = await listening(server);
  });

  afterEach(() => new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  }));

  const opened = (): Promise<{ status: number; ended: Promise<unknown> }> => new Promise((done) => {
    get({ port, host: '127.0.0.1' }, (answer) => {
      const ended = new Promise((end) => answer.once('close', end).once('error', end));
      answer.pause();
      done({ status: answer.statusCode!, ended });
    });
  });

  test('one that isn\'t read is closed, instead of kept in memory', async () => {
    let kept = 0;
    server.once('request', (_request, reply) => setInterval(() => { kept = Math.max(kept, reply.writableLength); }, 1).unref());
    await opened();
    const line = { logicalId: 'Fn', text: 'x'.repeat(50_000) } as never;
    for (let told = 0; told < 1500; told++) {
      hub.tell({ type: 'function', line });
      if (told % 10 === 0) {
        await new Promise((done) => setImmediate(done));
      }
    }
    expect(kept).toBeLessThan(1024 * 1024 + 100_000);
    expect((hub as unknown as { listeners: Set<unknown> }).listeners.size).toBe(0);
  });

  test('there are at most 32, and one that is closed makes room', async () => {
    const streams = await Promise.all(Array.from({ length: 32 }, opened));
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await opened()).status).toBe(503);
    server.closeAllConnections();
    await Promise.all(streams.map(({ ended }) => ended));
    expect((await opened()).status).toBe(200);
  });
});

test('a head that is sent slowly is cut at 15 seconds, and not at 45', async () => {
  const door = await openDoor({ port: 0, handler: (_request, reply) => void reply.end(), problem: () => undefined });
  const started = performance.now();
  const answer = await new Promise<string>((done) => {
    let text = '';
    const socket = connect(door.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n'));
    const timer = setInterval(() => socket.write('X: y\r\n'), 1000);
    socket.on('data', (chunk) => { text += chunk.toString(); });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      done(text);
    });
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(performance.now() - started).toBeGreaterThan(14_000);
  expect(performance.now() - started).toBeLessThan(29_000);
  await door.close();
}, 60_000);
