import { request } from 'node:http';
import { BROKEN, FOREIGN, folder, PAGE, run, TEMPLATE } from './door';

let cwd: string;

beforeAll(() => {
  cwd = folder('command', { 'right.json': TEMPLATE, 'broken.json': BROKEN });
});

describe('npx cdk-cors check', () => {
  test.each<[what: string, args: string[], code: number, stdout: RegExp, stderr: RegExp]>([
    ['a right template', ['right.json'], 0, /^right\.json: 1 HTTP API, [\s\S]*\nNo findings\./, /^$/],
    ['a broken template', ['broken.json'], 1, /✗ error origin-never-matches\n/, /^$/],
    ['a page that may not call', ['right.json', '--page-origin', FOREIGN], 1, /✗ error preflight-refused\n/, /^$/],
    ['a file that isn\'t there', ['none.json'], 2, /^$/, /^cdk-cors check: there is no none\.json; /],
    ['for SARIF', ['broken.json', '--format', 'sarif'], 1, /"ruleId": ?"origin-never-matches"/, /^$/],
  ])('%s', async (_what, args, code, stdout, stderr) => {
    expect(await run(cwd, ['npx', 'cdk-cors', 'check', ...args])).toEqual({ code, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) });
  });
});

describe('npx cdk-cors', () => {
  test.each<[what: string, args: string[], code: number, stdout: RegExp, stderr: RegExp]>([
    ['explain a console line', ['explain', `Access to fetch at 'https://api.example.com/' from origin '${PAGE}' has been blocked by CORS policy: `
      + 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.'], 0, /^Chromium: MissingAllowOriginHeader\n/, /^$/],
    ['explain a rule', ['explain', 'origin-never-matches'], 0, /origin-never-matches/, /^$/],
    ['explain what isn\'t known', ['explain', 'xyzzy'], 2, /^/, /^nothing is known of "xyzzy"\n/],
    ['its version', ['--version'], 0, /^0\.0\.0\n$/, /^$/],
    ['its help', ['--help'], 0, /\n {2}check .*\n/, /^$/],
    ['no command of it', ['chekc'], 2, /^$/, /did you mean check\?/],
  ])('%s', async (_what, args, code, stdout, stderr) => {
    expect(await run(cwd, ['npx', 'cdk-cors', ...args])).toEqual({ code, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) });
  });
});

/** The header that lets a page read the answer to a preflight of its DELETE. */
function allowedOrigin(url: string, origin: string): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const headers = { origin, 'access-control-request-method': 'DELETE' };
    request(`${url}/items`, { method: 'OPTIONS', headers }, (response) => {
      response.resume();
      done(response.headers['access-control-allow-origin']);
    }).once('error', fail).end();
  });
}

test('cdk-cors serve answers preflights until Ctrl+C', async () => {
  const answers: Promise<(string | undefined)[]>[] = [];
  const { code, stdout, stderr } = await run(cwd, ['cdk-cors', 'serve', 'right.json', '--port', '0'], (written, interrupt) => {
    const [, url] = /HTTP API \S+ +(http:\/\/localhost:\d+)\S*\n/.exec(written) ?? [];
    if (url === undefined || answers.length > 0) return;
    answers.push(Promise.all([PAGE, FOREIGN].map((origin) => allowedOrigin(url, origin))).finally(interrupt));
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^cdk-cors serves right\.json\. End it with Ctrl\+C\./m);
  expect(await answers[0]).toEqual([PAGE, undefined]);
});

describe('each entry of the package', () => {
  const entries = ['cdk-cors', ...['browser', 'emulator', 'function', 'verify', 'jest', 'serve'].map((room) => `cdk-cors/${room}`)];
  const print = 'names.then((all) => console.log(all.map((each) => Object.keys(each).filter((name) => name !== "default" && name !== "module.exports").length > 0).join()))';

  test.each([
    ['by require', 'loaded.js', `const names = Promise.resolve(${JSON.stringify(entries)}.map((entry) => require(entry)));`],
    ['by import', 'loaded.mjs', `const names = Promise.all(${JSON.stringify(entries)}.map((entry) => import(entry)));`],
  ])('%s', async (_how, file, load) => {
    folder('command', { [file]: `${load}\n${print};` });
    expect(await run(cwd, [process.execPath, file])).toEqual({ code: 0, stdout: `${entries.map(() => 'true').join()}\n`, stderr: '' });
  });
});
