import { type Recognised, recognise } from '../../../src/cli/explain/recognise';
import { cdkCors } from '../world';
import { PASTED_LINES } from './pasted-lines';

/** What a line was taken for, in the words of the table. */
function takenFor(recognised: Recognised | undefined, stdout: string): string {
  switch (recognised?.kind) {
    case undefined: return 'unknown';
    case 'rule': return recognised.rule.id;
    case 'exception': return 'exception';
    case 'error': return recognised.error.name;
    case 'line': {
      const { line, errors: [{ name }] } = recognised;
      const isRedirect = /^\w+: a redirect, /.test(stdout);
      const isTakenOut = / 1 page +the page sends Access-Control-…/.test(stdout);
      return [name, line.status, isRedirect ? 'redirect' : undefined, isTakenOut ? 'take' : undefined].filter((each) => each !== undefined).join(' ');
    }
    case 'answers': {
      const [first, ...more] = recognised.answers;
      const common = first.statuses.filter((status) => more.every(({ statuses }) => statuses.includes(status)));
      return more.length > 0 || first.name.startsWith('status ') ? `status ${common.join()}` : first.name;
    }
  }
}

describe.each(Object.entries(PASTED_LINES))('%s', (_kind, lines) => {
  test.each(lines)('%s', async (line, behind) => {
    const { stdout } = await cdkCors(['explain', line]);
    const found = takenFor(recognise(line), stdout);
    // an answer is told by the beginning of its name
    expect(found.slice(0, behind.length)).toBe(behind);
  });
});

describe('what is said of a line', () => {
  const explain = async (line: string) => cdkCors(['explain', line]);

  test('the URLs of a redirect', async () => {
    const { stdout } = await explain('Redirect from \'https://a.example.com/\' to \'https://login.example.com/\' has been blocked by CORS policy: No \'Access-Control-Allow-Origin\' header is present on the requested resource.');
    expect(stdout).toMatch(/^Chromium: a redirect, MissingAllowOriginHeader\n {2}asked +https:\/\/a\.example\.com\/\n {2}redirected to https:\/\/login\.example\.com\/\n/);
    expect(stdout).toMatch(/ 1 page +the answer is a redirect/);
  });

  test('what answers with its status', async () => {
    const { stdout } = await explain('No \'Access-Control-Allow-Origin\' header is present on the requested resource. Origin \'https://app.example.com\' is therefore not allowed access. The response had HTTP status code 401.');
    expect(stdout).toMatch(/What answers with 401\n {2}401 \{"message":"Unauthorized"\}\n +An authorizer got no token/);
    expect(stdout).toMatch(/ 1 REST API +API Gateway failed the request itself \(401/);
  });

  test('a status that AWS doesn\'t give by itself is the back end\'s', async () => {
    const { code, stdout } = await explain('Request failed with status code 422');
    expect([code, stdout]).toEqual([0, expect.stringContaining('the back end\'s own')]);
  });

  test('the header of a request is to be taken out of the page', async () => {
    const { stdout } = await explain('Request header field access-control-allow-origin is not allowed by Access-Control-Allow-Headers in preflight response.');
    expect(stdout).toMatch(/ 1 page +the page sends Access-Control-… among its own request headers/);
    expect(stdout).toContain('take them out of the page');
  });

  test('an unknown line is said to be one, and a guess a guess', async () => {
    const { code, stdout, stderr } = await explain('Access-Control-Allow-Origin: https://app.example.com');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^nothing is known of "Access-Control-Allow-Origin: https:\/\/app\.example\.com"\nperhaps, a guess by its words: cdk-cors explain MissingAllowOriginHeader/);
  });
});
