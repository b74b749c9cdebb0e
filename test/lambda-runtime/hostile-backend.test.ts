/** What a back end answers is handed on as it is: nothing is unpacked, and no other host is asked. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpBackend } from '../../src/lambda-runtime/http-backend';

const servers: Server[] = [];
const backend = new HttpBackend();

const serverOf = (listener: RequestListener): Promise<string> => new Promise((done) => {
  const server = createServer(listener).listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  servers.push(server);
});

afterAll(async () => {
  backend.close();
  await Promise.all(servers.map((server) => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  })));
});

const get = (url: string) => backend.send({ method: 'GET', url, headers: [['Host', new URL(url).host], ['Authorization', 'secret']], body: undefined }, 10_000);

test.each([301, 302, 303, 307, 308])('a redirect (%d) to another host isn\'t followed, so that no header reaches it', async (status) => {
  let asked = 0;
  const other = await serverOf((_request, reply) => {
    asked++;
    reply.end();
  });
  const url = await serverOf((_request, reply) => reply.writeHead(status, { location: `${other}/stolen` }).end());
  expect(await get(url)).toMatchObject({ status });
  expect(asked).toBe(0);
});

test('a compressed bomb stays compressed', async () => {
  const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
  const url = await serverOf((_request, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  expect(await get(url)).toMatchObject({ status: 200, body: bomb });
});

test('an answer without an end is cut at 10 MB', async () => {
  const url = await serverOf((request, reply) => {
    const timer = setInterval(() => reply.write(Buffer.alloc(1024 * 1024)), 1);
    request.socket.on('close', () => clearInterval(timer));
  });
  expect(await get(url)).toMatchObject({ failed: 'connection', message: expect.stringContaining('more than 10 MB') });
});
