import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodAnswer, goodPreflight, PAGE, readable, REFUSED_METHOD } from '../probe/answers';
import { type Behaviour, byMethod, ZooServer } from '../probe/zoo-keeper';
import { GOOD } from '../support/templates';
import { cdkCors, type Ran } from './world';

const HEALTHY = byMethod(goodPreflight([PAGE]), goodAnswer([PAGE]));
const REFUSING = byMethod(REFUSED_METHOD, goodAnswer([PAGE]));
const PUT = ['--method', 'PUT', '--header', 'content-type: application/json'];

async function probed(lives: Behaviour, ...argv: string[]): Promise<Ran & { url: string }> {
  const server = new ZooServer(lives);
  const url = `${await server.url()}/items`;
  try {
    return { ...await cdkCors(['probe', url, '--page-origin', PAGE, '--timeout', '60', ...argv]), url };
  } finally {
    await server.close();
  }
}

describe('exit codes', () => {
  test.each<[name: string, lives: Behaviour, argv: string[], code: number]>([
    ['nothing is wrong', HEALTHY, [], 0],
    ['something is', REFUSING, PUT, 1],
    ['a warning isn\'t enough', REFUSING, [], 0],
    ['unless it is asked for', REFUSING, ['--fail-on', 'warning'], 1],
    ['never', REFUSING, [...PUT, '--fail-on', 'never'], 0],
    ['no answer', () => (socket) => socket.destroy(), [], 2],
    ['no answer, as JSON', () => (socket) => socket.destroy(), ['--format', 'json'], 2],
  ])('%s', async (_, lives, argv, code) => {
    expect((await probed(lives, ...argv)).code).toBe(code);
  });
});

describe('what it prints', () => {
  test('each browser\'s verdict and words, what went over the wire, and what is wrong', async () => {
    const { stdout, url } = await probed(REFUSING, ...PUT);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`PUT ${url}, asked by a page of ${PAGE}`);
    expect(lines).toEqual(expect.arrayContaining([
      '  Chromium   ✗ blocked',
      '  Firefox    ✗ blocked',
      '  WebKit     ✗ blocked',
      `  OPTIONS ${url} (preflight)`,
      `    origin: ${PAGE}`,
      '    access-control-request-method: PUT',
      '  ← 403 over HTTP/1.1, by CloudFront\'s error page',
      '✗ error behavior-refuses-method',
      '  More     cdk-cors explain behavior-refuses-method',
    ]));
    expect(stdout.replace(/\n\s+/g, ' ')).toContain('has been blocked by CORS policy: Response to preflight request doesn\'t pass access control check');
    expect(lines.at(-2)).toMatch(/^1 error, 0 warnings\. \d+ requests sent\.$/);
  });

  test('that nothing is wrong', async () => {
    const { stdout } = await probed(HEALTHY, '--all');
    expect(stdout).toContain('  Chromium   ✓ allowed\n');
    expect(stdout).toContain('  DELETE     ✓ preflight passes\n');
    expect(stdout).toMatch(/\nNo findings\. \d+ requests sent\.\n$/);
  });

  test('JSON has it all', async () => {
    const { stdout, url } = await probed(REFUSING, ...PUT, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'cdk-cors-probe',
      version: 1,
      url,
      summary: { errors: 1, warnings: 0 },
      asked: [{
        page: PAGE,
        method: 'PUT',
        outcome: 'blocked',
        error: 'PreflightMissingAllowOriginHeader',
        browsers: { firefox: { outcome: 'blocked', console: expect.stringContaining('Cross-Origin Request Blocked') } },
        exchanges: [{ preflight: true, status: 403, by: 'cloudfront' }],
      }],
      findings: [{ rule: 'behavior-refuses-method', severity: 'error', docs: expect.stringMatching(/\/docs\/rules\/behavior-refuses-method\.md$/) }],
    });
  });

  test('annotations of a workflow', async () => {
    const { stdout } = await probed(REFUSING, ...PUT, '--format', 'github');
    expect(stdout).toMatch(/^::error title=cdk-cors behavior-refuses-method::the preflight of PUT [^\n]*%0AFix: [^\n]*\ncdk-cors probe: 1 finding, /);
  });

  test('what a server sends can\'t move the cursor', async () => {
    const { stdout } = await probed(byMethod(goodPreflight([PAGE]), readable(['Access-Control-Allow-Origin: \u009b2Jhttps://x.example'])));
    expect(stdout).not.toContain('\u009b');
    expect(stdout).toContain('\\u009b2J');
  });

  test('a server that doesn\'t answer, in a sentence', async () => {
    const { stdout, stderr } = await cdkCors(['probe', 'http://127.0.0.1:1/items', '--page-origin', PAGE]);
    expect(stdout).toBe('');
    expect(stderr).toBe('cdk-cors probe: nothing listens at 127.0.0.1:1: the connection is refused\n');
  });
});

describe('beside an assembly', () => {
  const template = join(mkdtempSync(join(tmpdir(), 'cdk-cors-')), 'Shop.template.json');
  writeFileSync(template, JSON.stringify(GOOD));
  const withId: Behaviour = () => ({ status: 200, headers: ['x-amz-apigw-id: Xy12zAbCdEfGhIj=', 'Access-Control-Allow-Origin: https://old.example.com'], body: '{}' });
  const ALONE = ['--assembly', template];

  async function beside(lives: Behaviour, ...argv: string[]): Promise<Ran & { url: string }> {
    const server = new ZooServer(lives);
    const url = `${await server.url()}/prod`;
    try {
      return { ...await cdkCors(['probe', url, '--timeout', '60', ...argv]), url };
    } finally {
      await server.close();
    }
  }

  test('differences are said with both sides, and are errors', async () => {
    const { code, stdout, url } = await beside(withId, ...ALONE);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(new RegExp(`^Compared with the assembly: \\d+ questions asked of ${url} and of Shop/Api`));
    expect(lines).toEqual(expect.arrayContaining([
      '≠ differs stage',
      '  the stage serves another deployment: its method GET /items is another',
      '  access-control-allow-origin  predicted  https://app.example.com',
      '                               live       https://old.example.com',
      '  Asked    GET /items, from https://app.example.com',
      '  Template Shop/GETitems',
    ]));
    expect(lines.at(-2)).toMatch(/^\d+ differences\. \d+ requests sent\.$/);
    expect(code).toBe(1);
  });

  test('never is never', async () => {
    expect((await beside(withId, ...ALONE, '--fail-on', 'never')).code).toBe(0);
  });

  test('a URL that is asked as well is compared as well', async () => {
    const { stdout, url } = await beside(withId, ...ALONE, '--page-origin', PAGE, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      asked: [{ page: PAGE, outcome: 'blocked' }],
      summary: { differences: expect.any(Number) },
      comparison: {
        entrance: 'Shop/Api',
        kind: 'rest-api',
        url,
        notAsked: 0,
        differences: expect.arrayContaining([expect.objectContaining({ side: 'stage', aspects: expect.arrayContaining([{ name: 'status', predicted: '403', live: '200' }]) })]),
      },
    });
  });

  test('annotations of a workflow', async () => {
    const { stdout } = await beside(withId, ...ALONE, '--format', 'github');
    expect(stdout).toMatch(/^::error title=cdk-cors probe%3A stage::the stage serves another deployment: [^\n]*%0Aaccess-control-allow-origin: https:\/\/old\.example\.com instead of https:\/\/app\.example\.com%0A/m);
  });

  test('what isn\'t asked for want of requests is counted', async () => {
    const pages = Array.from({ length: 130 }, (_, index) => ['--page-origin', `https://p${index}.example.com`]).flat();
    const { stdout } = await beside(withId, ...ALONE, ...pages, '--format', 'json');
    const { comparison, cutShort, summary } = JSON.parse(stdout);
    expect({ notAsked: comparison.notAsked > 0, cutShort: cutShort.message, requests: summary.requests }).toEqual({ notAsked: true, cutShort: 'no more than 240 requests are sent', requests: 240 });
  });

  test.each<[argv: string[], message: RegExp]>([
    [['--entrance', 'rest-api', '--page-origin', PAGE], /--entrance is about an app: name it by --assembly/],
    [['--parameter', 'Site=x', '--page-origin', PAGE], /--parameter is about an app: name it by --assembly/],
    [['--assembly', 'nowhere'], /there is no nowhere; run "cdk synth" first/],
    [[...ALONE, '--entrance', 'http-api'], /--entrance: "http-api" isn't an entrance of the app; its entrances are Shop\/Api/],
  ])('%j', async (argv, message) => {
    const { code, stderr, stdout } = await cdkCors(['probe', 'https://api.example.com', ...argv]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('wrong use', () => {
  test.each<[argv: string[], message: RegExp]>([
    [[], /probe needs a URL, such as https:\/\/api\.example\.com\/items/],
    [['https://api.example.com'], /needs --page-origin: .* such as https:\/\/app\.example\.com/],
    [['api.example.com/items', '--page-origin', PAGE], /"api\.example\.com\/items" isn't the URL of a server; write it whole/],
    [['ftp://api.example.com', '--page-origin', PAGE], /isn't the URL of a server/],
    [['https://me:secret@api.example.com', '--page-origin', PAGE], /user name or a password/],
    [['https://api.example.com', '--page-origin', 'app.example.com'], /isn't an origin of a page/],
    [['https://api.example.com', '--page-origin', `${PAGE}/`], /write https:\/\/app\.example\.com/],
    [['https://api.example.com', '--page-origin', PAGE, '--method', 'GE T'], /--method "GE T" isn't a method/],
    [['https://api.example.com', '--page-origin', PAGE, '--method', 'TRACE'], /forbidden to pages/],
    [['https://api.example.com', '--page-origin', PAGE, '--header', 'a b: c'], /--header "a b: c" isn't a header/],
    [['https://api.example.com', '--page-origin', PAGE, '--header', 'a: b\r\nc: d'], /line break/],
    [['https://api.example.com', '--page-origin', PAGE, '--timeout', 'soon'], /--timeout "soon" isn't a time/],
    [['https://api.example.com', '--page-origin', PAGE, '--timeout', '0'], /isn't a time/],
    [['https://api.example.com', '--page-origin', PAGE, '--format', 'yaml'], /--format "yaml" isn't known/],
  ])('%j', async (argv, message) => {
    const { code, stderr, stdout } = await cdkCors(['probe', ...argv]);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('See cdk-cors probe --help.');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
