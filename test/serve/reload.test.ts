import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type ServeEvent, startServer } from '../../src/serve';
import { watchApp } from '../../src/serve/watch';
import { mockApi } from './template';
import { send } from './world';

let folder: string;
let file: string;
let server: RunningServer | undefined;
const events: ServeEvent[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-reload-'));
  file = join(folder, 'Shop.template.json');
  events.length = 0;
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const write = (template: unknown) => writeFileSync(file, typeof template === 'string' ? template : JSON.stringify(template));
const both = (status: number) => ({ Resources: { ...mockApi(status).Resources, ...mockApi(status, 'More').Resources } });
const start = async (watch: boolean) => server = await startServer({ app: file, port: 0, watch, listener: (event) => events.push(event) });
const statusOf = async (name = 'Api') => (await send(`${server!.entrance(name).url}/`)).status;

async function until(happened: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !happened(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(happened()).toBe(true);
}

test('a template that has changed is served as it is now, at the same port', async () => {
  write(mockApi(200));
  await start(true);
  const { url } = server!.entrance('Api');
  expect(await statusOf()).toBe(200);
  write(mockApi(418));
  await until(() => events.some(({ type }) => type === 'reload'));
  expect(await statusOf()).toBe(418);
  expect(server!.entrance('Api').url).toBe(url);
});

test('what can\'t be read is told, and the app before goes on; the next one is served', async () => {
  write(mockApi(200));
  await start(false);
  for (const broken of ['{"Resources":', '[]', '{"Resources":7}']) {
    write(broken);
    expect(await server!.reload()).toBe(false);
    expect(await statusOf()).toBe(200);
  }
  rmSync(file);
  expect(await server!.reload()).toBe(false);
  expect(await statusOf()).toBe(200);
  expect(events.flatMap((event) => event.type === 'reload-failed' ? [event.message] : [])).toEqual([
    expect.stringContaining('isn\'t valid JSON'), expect.stringContaining('isn\'t a CloudFormation template'), expect.stringContaining('Resources'),
    expect.stringContaining('run "cdk synth" first'),
  ]);
  write(mockApi(203));
  expect(await server!.reload()).toBe(true);
  expect(await statusOf()).toBe(203);
});

test('an entrance that comes gets a port, one that goes frees its own, the others keep theirs', async () => {
  write(mockApi(200));
  await start(false);
  const { port } = server!.entrance('Api');
  write(both(200));
  await server!.reload();
  expect(server!.entrances.map(({ logicalId }) => logicalId)).toEqual(['Api', 'More']);
  expect(server!.entrance('Api').port).toBe(port);
  const { url } = server!.entrance('More');
  expect(await statusOf('More')).toBe(200);
  write(mockApi(200));
  await server!.reload();
  expect(() => server!.entrance('More')).toThrow(/"More" isn't an entrance/);
  await expect(send(url)).rejects.toThrow(/ECONNREFUSED/);
  expect(await statusOf()).toBe(200);
});

test('many at once are taken one after the other, and the last one stays', async () => {
  write(mockApi(200));
  await start(false);
  const reloads = [201, 202, 203].map(async (status) => {
    write(mockApi(status));
    return server!.reload();
  });
  expect(await Promise.all(reloads)).toEqual([true, true, true]);
  expect(await statusOf()).toBe(203);
});

test('a server that is closed serves nothing, and can be closed again', async () => {
  write(mockApi(200));
  await start(true);
  const { url } = server!.entrance('Api');
  await server!.close();
  await expect(send(url)).rejects.toThrow(/ECONNREFUSED/);
  await server!.close();
});

describe('watching', () => {
  const told = jest.fn();
  let assembly: string;
  let stop: () => void;
  const make = (text: string) => {
    mkdirSync(assembly, { recursive: true });
    writeFileSync(join(assembly, 'manifest.json'), text);
  };
  const look = () => jest.advanceTimersByTime(300);

  beforeEach(() => {
    jest.useFakeTimers();
    told.mockClear();
    assembly = join(folder, 'cdk.out');
    make('{}');
    stop = watchApp(assembly, told);
  });

  afterEach(() => {
    stop();
    jest.useRealTimers();
  });

  test('waits until the files stay as they are', () => {
    for (const text of ['{ }', '{  }', '{   }', '{    }']) {
      make(text);
      look();
      expect(told).not.toHaveBeenCalled();
    }
    look();
    expect(told).toHaveBeenCalledTimes(1);
    look();
    expect(told).toHaveBeenCalledTimes(1);
  });

  test('sees what is in a nested assembly, and not what isn\'t a template', () => {
    writeFileSync(join(assembly, 'asset.txt'), 'no template');
    look();
    look();
    expect(told).not.toHaveBeenCalled();
    mkdirSync(join(assembly, 'assembly-Stage'));
    writeFileSync(join(assembly, 'assembly-Stage', 'Stack.template.json'), '{}');
    look();
    look();
    expect(told).toHaveBeenCalledTimes(1);
  });

  test('sees a folder that was made anew', () => {
    rmSync(assembly, { recursive: true });
    look();
    make('{"version":"2"}');
    look();
    look();
    expect(told).toHaveBeenCalledTimes(1);
  });

  test('ends', () => {
    stop();
    make('{"version":"3"}');
    look();
    look();
    expect(told).not.toHaveBeenCalled();
  });
});

describe('ports', () => {
  test('follow the console\'s, and one that is taken is named, with what to write', async () => {
    write(both(200));
    const free = await startServer({ app: file, port: 0, watch: false });
    const first = 20_000 + free.port % 20_000;
    await free.close();
    server = await startServer({ app: file, port: first, watch: false });
    expect([server.port, ...server.entrances.map(({ port }) => port)]).toEqual([first, first + 1, first + 2]);
    await expect(startServer({ app: file, port: first + 1, watch: false })).rejects
      .toThrow(`port ${first + 1}, for the console, is taken by another program; end it, or begin elsewhere: --port ${first + 1001}`);
  });

  test('an entrance\'s that is taken is named too, and nothing stays open', async () => {
    write(both(200));
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const taken = (other.address() as { port: number }).port;
    await expect(startServer({ app: file, port: taken - 2, watch: false })).rejects.toThrow(new RegExp(`port (?:${taken}, for Shop/More|${taken - 1}|${taken - 2}),? .*taken`));
    other.close();
  });

  test.each([-1, 65_536, 1.5, NaN])('%d is none', async (port) => {
    write(mockApi(200));
    await expect(startServer({ app: file, port, watch: false })).rejects.toThrow(`a port is a whole number from 0 to 65535, got ${port} for the console`);
  });
});

describe('what can\'t be served is told in words', () => {
  test.each<[string, object, RegExp]>([
    ['nothing there', { app: 'no/such/cdk.out' }, /^there is no no\/such\/cdk\.out; run "cdk synth" first/],
    ['a folder without an assembly', { app: '.' }, /isn't a cloud assembly: it has no manifest\.json/],
    ['a function that there isn\'t', { backends: { Nothing: 'http://localhost:1' } }, /the template has no function "Nothing"; it has none/],
    ['a back end that isn\'t a URL', { backends: { 'https://a.example': 'localhost:8080' } }, /must be an http or https URL such as http:\/\/localhost:8080, got "localhost:8080"/],
    ['a back end named by more than its origin', { backends: { 'https://a.example/path': 'http://localhost:1' } }, /by its origin, without a path: https:\/\/a\.example; got/],
    ['a bucket that there isn\'t', { sites: { Nothing: '.' } }, /the template has no bucket "Nothing" to give a folder to; it has none/],
    ['a folder that there isn\'t', { sites: { Nothing: 'no/such/folder' } }, /to be the folder no\/such\/folder, and there is no such folder/],
    ['an origin that is none', { origins: ['app.example.com'] }, /"app\.example\.com" isn't an origin; write it as browsers send it, such as https:/],
  ])('%s', async (_, options, message) => {
    write(mockApi(200));
    await expect(startServer({ app: file, port: 0, watch: false, ...options })).rejects.toThrow(message);
  });
});
