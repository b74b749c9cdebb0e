import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import { FORMATS } from '../../src/report';
import { jsonReport } from '../../src/report/json';
import { RULES } from '../../src/verify';
import { BROKEN, GOOD, restApi } from '../support/templates';
import { examined, PLAIN } from './examined';

expect.extend({ toBeValidSarifLog });

const broken = examined(BROKEN);
const good = examined(GOOD);
const HOSTILE = '/a\n::error::%0A]]><script>"\u001b[31m';

describe('json', () => {
  const report = JSON.parse(FORMATS.json.write(broken, PLAIN)) as ReturnType<typeof jsonReport>;

  test('has a name and a version of its own, and the sum', () => {
    expect(report).toMatchObject({
      format: 'cdk-cors-report',
      version: 1,
      generator: { name: 'cdk-cors', version: '1.2.3' },
      app: 'shop.json',
      entrances: [{ path: 'Shop/Api', logicalId: 'Api', kind: 'rest-api', aliases: [] }],
    });
    const count = (severity: string) => broken.report.findings.filter((finding) => finding.severity === severity).length;
    expect(report.summary).toMatchObject({ errors: count('error'), warnings: count('warning'), questions: broken.report.questions });
    expect(report.findings.map(({ rule }) => rule).sort()).toEqual(['gateway-error-unreadable', 'preflight-without-method']);
  });

  test('has the exchanges that prove each finding', () => {
    const found = report.findings.find(({ rule }) => rule === 'preflight-without-method');
    expect(found).toMatchObject({ severity: 'error', place: { line: 12 }, affected: { routes: ['PUT /items'] } });
    const [{ exchanges, outcome, error }] = found!.evidence;
    expect({ outcome, error }).toEqual({ outcome: 'blocked', error: 'PreflightMissingAllowOriginHeader' });
    expect(exchanges).toMatchObject([{ preflight: true, method: 'OPTIONS', status: 403, via: expect.arrayContaining([expect.objectContaining({ name: 'MISSING_AUTHENTICATION_TOKEN' })]) }]);
    expect(exchanges[0].requestHeaders).toContainEqual(['origin', 'https://app.example.com']);
  });

  test('has a row for each method of a route and page, with what is wrong in it', () => {
    const row = (method: string, page: string) => report.matrix.find((each) => each.method === method && each.page === page);
    expect(row('GET', 'https://app.example.com')).toMatchObject({ entrance: 'Shop/Api', path: '/items', role: 'declared', expected: 'allowed', success: 'allowed', wrong: expect.arrayContaining(['THROTTLED']) });
    expect(row('PUT', 'https://app.example.com')).toMatchObject({ success: 'blocked', wrong: ['success'] });
    expect(row('PUT', 'https://foreign.example')).toMatchObject({ role: 'foreign', expected: 'blocked', success: 'blocked', wrong: [] });
    expect(report.matrix).toHaveLength(broken.report.matrix.length);
  });

  test('says what would decide what isn\'t known', () => {
    const { matrix } = jsonReport(examined(restApi([{ path: '/items', method: 'GET', headers: null }]), { questions: { pages: ['https://app.example.com'] } }));
    expect(matrix[0]).toMatchObject({ success: 'unknown', unknownBecause: [expect.stringContaining('what the integration answers isn\'t in the template')] });
  });
});

describe('sarif', () => {
  const log = JSON.parse(FORMATS.sarif.write(broken, PLAIN));

  test('is valid by the schema', () => {
    expect(log).toBeValidSarifLog();
    expect(JSON.parse(FORMATS.sarif.write(good, PLAIN))).toBeValidSarifLog();
    expect(() => expect({ ...log, runs: [{}] }).toBeValidSarifLog()).toThrow();
  });

  test('has every rule with its page, and results that point at them', () => {
    const [{ tool: { driver }, results }] = log.runs;
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { id, helpUri } of driver.rules) {
      expect(helpUri).toBe(`https://github.com/cdk-cors/cdk-cors/blob/main/docs/rules/${id}.md`);
    }
    expect(results).toHaveLength(broken.report.findings.length);
    results.forEach(({ ruleId, ruleIndex, level }: { ruleId: string; ruleIndex: number; level: string }, index: number) => {
      expect(driver.rules[ruleIndex].id).toBe(ruleId);
      expect({ ruleId, level }).toEqual({ ruleId: broken.report.findings[index].rule, level: broken.report.findings[index].severity });
    });
  });

  test('has the place in the file, the place in the app, and a fingerprint that stays when lines move', () => {
    const [{ results: [result] }] = log.runs;
    const [{ path, rule, resource }] = broken.report.findings;
    expect(result.locations).toEqual([{
      physicalLocation: { artifactLocation: { uri: 'cdk.out/Shop%2C%2050%25%3A1.template.json' }, region: { startLine: 12, startColumn: 3 } },
      logicalLocations: [{ name: resource, fullyQualifiedName: path, kind: 'resource' }],
    }]);
    expect(result.partialFingerprints).toEqual({ 'cdkCorsRuleAndPath/v1': `${rule} ${path}` });
  });

  test('tells what wasn\'t checked', () => {
    const url = examined({ Resources: { Other: { Type: 'AWS::AppRunner::Service', Properties: {} } } });
    const sarif = JSON.parse(FORMATS.sarif.write(url, PLAIN));
    expect(sarif).toBeValidSarifLog();
    expect(sarif.runs[0].invocations[0].toolExecutionNotifications).toEqual([{ level: 'note', message: { text: expect.stringContaining('an App Runner service') } }]);
  });
});

describe('github', () => {
  test('is a command a finding, on the line of the template', () => {
    const lines = FORMATS.github.write(broken, PLAIN).trimEnd().split('\n');
    expect(lines).toHaveLength(broken.report.findings.length + 1);
    broken.report.findings.forEach(({ rule, severity }, index) => {
      expect(lines[index]).toMatch(new RegExp(`^::${severity} file=cdk\\.out/Shop%2C 50%25%3A1\\.template\\.json,line=12,col=3,title=cdk-cors ${rule}::`));
    });
    expect(lines.at(-1)).toMatch(/^cdk-cors: \d+ findings, \d+ questions asked$/);
  });

  test('nothing that a template names becomes a command of its own', () => {
    const written = FORMATS.github.write(examined(restApi([{ path: HOSTILE, method: 'PUT', headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } }])), PLAIN);
    expect(written).toContain('%0A');
    for (const line of written.trimEnd().split('\n')) {
      expect(line).toMatch(/^(?:::(?:error|warning) file=|cdk-cors: )/);
    }
  });

  test('says so where there is nothing to check', () => {
    expect(FORMATS.github.write(examined({ Resources: {} }), PLAIN)).toMatch(/^::notice title=cdk-cors::shop\.json: nothing to check/);
  });
});

describe('text', () => {
  test('what came out alike is said once, however many routes there are', () => {
    const headers = { 'Access-Control-Allow-Origin': 'https://app.example.com' };
    const many = examined(restApi(Array.from({ length: 400 }, (_, index) => ({ path: `/p${index}`, method: 'GET', headers }))));
    const written = FORMATS.text.write(many, PLAIN);
    expect(written).toContain('GET  /p7\n  and 392 more paths like these\n');
    expect(written.split('\n').length).toBeLessThan(60);
  });

  test('says who may call, what each gets, and what is wrong', () => {
    const written = FORMATS.text.write(broken, PLAIN);
    expect(written).toMatch(/ GET {2}\/items\n {6}may call {6}https:\/\/app\.example\.com\n +✓ can read success\n +✗ can't read .*THROTTLED/);
    expect(written).toMatch(/ PUT {2}\/items\n {6}may call {6}https:\/\/app\.example\.com\n +✗ can't read success\n/);
    expect(written).toMatch(/may not call {2}https:\/\/foreign\.example, null \(a sandboxed frame or a file\) and 3 more\n +✓ blocked\n/);
    for (const { rule, path } of broken.report.findings) {
      expect(written).toContain(`✗ error ${rule}\n  ${path}\n`);
    }
    expect(written).toMatch(/\n\d+ errors, \d+ warnings?\.\n$/);
  });

  test('what isn\'t known is unknown, with what would decide it', () => {
    const unknown = examined(restApi([{ path: '/items', method: 'GET', headers: null }]), { questions: { pages: ['https://app.example.com'] } });
    expect(FORMATS.text.write(unknown, PLAIN)).toMatch(/\? unknown success\n[^]*what the integration answers isn't in the template \(\S+\)\n/);
  });

  test('quiet: the findings alone, and nothing where there are none', () => {
    expect(FORMATS.text.write(good, { ...PLAIN, quiet: true })).toBe('');
    expect(FORMATS.text.write(broken, { ...PLAIN, quiet: true })).toMatch(/^✗ error /);
  });

  test('colours change nothing but colours', () => {
    const coloured = FORMATS.text.write(broken, { ...PLAIN, colour: true });
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[\d*m/g, '')).toBe(FORMATS.text.write(broken, PLAIN));
    expect(coloured).toContain('\u001b[31m✗ ');
  });
});
