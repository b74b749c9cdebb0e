import { lineOf, type LogEntry } from '../../src/serve';

const ENTRY: LogEntry = {
  id: 1,
  time: new Date(2026, 10, 22, 9, 5, 7, 42).getTime(),
  method: 'POST',
  path: '/api/orders?x=1',
  entrance: 'WebApp',
  origin: 'https://app.example.com',
  preflight: false,
  status: 401,
  via: [
    { kind: 'behavior', name: '/api/*' }, { kind: 'edge-function', name: 'viewer-request' }, { kind: 'stage', name: 'prod' },
    { kind: 'method', name: 'POST /orders' }, { kind: 'authorizer', name: 'Token' }, { kind: 'gateway-response', name: 'UNAUTHORIZED' },
  ],
  notes: [],
  duration: 12.6,
};

describe('a line of the log', () => {
  test.each<[string, Partial<LogEntry>, string]>([
    ['says who answered', {}, '09:05:07.042  POST    /api/orders?x=1  401  13 ms  from https://app.example.com  ' +
      '/api/* > edge function viewer-request > stage prod > POST /orders > authorizer Token > gateway response UNAUTHORIZED'],
    ['of a preflight', { preflight: true, method: 'OPTIONS', via: [], status: 204, duration: 0.44 }, '09:05:07.042  OPTIONS /api/orders?x=1  204  0.4 ms  from https://app.example.com, preflight'],
    ['without an origin', { origin: undefined, via: [] }, '09:05:07.042  POST    /api/orders?x=1  401  13 ms'],
    ['of what isn\'t known', { origin: undefined, via: [], status: 501, unknown: { path: 'Shop/Fn', reason: 'it isn\'t run' } },
      '09:05:07.042  POST    /api/orders?x=1  501 unknown  13 ms  Shop/Fn: it isn\'t run'],
    ['of what was asked to fail', { origin: undefined, via: [], failure: 'THROTTLED' }, '09:05:07.042  POST    /api/orders?x=1  401  13 ms  asked to fail: THROTTLED'],
    ['of a client that went away', { origin: undefined, via: [], status: undefined, problem: 'before the answer' }, '09:05:07.042  POST    /api/orders?x=1  went away  13 ms  before the answer'],
  ])('%s', (_, change, line) => expect(lineOf({ ...ENTRY, ...change }, false)).toBe(line));

  test('has colours by status where somebody looks', () => {
    const colourOf = (status: number) => /\u001b\[(\d+)m\d{3}\u001b/.exec(lineOf({ ...ENTRY, status }, true))![1];
    expect([200, 404, 500].map(colourOf)).toEqual(['32', '33', '31']);
  });

  test('is one line, and moves no cursor, whatever a client sends', () => {
    const line = lineOf({ ...ENTRY, path: `/\u001b[2J\r\n\u0007${'a'.repeat(10_000)}`, origin: 'https://a\u009b31m', failure: '\n', problem: '\u0000' }, false);
    // eslint-disable-next-line no-control-regex
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(line.length).toBeLessThan(600);
  });
});
