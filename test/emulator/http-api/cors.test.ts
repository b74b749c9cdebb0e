import { type Answer, headerOf } from '../../../src/emulator/kernel/message';
import { Unknown } from '../../../src/template/unknown';
import { apiWith, APP, bodyOf, CORS, corsOf, EmulatedApi, notedRules, ORIGIN, OUTSIDE, returning } from './emulated';

const ANSWERED = returning({ statusCode: 200, headers: { 'content-type': 'text/plain', 'x-own': '1' }, body: 'ok' });
const withCors = (cors: object | undefined, keys: readonly string[] = ['GET /items'], world = ANSWERED) =>
  new EmulatedApi(apiWith(keys, {}, { CorsConfiguration: cors }), world);

const PREFLIGHT_HEADERS = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET,PUT',
  'access-control-allow-headers': 'content-type,x-tenant',
  'access-control-max-age': '600',
};

describe('rule 66: automatic preflight and the overlay', () => {
  test('a preflight is answered though no route takes OPTIONS, and reaches no function', () => {
    const api = withCors(CORS);
    const answer = api.preflight('/items');
    expect([answer.status, corsOf(answer)]).toEqual([204, PREFLIGHT_HEADERS]);
    expect(api.effects).toEqual([]);
    expect(answer.via.map(({ kind }) => kind)).toEqual(['stage', 'preflight']);
  });

  test('the configured headers are put on an integration\'s response', () => {
    const answer = withCors(CORS).send('GET', '/items', ORIGIN);
    expect([answer.status, bodyOf(answer), headerOf(answer.headers, 'x-own')]).toEqual([200, 'ok', '1']);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-total',
    });
  });

  const own = returning({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://evil.example', 'ACCESS-CONTROL-MAX-AGE': '1' } });

  test('CORS headers of the back end are ignored', () => {
    expect(corsOf(withCors(CORS, ['GET /items'], own).send('GET', '/items'))).toEqual({});
    expect(corsOf(withCors(CORS, ['GET /items'], own).send('GET', '/items', ORIGIN))['access-control-allow-origin']).toBe(APP);
  });

  test('CORS headers of the back end pass where there is no configuration', () => {
    expect(corsOf(withCors(undefined, ['GET /items'], own).send('GET', '/items', ORIGIN)))
      .toEqual({ 'access-control-allow-origin': 'https://evil.example', 'access-control-max-age': '1' });
  });

  test('what the function answers may be unknown: the CORS headers are settled all the same', () => {
    const answer = withCors(CORS, ['GET /items'], () => OUTSIDE as never).send('GET', '/items', ORIGIN);
    expect(answer.status).toBe(OUTSIDE);
    expect(corsOf(answer)['access-control-allow-origin']).toBe(APP);
    expect(answer.moreHeaders?.except).toContain('access-control-*');
  });

  test('without a configuration they are as unknown as the rest', () => {
    const answer = withCors(undefined, ['GET /items'], () => OUTSIDE as never).send('GET', '/items', ORIGIN);
    expect(answer.moreHeaders).toEqual({ because: OUTSIDE, except: ['apigw-requestid'] });
  });
});

describe('rule 67: what an OPTIONS must have', () => {
  const requested = ['Access-Control-Request-Method', 'PUT'] as const;
  const origin = ['Origin', APP] as const;

  test.each([
    ['Origin and Access-Control-Request-Method', [origin, requested], PREFLIGHT_HEADERS],
    ['no Access-Control-Request-Method', [origin], {}],
    ['no Origin', [requested], {}],
    ['neither', [], {}],
  ])('%s', (_, headers, expected) => {
    const answer = withCors(CORS).send('OPTIONS', '/items', headers);
    expect([answer.status, corsOf(answer)]).toEqual([204, expected]);
    expect(answer.moreHeaders === undefined || Object.keys(expected).length > 0).toBe(true);
  });

  test('without a configuration a preflight is a bare 204', () => {
    const answer = withCors(undefined).preflight('/items');
    expect([answer.status, corsOf(answer), answer.moreHeaders]).toEqual([204, {}, undefined]);
  });
});

describe('rule 68: entries of AllowOrigins', () => {
  test.each([
    ['https://*', 'https://any.example', 'https://any.example'],
    ['https://*', 'http://any.example', undefined],
    ['http://*', 'http://localhost:3000', 'http://localhost:3000'],
    ['http://*', 'https://any.example', undefined],
    ['*', 'https://any.example', '*'],
    ['*', 'null', '*'],
    [APP, `${APP}.evil.net`, undefined],
    [APP, `${APP}:8443`, undefined],
    [APP, 'null', undefined],
  ])('%s for a page on %s', (entry, origin, expected) => {
    const answer = withCors({ ...CORS, AllowOrigins: [entry], AllowCredentials: false }).preflight('/items', {}, origin);
    expect(corsOf(answer)['access-control-allow-origin']).toBe(expected);
  });

  test('another pattern is refused at deploy: nothing of the API is known', () => {
    const answer = withCors({ ...CORS, AllowOrigins: ['https://*.example.com'] }).preflight('/items');
    expect(answer.status).toBeInstanceOf(Unknown);
    expect(String(answer.status)).toContain('can\'t be deployed');
    expect(notedRules(answer)).toEqual([68]);
  });

  test('switched, it matches nothing', () => {
    const answer = withCors({ ...CORS, AllowOrigins: ['https://*.example.com'] }).preflight('/items', { rules: { 68: 'literal' } });
    expect([answer.status, corsOf(answer)]).toEqual([204, {}]);
  });
});

describe('rule 69: any origin with credentials', () => {
  const api = withCors({ ...CORS, AllowOrigins: ['*'] });

  test('is refused at deploy', () => {
    expect(String(api.preflight('/items').status)).toContain('can\'t be deployed');
    expect(notedRules(api.preflight('/items'))).toEqual([69]);
  });

  test('switched, both headers are sent', () => {
    expect(corsOf(api.preflight('/items', { rules: { 69: 'accepted' } })))
      .toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' });
  });
});

describe('rule 70: routes that take preflights', () => {
  test.each([['ANY /items'], ['ANY /{proxy+}'], ['$default'], ['OPTIONS /items'], ['OPTIONS /{proxy+}']])('%s', (key) => {
    const api = withCors(CORS, ['GET /items', key]);
    const answer = api.preflight('/items');
    expect(answer.status).toBe(200);
    expect(api.effects).toHaveLength(1);
    expect(notedRules(answer)).toEqual(key.startsWith('OPTIONS') ? [71] : [70, 71]);
  });

  test('switched, ANY and $default leave preflights to the gateway; an OPTIONS route doesn\'t', () => {
    const rules = { 70: 'automatic' };
    expect(withCors(CORS, ['ANY /items']).preflight('/items', { rules }).status).toBe(204);
    expect(withCors(CORS, ['$default']).preflight('/items', { rules }).status).toBe(204);
    expect(withCors(CORS, ['ANY /items', 'OPTIONS /items']).preflight('/items', { rules }).status).toBe(200);
  });
});

test('a note is given once, also where a rule is met twice', () => {
  // rule 65 decides the route, and once more whether none takes OPTIONS
  const { notes } = withCors(CORS, ['ANY /items']).preflight('/items/', { rules: { 70: 'automatic' } });
  expect(notes.map(({ rule }) => rule)).toEqual([65, 70, 64]);
});

describe('rule 71: a preflight that a route took', () => {
  const forbidding = returning({ statusCode: 405, headers: { 'access-control-allow-origin': 'https://own.example' } });
  const api = withCors(CORS, ['ANY /items'], forbidding);

  test('has the integration\'s status and the configuration\'s headers', () => {
    expect([api.preflight('/items').status, corsOf(api.preflight('/items'))]).toEqual([405, PREFLIGHT_HEADERS]);
  });

  test('switched, the back end\'s', () => {
    expect(corsOf(api.preflight('/items', { rules: { 71: 'backend' } }))).toEqual({ 'access-control-allow-origin': 'https://own.example' });
  });
});

describe('rule 72: errors that the gateway makes', () => {
  const errors = (answer: Answer) => [answer.status, corsOf(answer)];
  const api = withCors(CORS);

  test('carry CORS headers or don\'t: unknown', () => {
    const answer = api.send('GET', '/unknown', ORIGIN);
    expect(errors(answer)).toEqual([404, {}]);
    expect(answer.moreHeaders?.because.reason).toContain('rule 72');
    expect(answer.moreHeaders?.except).not.toContain('access-control-*');
    expect(answer.moreHeaders?.except).toEqual(expect.arrayContaining(['content-type', 'content-length', 'apigw-requestid']));
    expect(notedRules(answer)).toEqual([72]);
  });

  test.each([['cors'], [true]])('switched to %s: as on any response', (reading) => {
    const answer = api.send('GET', '/unknown', ORIGIN, { rules: { 72: reading } });
    expect(errors(answer)).toEqual([404, expect.objectContaining({ 'access-control-allow-origin': APP })]);
  });

  test.each([['bare'], [false]])('switched to %s: none', (reading) => {
    const answer = api.send('GET', '/unknown', ORIGIN, { rules: { 72: reading } });
    expect([...errors(answer), answer.moreHeaders]).toEqual([404, {}, undefined]);
  });

  test.each([
    ['without an Origin', api, []],
    ['for an origin that isn\'t listed', api, [['Origin', 'https://other.example']] as const],
    ['without a configuration', withCors(undefined), ORIGIN],
  ])('certainly none %s', (_, without, headers) => {
    const answer = without.send('GET', '/unknown', headers as never);
    expect([...errors(answer), answer.moreHeaders, answer.notes]).toEqual([404, {}, undefined, []]);
  });
});

describe('rule 73: "*", Vary and what isn\'t listed', () => {
  const open = { AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'] };

  test.each([[200], [204], [400], [404]])('"*" on a %d of an integration, without Vary', (statusCode) => {
    const answer = withCors(open, ['GET /items'], returning({ statusCode })).send('GET', '/items', ORIGIN);
    expect([answer.status, corsOf(answer)]).toEqual([statusCode, { 'access-control-allow-origin': '*' }]);
    expect(headerOf(answer.headers, 'vary')).toBeUndefined();
    expect(answer.moreHeaders).toBeUndefined();
  });

  test('the lists of a preflight are sent as they are configured', () => {
    expect(corsOf(withCors(open).preflight('/items')))
      .toEqual({ 'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'access-control-allow-headers': '*' });
  });

  test.each([
    ['unknown', undefined], ['unknown', 'no such reading'], ['Origin', 'vary'], [undefined, 'no-vary'],
  ])('Vary for a listed origin is %s when the rule is switched to %s', (expected, reading) => {
    const answer = withCors(CORS).send('GET', '/items', ORIGIN, { rules: { 73: reading } });
    expect(answer.moreHeaders?.because.reason.includes('Vary') ? 'unknown' : headerOf(answer.headers, 'vary')).toBe(expected);
  });

  test('Vary of the back end stays beside it', () => {
    const world = returning({ statusCode: 200, headers: { vary: 'accept' } });
    expect(headerOf(withCors(CORS, ['GET /items'], world).send('GET', '/items', ORIGIN, { rules: { 73: 'vary' } }).headers, 'vary')).toBe('accept, Origin');
  });

  test.each([['DELETE', ''], ['GET', 'x-other']])('a preflight for %s with %s, not listed: the lists unchanged, or none when switched', (method, names) => {
    const api = withCors(CORS);
    expect(corsOf(api.preflight('/items', {}, APP, method, names))).toEqual(PREFLIGHT_HEADERS);
    expect(notedRules(api.preflight('/items', {}, APP, method, names))).toEqual([73]);
    expect(corsOf(api.preflight('/items', { rules: { 73: 'matching' } }, APP, method, names))).toEqual({});
  });
});

describe('rule 74: an origin that isn\'t listed', () => {
  test('gets the answer without any CORS header', () => {
    const preflight = withCors(CORS).preflight('/items', {}, 'https://other.example');
    expect([preflight.status, corsOf(preflight), notedRules(preflight)]).toEqual([204, {}, [74]]);
    const actual = withCors(CORS).send('GET', '/items', [['Origin', 'https://other.example']]);
    expect([actual.status, corsOf(actual), bodyOf(actual)]).toEqual([200, {}, 'ok']);
  });

  test('switched, all but Access-Control-Allow-Origin', () => {
    const { 'access-control-allow-origin': _, ...others } = PREFLIGHT_HEADERS;
    expect(corsOf(withCors(CORS).preflight('/items', { rules: { 74: 'without-origin' } }, 'https://other.example'))).toEqual(others);
  });
});

describe('rule 64: OPTIONS of a path that no route has', () => {
  test('is not found without a configuration', () => {
    expect(withCors(undefined).preflight('/nothing').status).toBe(404);
  });

  test('is answered like any preflight with one, or not found when switched', () => {
    expect(withCors(CORS).preflight('/nothing')).toMatchObject({ status: 204, notes: [expect.objectContaining({ rule: 64 })] });
    expect(withCors(CORS).preflight('/nothing', { rules: { 64: 'not-found' } }).status).toBe(404);
  });
});

describe('values that aren\'t known', () => {
  const template = (cors: object) => ({ Parameters: { Value: { Type: 'String' } }, ...apiWith(['GET /items'], {}, { CorsConfiguration: cors }) });
  const value = { Ref: 'Value' };

  test('an origin among known ones: settled for those', () => {
    const api = new EmulatedApi(template({ ...CORS, AllowOrigins: [APP, value] }), ANSWERED);
    expect(corsOf(api.preflight('/items'))).toEqual(PREFLIGHT_HEADERS);
    const other = api.preflight('/items', {}, 'https://other.example');
    expect([other.status, corsOf(other)]).toEqual([204, {}]);
    expect(other.moreHeaders?.because.reason).toContain('Value');
    expect(other.moreHeaders?.except).not.toContain('access-control-*');
  });

  test('one list: the other headers are settled', () => {
    const { 'access-control-allow-methods': _, ...others } = PREFLIGHT_HEADERS;
    const answer = new EmulatedApi(template({ ...CORS, AllowMethods: value }), ANSWERED).preflight('/items');
    expect(corsOf(answer)).toEqual(others);
    expect(answer.moreHeaders?.except).toEqual(expect.arrayContaining(['access-control-allow-origin', 'access-control-allow-headers']));
    expect(answer.moreHeaders?.except).not.toContain('access-control-allow-methods');
  });

  test('the whole configuration', () => {
    const answer = new EmulatedApi(template(value), ANSWERED).preflight('/items');
    expect([answer.status, corsOf(answer)]).toEqual([204, {}]);
    expect(answer.moreHeaders?.because.reason).toContain('Value');
  });
});
