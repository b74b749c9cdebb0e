import type { HeaderList } from '../../../src/emulator/kernel/message';
import { APP, corsOf, header, objects, textOf } from '../cloudfront/world';
import { Endpoint } from './world';

const RULE = { AllowedOrigins: [APP], AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['X-A', 'x-amz-*'], ExposedHeaders: ['ETag', 'X-B'], MaxAge: 300 };

function bucket(...rules: object[]): Endpoint {
  return new Endpoint({ AccessControl: 'PublicRead', ...rules.length === 0 ? {} : { CorsConfiguration: { CorsRules: rules } } }, objects('a.txt'));
}

function preflight(method: string, requested?: string, origin = APP): HeaderList {
  return [['Origin', origin], ['Access-Control-Request-Method', method], ...requested === undefined ? [] : [['Access-Control-Request-Headers', requested] as const]];
}

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

describe.each([['with', [RULE]], ['without', []]] as const)('%s a CORS configuration', (_name, rules) => {
  test('rule 112: OPTIONS without Origin', () => {
    const answer = bucket(...rules).send('OPTIONS', '/a.txt', [['Access-Control-Request-Method', 'GET']]);
    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toContain('<Code>BadRequest</Code><Message>Insufficient information. Origin request header needed.</Message>');
  });
});

describe('rule 113: preflights that are refused', () => {
  test('rule 113: no configuration', () => {
    const answer = bucket().send('OPTIONS', '/a.txt', preflight('GET'));
    expect(answer.status).toBe(403);
    expect(textOf(answer.body)).toContain('<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message>' +
      '<Method>GET</Method><ResourceType>BUCKET</ResourceType>');
    expect(textOf(bucket().send('OPTIONS', '/a.txt', [['Origin', APP]]).body)).toContain('<Method>OPTIONS</Method>');
  });

  test.each([['/a.txt', 'OBJECT'], ['/', 'BUCKET']])('rule 113: no rule matches, %s', (path, type) => {
    const answer = bucket(RULE).send('OPTIONS', path, preflight('DELETE'));
    expect([answer.status, corsOf(answer), header(answer, 'vary')]).toEqual([403, {}, undefined]);
    expect(textOf(answer.body)).toContain('<Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request ' +
      'method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource&#39;s CORS spec.</Message>' +
      `<Method>DELETE</Method><ResourceType>${type}</ResourceType>`);
  });
});

describe('rule 114: preflights that are allowed', () => {
  test('rule 114: everything that a rule says', () => {
    const answer = bucket(RULE).send('OPTIONS', '/a.txt', preflight('PUT', 'X-A, X-Amz-Date'));
    expect([answer.status, header(answer, 'content-length'), answer.body, header(answer, 'vary')]).toEqual([200, '0', undefined, VARY]);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'x-a, x-amz-date',
      'access-control-expose-headers': 'ETag, X-B',
      'access-control-max-age': '300',
    });
  });

  test('rule 114: * is sent as it is, without credentials, and with Vary', () => {
    const answer = bucket({ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }).send('OPTIONS', '/a.txt', preflight('GET'));
    expect(corsOf(answer)).toEqual({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET' });
    expect(header(answer, 'vary')).toBe(VARY);
  });

  test('rule 118: a private bucket too, unless switched', () => {
    const endpoint = new Endpoint({ CorsConfiguration: { CorsRules: [RULE] } });
    expect(endpoint.send('OPTIONS', '/a.txt', preflight('GET')).status).toBe(200);
    endpoint.rules = { 118: 'denied' };
    expect(endpoint.send('OPTIONS', '/a.txt', preflight('GET')).status).toBe(403);
  });
});

describe('rule 115: other requests', () => {
  test('rule 115: a matching origin and method', () => {
    const answer = bucket(RULE).send('GET', '/a.txt', [['Origin', APP]]);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-expose-headers': 'ETag, X-B',
      'access-control-max-age': '300',
    });
    expect([answer.status, header(answer, 'vary')]).toEqual([200, VARY]);
  });

  test.each<[why: string, headers: HeaderList]>([['another origin', [['Origin', 'https://evil.example']]], ['no origin', []]])('rule 115: %s is served without CORS headers and without Vary', (_why, headers) => {
    const answer = bucket(RULE).send('GET', '/a.txt', headers);
    expect([answer.status, corsOf(answer), header(answer, 'vary')]).toEqual([200, {}, undefined]);
  });

  test('rule 111: errors have them, too', () => {
    const answer = bucket({ ...RULE, AllowedMethods: ['POST'] }).send('POST', '/a.txt', [['Origin', APP]]);
    expect([answer.status, corsOf(answer)['access-control-allow-origin'], header(answer, 'vary')]).toEqual([405, APP, VARY]);
  });
});

describe('rule 135: what a GET asks for as preflights do counts', () => {
  test.each<[why: string, headers: HeaderList, origin: string | undefined]>([
    ['a header that isn\'t allowed', [['Access-Control-Request-Headers', 'x-not']], undefined],
    ['a method that isn\'t allowed', [['Access-Control-Request-Method', 'DELETE']], undefined],
    ['a method that is', [['Access-Control-Request-Method', 'PUT']], APP],
    ['a header that isn\'t allowed and is only sent', [['x-not', '1']], APP],
  ])('%s', (_why, headers, origin) => {
    const answer = bucket(RULE).send('GET', '/a.txt', [['Origin', APP], ...headers]);
    expect([answer.status, corsOf(answer)['access-control-allow-origin'], header(answer, 'vary')]).toEqual([200, origin, origin && VARY]);
  });
});

describe('rule 116: what matches', () => {
  test.each<[entry: string, origin: string, matches: boolean]>([
    ['http://*.origin.com', 'http://test.origin.com', true],
    ['http://*.origin.com', 'http://origin.com', false],
    ['http://*.origin.com', 'https://test.origin.com', false],
    [APP, APP, true],
    [APP, `${APP}.evil.example`, false],
    ['https://app.example.co?', APP, false], // only * is a wildcard
  ])('%s %s', (entry, origin, matches) => {
    expect(bucket({ AllowedOrigins: [entry], AllowedMethods: ['GET'] }).send('OPTIONS', '/a.txt', preflight('GET', undefined, origin)).status).toBe(matches ? 200 : 403);
  });

  test('rule 116: the first rule that matches', () => {
    const answer = bucket({ ...RULE, AllowedMethods: ['PUT'] }, { AllowedOrigins: ['*'], AllowedMethods: ['GET'] }, RULE).send('GET', '/a.txt', [['Origin', APP]]);
    expect(corsOf(answer)['access-control-allow-origin']).toBe('*');
  });

  test.each<[allowed: string[] | undefined, requested: string, matches: boolean]>([
    [['X-A'], 'x-a', true],
    [['x-a'], 'X-A', true],
    [['x-a'], 'x-a, x-b', false],
    [['*'], 'x-a, x-b', true],
    [['x-*'], 'x-a,x-b', true],
    [undefined, 'x-a', false],
    [undefined, '', true],
  ])('rule 116: headers %j, %s', (AllowedHeaders, requested, matches) => {
    expect(bucket({ AllowedOrigins: [APP], AllowedMethods: ['GET'], AllowedHeaders }).send('OPTIONS', '/a.txt', preflight('GET', requested)).status).toBe(matches ? 200 : 403);
  });
});

describe('what isn\'t known', () => {
  const unknown = new Endpoint({ CorsConfiguration: { CorsRules: [{ ...RULE, AllowedOrigins: [{ 'Fn::ImportValue': 'Origin' }] }] } });

  test('an origin', () => {
    const answer = unknown.send('OPTIONS', '/a.txt', preflight('GET'));
    expect([typeof answer.status, answer.moreHeaders?.except.includes('access-control-allow-origin')]).toEqual(['object', false]);
  });

  test('a method that no rule has decides all the same', () => {
    expect(unknown.send('OPTIONS', '/a.txt', preflight('DELETE')).status).toBe(403);
  });
});
