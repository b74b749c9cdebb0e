/**
 * The guides, run as they are written: the answers of each framework carry what policy.headersFor() says. What isn't here (Spring, Powertools for Python) is
 * written so that the part that reads the policy needs the language alone; that part is run where the language is on this machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { CorsOrigin, CorsPolicy, FunctionCors } from '../../src';
import { LAYER_FOLDER } from '../../src/function/function-layer';
import { ROOT } from '../support/assembly';
import { EVENTS } from './exchanges';
import { hasPython } from './running';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/functions.md'), 'utf8');
/** The code of the guide, by its language and name. */
const SNIPPETS = Object.fromEntries([...GUIDE.matchAll(/^```(\w+) (\w+)\n([^]*?)^```$/gm)].map(([, language, name, code]) => [`${language} ${name}`, code]));

const POLICIES: { readonly [name: string]: CorsPolicy } = {
  'several origins': new CorsPolicy({
    allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.subdomainsOf('https://preview.example.com')],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Content-Type', 'Authorization'],
    exposeHeaders: ['ETag'],
    allowCredentials: true,
    maxAge: Duration.minutes(10),
  }),
  'one origin': CorsPolicy.forOrigins('https://app.example.com'),
  'any origin': CorsPolicy.unsafelyAllowAnyOrigin({ exposeHeaders: ['*'] }),
};
const ORIGINS = ['https://app.example.com', 'https://pr-7.preview.example.com', 'https://a.preview.example.com.evil.example', 'null'];
const REQUESTS = [...ORIGINS, undefined].flatMap((origin) => ['/orders', '/nothing'].map((path) => ({ method: 'GET', path, origin })))
  .concat(ORIGINS.map((origin) => ({ method: 'OPTIONS', path: '/orders', origin })));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-guides-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sends the requests to an app, by a server that listens on this machine, or by its own fetch. */
const SEND = `
import { createServer, request } from 'node:http';
const { app } = await import(process.argv[2]);
const requests = JSON.parse(process.argv[3]);
const headersOf = ({ method, origin }) => ({ ...(origin && { origin }), ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) });
async function byFetch(each) {
  const response = await app.request(each.path, { method: each.method, headers: headersOf(each) });
  return { status: response.status, headers: Object.fromEntries(response.headers) };
}
const server = app.fetch ? undefined : app.ready ? (await app.listen({ port: 0, host: '127.0.0.1' }), app.server) : createServer(app);
if (server && !server.listening) await new Promise((done) => server.listen(0, '127.0.0.1', done));
const bySocket = (each) => new Promise((done, fail) => {
  request({ port: server.address().port, host: '127.0.0.1', method: each.method, path: each.path, headers: headersOf(each), agent: false }, (response) => {
    response.resume().on('end', () => done({ status: response.statusCode, headers: response.headers }));
  }).on('error', fail).end();
});
const answers = [];
for (const each of requests) answers.push(await (server ? bySocket : byFetch)(each));
process.stdout.write(JSON.stringify(answers), () => process.exit());
`;

function runModule(name: string, code: string, args: string[], policy: CorsPolicy): any {
  writeFileSync(join(folder, name), code);
  const env = { PATH: process.env.PATH, ...FunctionCors.environment(policy) };
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, name), ...args], { cwd: folder, encoding: 'utf8', env });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** A snippet as a module. The entry of this package is its compiled file; here it is what that one re-exports. */
function moduleOf(name: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, SNIPPETS[`js ${name}`].replace('cdk-cors/function', pathToFileURL(join(LAYER_FOLDER, 'cdk-cors', 'cors.js')).href));
  return pathToFileURL(file).href;
}

const corsOf = (headers: { [name: string]: string }) => Object.fromEntries(Object.entries(headers)
  .map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => /^(access-control-|vary$)/.test(name)));

describe.each(['express', 'fastify', 'hono'])('%s', (framework) => {
  test.each(Object.keys(POLICIES))('%s', (name) => {
    const policy = POLICIES[name];
    const answers = runModule('send.mjs', SEND, [moduleOf(framework), JSON.stringify(REQUESTS)], policy);
    expect(answers.map(({ status, headers }: any) => [status, corsOf(headers)])).toEqual(REQUESTS.map(({ method, path, origin }) => [
      method === 'OPTIONS' ? 204 : path === '/orders' ? 200 : 404, corsOf(policy.headersFor({ origin, preflight: method === 'OPTIONS' })),
    ]));
  });
});

describe.each(['handler', 'powertools'])('a handler: %s', (snippet) => {
  test.each(Object.keys(POLICIES))('%s', (name) => {
    const policy = POLICIES[name];
    const { make } = EVENTS[3];
    const events = [...ORIGINS, undefined].map((origin) => ({ ...make({ origin }), rawPath: '/orders', rawQueryString: '' }));
    const code = 'const { handler } = await import(process.argv[2]); const answers = [];\n'
      + 'for (const event of JSON.parse(process.argv[3])) answers.push(await handler(event, { getRemainingTimeInMillis: () => 1000 }));\n'
      + 'process.stdout.write(JSON.stringify(answers));\n';
    const answers = runModule('call.mjs', code, [moduleOf(snippet), JSON.stringify(events)], policy);
    expect(answers.map(({ statusCode, headers }: any) => [statusCode, corsOf(headers ?? {})]))
      .toEqual([...ORIGINS, undefined].map((origin) => [200, corsOf(policy.headersFor({ origin }))]));
  });
});

test('the JSON of the guide is what FunctionCors writes', () => {
  const [, json] = /^```json\n([^]*?)^```$/m.exec(GUIDE)!;
  expect(JSON.parse(json)).toEqual(JSON.parse(FunctionCors.environment(POLICIES['several origins']).CORS_POLICY));
});

test('the table has every property and every variable', () => {
  const { CORS_POLICY: json, ...variables } = FunctionCors.environment(POLICIES['several origins']);
  for (const name of [...Object.keys(JSON.parse(json)), ...Object.keys(variables)]) {
    expect(GUIDE).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|$`, 'm'));
  }
});

if (hasPython) {
  test('Powertools for Python: the arguments of its CORSConfig', () => {
    writeFileSync(join(folder, 'guide.py'), `${SNIPPETS['py powertools']}\nimport sys\nprint(json.dumps([cors_arguments(text) for text in json.load(sys.stdin)]))\n`);
    const texts = [POLICIES['one origin'], CorsPolicy.forOrigins('https://a.example', 'https://b.example')].map((policy) => FunctionCors.environment(policy).CORS_POLICY);
    const { stdout, stderr } = spawnSync('python3', ['guide.py'], { cwd: folder, encoding: 'utf8', input: JSON.stringify(texts) });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject([
      { allow_origin: 'https://app.example.com', extra_origins: [], allow_headers: POLICIES['one origin'].allowHeaders, max_age: 7200, allow_credentials: false },
      { allow_origin: 'https://a.example', extra_origins: ['https://b.example'] },
    ]);
    const refused = spawnSync('python3', ['guide.py'], { cwd: folder, encoding: 'utf8', input: JSON.stringify([FunctionCors.environment(POLICIES['several origins']).CORS_POLICY]) });
    expect(refused.stderr).toContain('CORSConfig compares whole origins only');
  });
}

if (spawnSync('java', ['-version']).status === 0) {
  test('Java: the policy that Spring gets', () => {
    const main = `
      public class Main {
        public static void main(String[] origins) {
          EnvironmentPolicy policy = EnvironmentPolicy.of(System.getenv());
          StringBuilder allowed = new StringBuilder();
          for (String origin : origins) allowed.append(policy.allows(origin) ? "1" : "0");
          System.out.print(allowed + " " + policy.any() + " " + policy.methods() + policy.headers() + policy.exposed() + policy.credentials() + policy.maxAge());
        }
      }
    `;
    const [imports, record] = [/^import .*$/gm, /^(?!import ).*$/gm].map((lines) => SNIPPETS['java EnvironmentPolicy'].match(lines)!.join('\n'));
    mkdirSync(join(folder, 'java'), { recursive: true });
    writeFileSync(join(folder, 'java', 'Main.java'), `${imports}\n${main}\n${record}`);
    for (const policy of Object.values(POLICIES)) {
      const { stdout, stderr, status } = spawnSync('java', ['Main.java', ...ORIGINS], {
        cwd: join(folder, 'java'), encoding: 'utf8', env: { PATH: process.env.PATH, ...FunctionCors.environment(policy) },
      });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      const list = (values: string[]) => `[${values.join(', ')}]`;
      expect(stdout).toBe(`${ORIGINS.map((origin) => Number(policy.allows(origin))).join('')} ${policy.allowAnyOrigin} `
        + `${list(policy.allowMethods)}${list(policy.allowHeaders)}${list(policy.exposeHeaders)}${policy.allowCredentials}${policy.maxAge.toSeconds()}`);
    }
  }, 120_000);
}

if (spawnSync('go', ['version']).status === 0) {
  test('Go: the handler', () => {
    const main = `package main
import ("encoding/json"; "fmt"; "net/http"; "net/http/httptest"; "os"; "guide/cors")
func main() {
	handler, err := cors.Wrap(os.Getenv("CORS_POLICY"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200) }))
	if err != nil { panic(err) }
	answers := []map[string]string{}
	for _, origin := range os.Args[1:] {
		for _, method := range []string{"GET", "OPTIONS"} {
			request := httptest.NewRequest(method, "/", nil)
			request.Header.Set("Origin", origin)
			if method == "OPTIONS" { request.Header.Set("Access-Control-Request-Method", "POST") }
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			headers := map[string]string{}
			for name := range recorder.Header() { headers[name] = recorder.Header().Get(name) }
			answers = append(answers, headers)
		}
	}
	text, _ := json.Marshal(answers)
	fmt.Print(string(text))
}`;
    mkdirSync(join(folder, 'go', 'cors'), { recursive: true });
    writeFileSync(join(folder, 'go', 'go.mod'), 'module guide\n\ngo 1.18\n');
    writeFileSync(join(folder, 'go', 'main.go'), main);
    writeFileSync(join(folder, 'go', 'cors', 'cors.go'), SNIPPETS['go cors']);
    for (const policy of Object.values(POLICIES)) {
      const { stdout, stderr } = spawnSync('go', ['run', '.', ...ORIGINS], {
        cwd: join(folder, 'go'), encoding: 'utf8', env: { ...process.env, ...FunctionCors.environment(policy), GOTOOLCHAIN: 'local' },
      });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout).map(corsOf))
        .toEqual(ORIGINS.flatMap((origin) => [false, true].map((preflight) => corsOf(policy.headersFor({ origin, preflight })))));
    }
  }, 180_000);
}

test('every snippet of the guide is run here, or waits for its language', () => {
  expect(Object.keys(SNIPPETS)).toEqual([
    'js handler', 'js express', 'js fastify', 'js hono', 'js powertools', 'py powertools', 'java EnvironmentPolicy', 'java spring', 'go cors',
  ]);
});
