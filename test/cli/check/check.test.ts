import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RULES } from '../../../src/verify';
import { BROKEN, GOOD, restApi, UNKNOWN } from '../../support/templates';
import { cdkCors, type Ran } from '../world';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-check-'));
  write('good.json', GOOD);
  write('broken.json', BROKEN);
  write('closed.json', restApi([{ path: '/items', method: 'GET' }]));
  write('unknown.json', UNKNOWN);
});

function write(name: string, content: unknown): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  return name;
}

const check = async (args: readonly string[], io: Parameters<typeof cdkCors>[1] = {}): Promise<Ran> => cdkCors(['check', ...args], { cwd: folder, ...io });
const report = async (...args: string[]) => JSON.parse((await check([...args, '--format', 'json'])).stdout);
const rulesOf = async (...args: string[]): Promise<string[]> => (await report(...args)).findings.map(({ rule }: { rule: string }) => rule);

describe('exit codes', () => {
  test.each<[name: string, args: string[], code: number]>([
    ['nothing wrong', ['good.json'], 0],
    ['an error', ['broken.json'], 1],
    ['an error, and it doesn\'t matter', ['broken.json', '--fail-on', 'never'], 0],
    ['an error, where warnings matter', ['broken.json', '--fail-on', 'warning'], 1],
    ['nothing wrong, where warnings matter', ['good.json', '--fail-on', 'warning'], 0],
    ['nothing wrong and nothing unknown, where that matters', ['good.json', '--fail-on', 'unknown'], 0],
    ['something unknown', ['unknown.json'], 0],
    ['something unknown, where that matters', ['unknown.json', '--fail-on', 'unknown'], 1],
    ['an error, where the unknown matters', ['broken.json', '--fail-on', 'unknown'], 1],
    ['no page was asked for', ['closed.json'], 0],
    ['no page was asked for, where the unknown matters', ['closed.json', '--fail-on', 'unknown'], 1],
    ['a format that isn\'t', ['good.json', '--format', 'xml'], 2],
    ['a file that isn\'t', ['nowhere.json'], 2],
  ])('%s', async (_name, args, code) => {
    expect((await check(args)).code).toBe(code);
  });
});

describe('wrong use', () => {
  test.each<[args: string[], message: string]>([
    [['--format', 'jsn'], '--format "jsn" isn\'t known; did you mean json?'],
    [['--fail-on', 'all'], '--fail-on "all" isn\'t known; there is error, warning, unknown, never'],
    [['--page-origin', 'https://app.example.com/'], '--page-origin "https://app.example.com/" isn\'t as browsers send it; write https://app.example.com'],
    [['--page-origin', 'https://APP.example.com:443'], 'write https://app.example.com'],
    [['--page-origin', 'app.example.com'], '"app.example.com" isn\'t an origin of a page'],
    [['--page-origin', 'file:///tmp/x.html'], '"file:///tmp/x.html" isn\'t an origin of a page'],
    [['--rule', 'preflight-refusd'], 'unknown rule "preflight-refusd"; did you mean preflight-refused?'],
    [['--no-rule', 'xyz'], 'unknown rule "xyz"; there is '],
    [['--parameter', 'Origin'], '--parameter "Origin" has no value; write --parameter Origin=value'],
    [['--entrance', 'Nope'], '--entrance: "Nope" isn\'t an entrance of the app; its entrances are good/Api (rest-api, https://'],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await check(['good.json', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nSee cdk-cors check --help\.\n$/);
  });
});

describe('what can\'t be read is told in a sentence that names the place, with exit code 2', () => {
  const deep = (open: string, close: string) => `{"Resources": {"A": ${open.repeat(50_000)}1${close.repeat(50_000)}}}`;

  test.each<[name: string, content: unknown, message: string | RegExp]>([
    ['empty.json', '', 'empty.json isn\'t a CloudFormation template: it is null, and an object with Resources is expected'],
    ['list.json', [], 'list.json isn\'t a CloudFormation template: it is a list'],
    ['text.yaml', 'hello', 'text.yaml isn\'t a CloudFormation template: it is a string'],
    ['resources.yaml', 'Resources: 5', 'resources.yaml isn\'t a CloudFormation template: its Resources are a number'],
    ['comma.json', '{\n "Resources": {\n  "A": 1,\n }\n}', 'comma.json isn\'t valid JSON at line 4, column 2: '],
    ['indent.yaml', 'Resources:\n  A: b: c\n', /indent\.yaml isn't valid YAML: .* at line 2, column \d+/],
    ['tag.yaml', 'Resources:\n  A: !Env x\n', /tag\.yaml isn't valid YAML: Unresolved tag: !Env at line 2, column 6/],
    ['binary.json', '\u0000\u0001\u0002', 'binary.json isn\'t a '],
    ['deep.json', deep('[', ']'), 'deep.json can\'t be read as JSON: it is nested too deeply'],
    ['deep.yaml', `Resources:\n  A: ${'['.repeat(50_000)}`, 'deep.yaml isn\'t valid YAML: '],
    ['huge.json', `{"Resources": {"A": "${'x'.repeat(9_000_000)}"}}`, 'huge.json has 9000024 bytes, and CloudFormation takes a template of at most 1,000,000'],
    ['sam.yaml', 'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function }', 'sam is a SAM template, which CloudFormation transforms before it deploys it; give the transformed template'],
    ['sam-resource.yaml', 'Resources:\n  F: { Type: AWS::Serverless::Api }', 'F is of SAM\'s AWS::Serverless::Api, which is to be transformed first'],
  ])('%s', async (name, content, message) => {
    const { code, stdout, stderr } = await check([write(name, content)]);
    expect(stderr.slice(0, 400)).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('a folder that isn\'t an assembly', async () => {
    write('folder/readme.txt', 'x');
    expect((await check(['folder'])).stderr).toMatch(/folder isn't a cloud assembly: it has no manifest\.json; run "cdk synth" first/);
  });

  test('an assembly whose manifest is broken', async () => {
    write('broken.out/manifest.json', '{"artifacts": {');
    const { code, stderr } = await check(['broken.out']);
    expect(stderr).toMatch(/manifest\.json isn't valid JSON at line 1, column 16: /);
    expect(code).toBe(2);
  });

  test('an assembly whose template isn\'t there', async () => {
    write('gone.out/manifest.json', { artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } } });
    const { code, stderr } = await check(['gone.out']);
    expect(stderr).toMatch(/Shop\.template\.json can't be read: ENOENT/);
    expect(code).toBe(2);
  });

  test('no assembly at all', async () => {
    expect(await check([], { cwd: mkdtempSync(join(tmpdir(), 'cdk-cors-none-')) })).toEqual({
      code: 2, stdout: '', stderr: 'cdk-cors check: there is no cdk.out; run "cdk synth" first, or name the folder that it wrote or a template, such as path/to/cdk.out\n',
    });
  });
});

describe('a template that goes in circles or names things to hurt', () => {
  test('references in a circle end, and what they are about is unknown', async () => {
    const circle = (of: string) => ({ Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [of, 'Arn'] }, FunctionName: { 'Fn::GetAtt': [of, 'Arn'] } } });
    write('circle.json', restApi([{ path: '/items', method: 'GET', headers: null }], { A: circle('B'), B: circle('A') }));
    const { code, stderr } = await check(['circle.json', '--page-origin', 'https://app.example.com', '--fail-on', 'never']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('names of JavaScript\'s own and control characters stay text, and never reach the terminal as commands', async () => {
    const hostile = '/\u001b[31m\u202e<script>';
    write('hostile.json', restApi([{ path: '/__proto__', method: 'GET' }, { path: hostile, method: 'GET' }], { __proto__: { Type: 'constructor' } }));
    const { stdout } = await check(['hostile.json', '--page-origin', 'https://app.example.com']);
    expect(stdout).toContain('GET  /__proto__');
    expect(stdout).toContain('/\\u001b[31m\\u202e<script>');
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('a template without an entrance', () => {
  const NOTHING = 'bucket.json: nothing to check: no REST API, HTTP API, function URL or CloudFront distribution is in it\n';

  beforeAll(() => write('bucket.json', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }));

  test('isn\'t a failure, and never silence', async () => {
    expect(await check(['bucket.json'])).toEqual({ code: 0, stdout: `${NOTHING}\n`, stderr: '' });
    expect(await check(['bucket.json', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: NOTHING });
    expect(await check(['bucket.json', '--format', 'json'])).toMatchObject({ code: 0, stderr: NOTHING });
  });
});

describe('what isn\'t known', () => {
  const lastLine = async (...args: string[]) => (await check(args)).stdout.trimEnd().split('\n').at(-1);

  test('is counted in the last line, with and without a policy', async () => {
    write('policy-of-unknown.json', { allowOrigins: ['https://app.example.com'] });
    for (const args of [['unknown.json'], ['unknown.json', '--policy', 'policy-of-unknown.json'], ['unknown.json', '--policy', 'policy-of-unknown.json', '--quiet']]) {
      expect(await lastLine(...args)).toMatch(/^No findings\. [1-9]\d* unknown: what the template alone doesn't tell/);
    }
    expect(await lastLine('good.json')).toBe('No findings.');
    expect((await check(['unknown.json', '--quiet'])).stdout).toBe('');
  });

  test('is counted in JSON, SARIF, HTML and annotations', async () => {
    const { summary } = await report('unknown.json');
    expect(summary.unknown).toBeGreaterThan(0);
    const note = `${summary.unknown} unknown`;
    expect((await check(['unknown.json', '--format', 'github'])).stdout).toContain(`::notice title=cdk-cors::${note}: `);
    expect((await check(['unknown.json', '--format', 'github'])).stdout).toContain(`cdk-cors: 0 findings, ${note}, `);
    expect((await check(['unknown.json', '--format', 'html'])).stdout).toContain(note);
    const { runs } = JSON.parse((await check(['unknown.json', '--format', 'sarif'])).stdout);
    expect(runs[0].invocations[0].toolExecutionNotifications).toEqual([{ level: 'note', message: { text: expect.stringContaining(note) } }]);
    expect((await report('good.json')).summary.unknown).toBe(0);
  });

  test('that no page was asked is said by every format', async () => {
    const said = 'nothing in the template says which pages elsewhere may call it';
    expect((await report('closed.json')).notAsked).toEqual([{ entrance: 'closed/Api', message: expect.stringContaining(said) }]);
    expect((await report('good.json')).notAsked).toEqual([]);
    for (const format of ['sarif', 'github', 'json', 'html']) {
      expect((await check(['closed.json', '--format', format])).stdout).toContain(said);
    }
  });
});

describe('what is asked', () => {
  test('--page-origin: pages that the template doesn\'t declare', async () => {
    expect((await check(['closed.json'])).stdout.replace(/\s+/g, ' ')).toContain('name one with --page-origin https://app.example.com');
    const { matrix } = await report('closed.json', '--page-origin', 'https://one.example', '--page-origin', 'https://two.example');
    expect(matrix.filter(({ role }: { role: string }) => role === 'declared').map(({ page }: { page: string }) => page)).toEqual(['https://one.example', 'https://two.example']);
  });

  test.each(['capacitor://localhost', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'tauri://localhost'])('--page-origin %s: an app shell or an extension', async (origin) => {
    write('closed.json', restApi([{ path: '/items', method: 'GET' }]));
    const { matrix } = await report('closed.json', '--page-origin', origin);
    expect(matrix.filter(({ role }: { role: string }) => role === 'declared').map(({ page }: { page: string }) => page)).toEqual([origin]);
  });

  test('app shells of an HTTP API are asked, with and without a policy', async () => {
    const pages = ['capacitor://localhost', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'];
    write('shells.json', {
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: pages, AllowMethods: ['PUT'], AllowHeaders: ['content-type'] } } },
        Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: 'https://back.example.net' } },
        Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'PUT /tasks', Target: { 'Fn::Sub': 'integrations/${Integration}' } } },
        Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true } },
      },
    });
    write('shells-policy.json', { allowOrigins: pages, allowMethods: ['PUT'], allowHeaders: ['Content-Type'] });
    const allowed = ({ matrix }: { matrix: any[] }) => matrix.filter(({ role, success }) => role === 'declared' && success === 'allowed').map(({ page }) => page);
    expect(allowed(await report('shells.json'))).toEqual(pages);
    expect(allowed(await report('shells.json', '--policy', 'shells-policy.json'))).toEqual(pages);
    write('shells-policy.json', { allowOrigins: [...pages, 'ionic://localhost'] });
    expect(await rulesOf('shells.json', '--policy', 'shells-policy.json')).not.toEqual([]);
  });

  test('--entrance: one of several', async () => {
    write('two.json', { Resources: { ...GOOD.Resources, Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'other' } } } });
    const entrances = async (...args: string[]) => (await report('two.json', ...args)).entrances.map(({ logicalId }: { logicalId: string }) => logicalId);
    expect(await entrances()).toEqual(['Api', 'Other']);
    expect(await entrances('--entrance', 'Other', '--entrance', 'two/Other')).toEqual(['Other']);
  });

  test('--parameter: what the template leaves open', async () => {
    const declared = restApi([{ path: '/items', method: 'GET', headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } }]);
    write('parameter.json', JSON.stringify({ ...declared, Parameters: { Origin: { Type: 'String' } } }).replaceAll('"\'https://app.example.com\'"', '{"Fn::Sub": "\'${Origin}\'"}'));
    const success = async (...args: string[]) => (await report('parameter.json', '--page-origin', 'https://app.example.com', ...args)).matrix[0].success;
    expect(await success()).toBe('unknown');
    expect(await success('--parameter', 'Origin=https://app.example.com')).toBe('allowed');
    expect(await success('--parameter', 'parameter:Origin=https://app.example.com')).toBe('allowed');
    expect((await check(['parameter.json', '--parameter', 'Orign=x'])).stderr).toContain('no template has a parameter "Orign"; did you mean Origin?');
  });

  test('--exhaustive: everything, with the same findings', async () => {
    const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com' };
    write('alike.json', restApi(Array.from({ length: 5 }, (_, index) => ({ path: `/p${index}`, method: 'GET', headers }))));
    const [some, all] = [await report('alike.json'), await report('alike.json', '--exhaustive')];
    expect(all.summary.questions).toBeGreaterThan(some.summary.questions);
    const said = ({ findings }: { findings: Record<string, unknown>[] }) => findings.map(({ rule, path, message }) => ({ rule, path, message }));
    expect(said(all)).toEqual(said(some));
  });
});

describe('rules', () => {
  test('--rule and --no-rule choose among them', async () => {
    const all = await rulesOf('broken.json');
    expect(all.length).toBeGreaterThan(1);
    const [first] = all;
    expect(new Set(await rulesOf('broken.json', '--rule', first))).toEqual(new Set([first]));
    expect(await rulesOf('broken.json', '--no-rule', first)).not.toContain(first);
    const none = RULES.flatMap(({ id }) => ['--no-rule', id]);
    expect(await check(['broken.json', '--quiet', ...none])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('--policy', () => {
  const PROOF = { allowOrigins: ['https://app.example.com'], allowMethods: ['GET'], allowHeaders: ['content-type'] };

  test('what it allows and the template too is right', async () => {
    write('policy.json', PROOF);
    expect(await rulesOf('good.json', '--policy', 'policy.json')).toEqual([]);
  });

  test('an origin that the template doesn\'t let in is found, and one that it lets in besides', async () => {
    write('other.json', { ...PROOF, allowOrigins: ['https://other.example.com'] });
    const { findings, matrix } = await report('good.json', '--policy', 'other.json');
    expect(findings.length).toBeGreaterThan(0);
    const wrong = (page: string) => matrix.filter((row: { page: string }) => row.page === page).flatMap((row: { wrong: string[] }) => row.wrong);
    expect(wrong('https://other.example.com')).toContain('success');
    expect(wrong('https://app.example.com')).toContain('success');
  });

  test.each<[name: string, content: unknown, message: string]>([
    ['broken', '{"allowOrigins": ["x",]}', 'isn\'t valid JSON at line 1, column 23; write {"allowOrigins"'],
    ['list', [], 'is expected to be an object; write {"allowOrigins"'],
    ['unknown', { allowOrigin: ['x'] }, 'has "allowOrigin", which isn\'t a property of a policy; did you mean allowOrigins?'],
    ['shape', { allowOrigins: 'https://app.example.com' }, 'is expected to be a list of texts, such as ["https://app.example.com", "https://*.preview.example.com"]; got "https://app.example.com"'],
    ['age', { allowOrigins: ['https://app.example.com'], maxAge: '5m' }, 'maxAge of the policy age.policy.json is expected to be a number of seconds, such as 600; got "5m"'],
    ['none', {}, 'has no allowOrigins: a list of texts'],
    ['slash', { allowOrigins: ['https://app.example.com/'] }, 'slash.policy.json: origin "https://app.example.com/" ends with a slash, which browsers never send; write "https://app.example.com"'],
    ['star', { allowOrigins: ['*'], allowCredentials: true }, 'star.policy.json: '],
    ['both', { allowOrigins: ['*', 'https://app.example.com'] }, 'both.policy.json: '],
  ])('%s is refused with what to write', async (name, content, message) => {
    const { code, stderr } = await check(['good.json', '--policy', write(`${name}.policy.json`, content)]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  test('a file that isn\'t there', async () => {
    expect((await check(['good.json', '--policy', 'nowhere.json'])).stderr).toContain('the policy nowhere.json can\'t be read: ENOENT');
  });

  test('any origin', async () => {
    write('any.json', { allowOrigins: ['*'] });
    expect((await check(['good.json', '--policy', 'any.json'])).code).toBe(1);
  });
});

describe('where the report goes', () => {
  test('--output: a file, in the format of its ending', async () => {
    const { code, stdout, stderr } = await check(['broken.json', '--output', 'reports/cors.sarif']);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'the report is in reports/cors.sarif\n' });
    expect(JSON.parse(readFileSync(join(folder, 'reports/cors.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  test('--format wins over the ending', async () => {
    await check(['good.json', '--output', 'report.json', '--format', 'text', '--quiet']);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('');
  });

  test('what is read isn\'t overwritten', async () => {
    const { code, stderr } = await check(['good.json', '--output', './good.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('--output ./good.json would overwrite what is read; name another file');
    expect(JSON.parse(readFileSync(join(folder, 'good.json'), 'utf8'))).toEqual(GOOD);
  });

  test('a file that can\'t be written', async () => {
    const { code, stderr } = await check(['good.json', '--output', 'good.json/report.txt']);
    expect(code).toBe(2);
    expect(stderr).toContain('good.json/report.txt can\'t be written: ');
  });

  test('colours only on a terminal that wants them', async () => {
    const coloured = async (isTTY: boolean, env: Record<string, string>) => {
      let written = '';
      await check(['broken.json'], { stdout: { isTTY, write: (text: string) => (written += text) }, env });
      return written.includes('\u001b[');
    };
    expect([await coloured(true, {}), await coloured(true, { NO_COLOR: '1' }), await coloured(true, { NO_COLOR: '' }), await coloured(false, {})]).toEqual([true, false, true, false]);
  });

  test('progress is told on a terminal when it takes long, and gone at the end', async () => {
    const routes = Array.from({ length: 300 }, (_, index) => ({ path: `/p${index}`, method: 'GET', headers: { 'Access-Control-Allow-Origin': `https://p${index}.example` } }));
    write('long.json', restApi(routes));
    const stderr = async (isTTY: boolean, ...args: string[]) => {
      let written = '';
      jest.spyOn(Date, 'now').mockImplementation(((now) => () => (now += 60_000))(0));
      await check(['long.json', '--fail-on', 'never', '--rule', RULES[0].id, '--entrance', 'Api', ...args], { stderr: { isTTY, write: (text: string) => (written += text) } });
      jest.restoreAllMocks();
      return written;
    };
    expect(await stderr(true)).toMatch(/^\r\u001b\[Kasking: 1 of 300 methods of routes[^]*300 of 300 methods of routes\r\u001b\[K$/);
    expect(await stderr(true, '--quiet')).toBe('');
    expect(await stderr(false)).toBe('');
  });
});
