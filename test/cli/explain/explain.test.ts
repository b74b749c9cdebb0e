import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CorsError, PageRequest, Verdict } from '../../../src/browser';
import { readConsoleLine } from '../../../src/cli/explain/console-lines';
import { CORS_ERRORS, type LikelyCause } from '../../../src/cli/explain/knowledge';
import { recognise } from '../../../src/cli/explain/recognise';
import { ANSWERS } from '../../../src/cli/explain/statuses';
import { RULES } from '../../../src/verify';
import { FAILURES } from '../../../src/verify/variants';
import { answer, API, ask, GRANTED, PAGE } from '../../browser/ask';
import { ROOT } from '../../support/assembly';
import { cdkCors } from '../world';

const explain = async (...args: string[]) => cdkCors(['explain', ...args]);

const INCLUDE: Partial<PageRequest> = { credentials: 'include' };
const REDIRECT = (to: string, headers = {}) => answer(302, { acao: PAGE, acac: 'true', Location: to, ...headers });

/** Answers that give each error of the CORS check. */
const CHECKS: Readonly<Record<string, [headers: Readonly<Record<string, string>>, request?: Partial<PageRequest>]>> = {
  MissingAllowOriginHeader: [{}],
  MultipleAllowOriginValues: [{ acao: `${PAGE}, https://b.example` }],
  InvalidAllowOriginValue: [{ acao: 'nonsense' }],
  AllowOriginMismatch: [{ acao: 'https://b.example' }],
  WildcardOriginNotAllowed: [{ acao: '*' }, INCLUDE],
  InvalidAllowCredentials: [{ acao: PAGE }, INCLUDE],
};

/** A verdict for each error. */
const VERDICTS: Readonly<Record<CorsError, (request: Partial<PageRequest>) => Verdict>> = {
  ...Object.fromEntries(Object.entries(CHECKS).flatMap(([error, [headers, more]]) => [
    [error, (request: Partial<PageRequest>) => ask({ ...request, ...more }, answer(200, headers))],
    [`Preflight${error}`, (request: Partial<PageRequest>) => ask({ ...request, ...more, method: 'PUT' }, answer(200, headers))],
  ])),
  PreflightInvalidStatus: (request) => ask({ ...request, method: 'PUT' }, answer(403, { acao: '*' })),
  PreflightDisallowedRedirect: (request) => ask({ ...request, method: 'PUT' }, REDIRECT('https://elsewhere.example/')),
  InvalidAllowMethodsPreflightResponse: (request) => ask({ ...request, method: 'PUT' }, answer(200, { acao: '*', acam: 'PU T' })),
  InvalidAllowHeadersPreflightResponse: (request) => ask({ ...request, method: 'PUT' }, answer(200, { acao: '*', acam: 'PUT', acah: 'a;b' })),
  MethodDisallowedByPreflightResponse: (request) => ask({ ...request, method: 'PUT' }, answer(200, { acao: '*', acam: 'GET' })),
  HeaderDisallowedByPreflightResponse: (request) => ask({ ...request, headers: [['X-Custom', '1']] }, answer(200, { acao: '*' })),
  CorsDisabledScheme: (request) => ask({ ...request, api: 'xhr', url: 'ftp://files.example/x' }, GRANTED),
  RedirectContainsCredentials: (request) => ask(request, REDIRECT('https://me:secret@elsewhere.example/')),
} as Record<CorsError, (request: Partial<PageRequest>) => Verdict>;

describe('what the consoles say is understood', () => {
  const requests: [string, Partial<PageRequest>][] = [['fetch', {}], ['xhr', { api: 'xhr' }]];
  const cases = Object.keys(CORS_ERRORS).flatMap((error) => requests.map(([api, request]) => [error as CorsError, api, request] as const));

  test.each(cases)('%s by %s', (error, _api, request) => {
    const verdict = VERDICTS[error](request);
    expect(verdict.error).toBe(error);
    const { chromium, firefox, webkit } = verdict.console;
    expect(readConsoleLine(chromium!)).toMatchObject({ browser: 'Chromium', errors: [error], origin: PAGE, url: expect.stringContaining('://') });
    const lines = ([['Firefox', firefox], ['WebKit', webkit]] as const).filter(([, line]) => line !== undefined);
    const expected = lines.map(([browser]) => ({ browser, errors: expect.arrayContaining([error]) }));
    expect(lines.map(([, line]) => readConsoleLine(line!))).toMatchObject(expected);
  });

  test('every error has a line of Chromium\'s', () => {
    for (const [error, make] of Object.entries(VERDICTS)) {
      expect([error, make({}).console.chromium]).toEqual([error, expect.stringContaining('blocked by CORS policy')]);
    }
  });

  test('the header, method or value at fault is found', () => {
    expect(readConsoleLine(VERDICTS.HeaderDisallowedByPreflightResponse({}).console.chromium!)).toMatchObject({ parameter: 'x-custom' });
    expect(readConsoleLine(VERDICTS.MethodDisallowedByPreflightResponse({}).console.webkit!)).toMatchObject({ parameter: 'PUT' });
    expect(readConsoleLine(VERDICTS.AllowOriginMismatch({}).console.firefox!)).toMatchObject({ parameter: 'https://b.example', url: API });
    expect(readConsoleLine(VERDICTS.PreflightInvalidStatus({}).console.webkit!)).toMatchObject({ status: 403 });
  });

  test.each<[name: string, line: string, error: CorsError]>([
    ['Firefox of some years ago', 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: missing token ‘x-a’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel).', 'HeaderDisallowedByPreflightResponse'],
    ['straight quotation marks', '(Reason: CORS header \'Access-Control-Allow-Origin\' missing). Status code: 200.', 'MissingAllowOriginHeader'],
    ['a line that was broken', 'blocked by CORS policy: Response to preflight request doesn\'t pass access\n  control check: It does not have HTTP ok status.', 'PreflightInvalidStatus'],
    ['a scheme that fetch doesn\'t know', 'Fetch API cannot load ftp://files.example/x. URL scheme "ftp" is not supported.', 'CorsDisabledScheme'],
    ['only the end of a line', 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.', 'MissingAllowOriginHeader'],
  ])('%s', (_name, line, error) => {
    expect(readConsoleLine(line)?.errors).toContain(error);
  });

  test('the versions that say it so are named', () => {
    const { chromium, firefox, webkit } = VERDICTS.PreflightWildcardOriginNotAllowed({}).console;
    expect([chromium, firefox, webkit].map((line) => readConsoleLine(line!)?.versions)).toEqual(['Chromium 156', 'Firefox ESR 153', 'WebKitGTK 2.50']);
    expect(readConsoleLine('(Reason: CORS preflight channel did not succeed)')?.versions).toBe('before Firefox ESR 153');
  });

  test('the URL that Firefox quotes', () => {
    expect(readConsoleLine(VERDICTS.PreflightWildcardOriginNotAllowed({}).console.firefox!)).toMatchObject({ url: API });
  });

  test.each(['hello', '', 'a request was refused', 'Access-Control-Allow-Origin: *'])('%j is none of their lines', (line) => {
    expect(readConsoleLine(line)).toBeUndefined();
  });
});

test('the rules that explanations name are there', () => {
  const causes: LikelyCause[] = [...Object.values(CORS_ERRORS), ...ANSWERS].flatMap((each) => each.causes);
  expect(causes.length).toBeGreaterThan(50);
  const known = RULES.map(({ id }) => id);
  expect([...new Set(causes.flatMap(({ rules = [] }) => rules))].filter((id) => !known.includes(id))).toEqual([]);
});

describe('answers of AWS', () => {
  test.each(ANSWERS.map(({ name }) => name))('%s is recognised by its name', (name) => {
    expect(recognise(name)).toMatchObject({ kind: 'answers', answers: expect.arrayContaining([expect.objectContaining({ name })]) });
  });

  test.each<[given: string, name: string]>([
    ['{"message":"Forbidden"}', '403 {"message":"Forbidden"}'],
    ['{"message": "Missing Authentication Token"}', '403 {"message":"Missing Authentication Token"}'],
    ['Missing Authentication Token', '403 {"message":"Missing Authentication Token"}'],
    ['MethodNotAllowed', '405 MethodNotAllowed'],
    ['<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>', '403 AccessDenied (XML)'],
    ['Uncaught (in promise) SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON', 'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON'],
    ['{"message":null}', '500 {"message":null}, of an authorizer'],
    ['Endpoint request timed out', '504 {"message":"Endpoint request timed out"}'],
    ['THROTTLED', '429 {"message":"Too Many Requests"} or "Limit Exceeded"'],
    ['Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: CORS request did not succeed). Status code: (null).',
      'no answer: "CORS request did not succeed" of Firefox, net::ERR_CONNECTION_REFUSED and the like'],
    ['GET https://a.example/ net::ERR_NAME_NOT_RESOLVED', 'no answer: "CORS request did not succeed" of Firefox, net::ERR_CONNECTION_REFUSED and the like'],
    ['(blocked:mixed-content)', 'Mixed Content: the page was loaded over HTTPS, but requested an insecure resource'],
    ['net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin', 'net::ERR_BLOCKED_BY_RESPONSE or net::ERR_BLOCKED_BY_ORB'],
    ['Referrer Policy: strict-origin-when-cross-origin', 'strict-origin-when-cross-origin'],
    ['Permission was denied for this request to access the `loopback` address space.', 'Permission was denied for this request to access the loopback or local address space'],
  ])('%s', (given, name) => {
    expect(recognise(given)).toMatchObject({ kind: 'answers', answers: [{ name }] });
  });

  test.each(['403', 'status 403', 'HTTP/1.1 403 Forbidden', 'Status Code: 403'])('%s: all that may be behind a status, or what its words say', (given) => {
    const recognised = recognise(given);
    expect(recognised).toMatchObject({ kind: 'answers' });
    for (const { statuses } of (recognised as { answers: typeof ANSWERS }).answers) {
      expect(statuses).toContain(403);
    }
  });

  test('every failure that verify asks for is explained by its name', () => {
    expect(FAILURES.filter((failure) => recognise(failure)?.kind !== 'answers')).toEqual([]);
  });
});

describe('cdk-cors explain', () => {
  test.each(RULES.map(({ id }) => id))('%s: a page about the rule', async (id) => {
    const { code, stdout, stderr } = await explain(id);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^# .*${id}`));
    expect(existsSync(join(ROOT, 'docs/rules', `${id}.md`)) || stdout.includes('## CloudFormation')).toBe(true);
  });

  test('a line: what it means, what is likely, how to find out', async () => {
    const { code, stdout } = await explain(VERDICTS.PreflightMissingAllowOriginHeader({}).console.chromium!);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Chromium: PreflightMissingAllowOriginHeader\n {2}page +https:\/\/app\.example\.com\n {2}asked +https:\/\/api\.example\.com\/items\n/);
    expect(stdout).toContain('preflight-without-method');
    expect(stdout).toContain(`cdk-cors check cdk.out --page-origin ${PAGE}`);
    expect(Math.max(...stdout.split('\n').filter((line) => !line.includes('curl')).map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each<[status: number, first: RegExp]>([[401, / 1 REST API +an authorizer, an API key/], [403, / 1 REST API +no method answers OPTIONS/]])(
    'of a line with status %d, what leads to it comes first', async (status, first) => {
      expect((await explain(`Preflight response is not successful. Status code: ${status}`)).stdout).toMatch(first);
    });

  test('a redirected preflight of WebKit\'s is said to be one', async () => {
    expect((await explain('Preflight response is not successful. Status code: 302')).stdout).toMatch(/^WebKit: a redirect, PreflightDisallowedRedirect or /);
  });

  test('a line that wasn\'t put into quotation marks', async () => {
    expect((await explain('Method', 'PUT', 'is', 'not', 'allowed', 'by', 'Access-Control-Allow-Methods', 'in', 'preflight', 'response.')).stdout).toMatch(/^Chromium: MethodDisallowed/);
  });

  test('the layer that the URL names comes first', async () => {
    const at = (url: string) => `Access to fetch at '${url}' from origin '${PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
    expect((await explain(at('https://d111.cloudfront.net/api'))).stdout).toMatch(/ 1 CloudFront/);
    expect((await explain(at('https://files.s3.eu-west-1.amazonaws.com/x'))).stdout).toMatch(/ 1 S3/);
    expect((await explain(at('https://api.example.com/x'))).stdout).toMatch(/ 1 REST API/);
  });

  test.each(['TypeError: Failed to fetch', 'NetworkError when attempting to fetch resource.', 'TypeError: Load failed', 'net::ERR_FAILED', 'CORS error', 'Fetch API cannot load https://a.example/ due to access control checks.'])('%s tells no reason', async (given) => {
    const { code, stdout } = await explain(given);
    expect(code).toBe(0);
    expect(stdout).toContain('The reason is a line of its own in the browser\'s console');
  });

  test('nothing lists everything', async () => {
    const { code, stdout } = await explain();
    expect(code).toBe(0);
    for (const name of [...RULES.map(({ id }) => id), ...Object.keys(CORS_ERRORS), ...ANSWERS.map((each) => each.name)]) {
      expect(stdout).toContain(`  ${name}`);
    }
  });

  test('what isn\'t known is told with what is near, and with the list', async () => {
    const near = await explain('preflight-refusd');
    expect(near).toMatchObject({ code: 2, stdout: '' });
    expect(near.stderr).toContain('nothing is known of "preflight-refusd"; did you mean preflight-refused?');
    const words = await explain('binary', 'media', 'types');
    expect(words.stderr).toContain('perhaps, a guess by its words: cdk-cors explain preflight-fails-on-binary-types');
    expect(words.stderr).toContain('\nRules\n');
  });

  test('what is pasted is never a command to the terminal or the shell', async () => {
    const hostile = 'Access to fetch at \'https://a.example/;$(rm)\u001b[2J\' from origin \'https://b.example`x`\' has been blocked by CORS policy: It does not have HTTP ok status.';
    const { stdout } = await explain(hostile);
    expect(stdout).toContain('https://a.example/;$(rm)\\u001b[2J');
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').filter((line) => /curl|check/.test(line)).join()).not.toMatch(/rm|`/);
    expect((await explain('x'.repeat(200_000))).code).toBe(2);
    expect((await explain(`Access to fetch at '${'\''.repeat(50_000)}`)).code).toBe(2);
  });
});

describe('what a deployment fails with', () => {
  test.each([
    'A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed (Service: AmazonApiGateway; Status Code: 400)',
    'Resource handler returned message: "Another resource with the same parent already has this name: items (Service: ApiGateway, Status Code: 409)"',
    'Method already exists for this resource (Service: ApiGateway, Status Code: 409, Request ID: 1f0e)',
    'ConflictException: Route with key ANY /{proxy+} already exists for this API',
  ])('%s', async (line) => {
    const { code, stdout } = await explain(line);
    expect(code).toBe(0);
    expect(stdout).toContain('update-conflict');
    expect(recognise(line)).toMatchObject({ kind: 'answers', answers: [expect.anything()] });
  });
});
