import type { HttpResponse, PageRequest } from '../../src/browser';
import type { LiveCase } from './chromium';

const PAGE = 'http://page.invalid';
const API = 'http://api.invalid';
const OTHER = 'http://other.invalid';

/** A small seeded generator of random numbers: mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    /* eslint-disable no-bitwise */
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    /* eslint-enable no-bitwise */
  };
}

type Header = [name: string, value: string];

// Values as servers get them wrong; the right ones are given more often by weight.
const ALLOW_ORIGIN: (string | undefined)[] = [
  PAGE, PAGE, PAGE, PAGE, '*', '*', 'null', undefined, '', `${PAGE}/`, OTHER, `${PAGE}, ${OTHER}`, `${PAGE} `, 'NULL', 'true', '*, *',
  'http://*', PAGE.toUpperCase(), `${PAGE}:80`, '*.localhost', 'http://[bad', 'http://a b', 'http://', 'localhost', 'caf\xe9', 'http://caf\xe9',
  'about:blank', '\'*\'', `<${PAGE}>`, `${PAGE};`, '**', 'http://%zz', 'http://localhost:99999', 'file://', '//localhost', 'a:', '[', 'x,y',
];
const ALLOW_CREDENTIALS: (string | undefined)[] = ['true', 'true', 'true', undefined, 'True', 'TRUE', 'false', '', ' true ', 'true, true', '1', '"true"'];
const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'patch', 'put', 'OPTIONS', 'options', 'QUERY', 'chicken', 'x-y_z!', 'get'];
const ALLOW_METHODS: (string | undefined)[] = [
  undefined, '*', 'PUT', 'put', 'GET, POST, PUT, DELETE, PATCH', 'DELETE,PATCH', 'patch', '', ',', ' , PUT ,, ', 'PUT DELETE', '"PUT"', 'PUT;q=1',
  '*, PUT', 'QUERY', 'OPTIONS', 'options', 'P\xdcT', 'chicken', 'x-y_z!', 'PUT, (', 'PUT,\tDELETE', '*PUT', 'GET',
];
const HEADERS: Header[] = [
  ['X-Custom', '1'], ['Authorization', 'Bearer t'], ['authorization', 'x'], ['Content-Type', 'application/json'], ['Content-Type', 'text/plain'],
  ['X-Api-Key', 'k'], ['x-amz-date', 'd'], ['X-Amz-Security-Token', 't'], ['If-None-Match', '"e"'], ['Cache-Control', 'no-cache'],
  ['X-Requested-With', 'XMLHttpRequest'], ['Idempotency-Key', '1'], ['traceparent', '00-1-1-01'], ['Accept', 'application/json'],
  ['Range', 'bytes=0-9'], ['*', '1'], ['Origin', 'http://evil.example'], ['Cookie', 'a=b'], ['Sec-Foo', '1'], ['Proxy-X', '1'], ['X-Empty', ''],
  ['X-HTTP-Method-Override', 'PUT'], ['X-HTTP-Method-Override', 'get, trace'], ['X-Method-Override', 'CONNECT'], ['DPR', '2'], ['Save-Data', 'on'],
];
const ALLOW_HEADERS: (string | undefined)[] = [
  undefined, '*', 'x-custom', 'X-CUSTOM, Authorization', 'authorization,content-type,x-custom', 'content-type', '*, authorization', '', ',,', 'x-custom;',
  '"x-custom"', 'x custom', 'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token', 'x-api-key , idempotency-key,traceparent', 'x-\xe9', '@',
  'if-none-match, cache-control, range, accept, x-requested-with, x-empty, x-http-method-override, dpr, save-data', '* ', '**',
];
const ACCEPTABLE = [
  '*/*', 'a', '', 'é', 'a(b', 'a:b', 'a<', 'a"b"', 'a@b', 'a[b]', 'a{b}', 'a\\b', 'a\tb', 'a,b;c=d', 'a'.repeat(128), 'a'.repeat(129), 'a?b', 'a\x7fb', 'a/b', 'x_y',
  'en-US, *;q=0.5', 'a=b.c-d', '  padded  ',
].map((value) => value.replace('é', '\xe9'));
const CONTENT_TYPES = [
  'text/plain', 'TEXT/PLAIN', 'text/plain; charset=utf-8', 'text/plain;charset="utf-8"', 'text/plain ', 'text/plain , a', 'text/plain,application/json', 'text', 'text/',
  '/plain', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary="x"', 'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded;x',
  'application/json', 'text/html', ' text/plain', 'text/plain;;', ';text/plain', 'text /plain', 'text/ plain', 'text/plain x', 'text/pl\xe4in', `text/plain;${'a'.repeat(117)}`,
  `text/plain;${'a'.repeat(118)}`, 'text/plain\t;a', 'application/csp-report', 'text/plain; charset=iso-8859-1',
];
const RANGES = [
  'bytes=0-', 'bytes=0-0', 'bytes=5-4', 'bytes=-5', 'bytes=0-1,2-3', 'bytes=0-9223372036854775807', 'bytes=0-9223372036854775808', 'bytes=99999999999999999999-',
  'bits=0-1', 'bytes=00-01', 'bytes=', 'bytes=a-', 'bytes=1', 'bytes=-', 'bytes', 'bytes=0x1-',
];
const HINTS: Header[] = [
  ['DPR', '1'], ['DPR', '1.5'], ['DPR', 'x'], ['DPR', '.5'], ['DPR', '1.'], ['Width', '10'], ['Width', '1.5'], ['Viewport-Width', '7'], ['Device-Memory', '0.25'],
  ['RTT', '50'], ['RTT', '-1'], ['Downlink', '1.2'], ['ECT', '4g'], ['ECT', '5g'], ['ECT', '4G'], ['Save-Data', 'on'], ['Save-Data', 'ON'], ['Save-Data', 'off'],
  ['Intervention', 'anything'], ['User-Agent', 'x'], ['Viewport-Width', ''], ['Lang', 'en'],
];
const EXPOSE: (string | undefined)[] = [
  undefined, '*', 'X-Secret', 'x-secret, X-Other', '*, x-secret', '"X-Secret"', 'X-Secret;', '', 'Set-Cookie, X-Secret', 'X-Secret,@', 'x secret', 'content-encoding,X-Secret', ',,X-Other,',
];
const STATUSES = [200, 201, 204, 205, 206, 300, 304, 400, 401, 403, 404, 405, 409, 429, 500, 502, 503, 504, 599];
const REDIRECTS = [301, 302, 303, 307, 308];
const LOCATIONS: (string | undefined)[] = [
  `${API}/case/1`, `${API}/case/1`, `${OTHER}/case/1`, `${OTHER}/case/1`, `${PAGE}/case/1`, `${PAGE}/case/1`, '/case/1', '/case/1#here', undefined, '',
  'http://user:pass@127.0.0.1:1/case/1', 'ftp://127.0.0.1/case/1', 'mailto:a/case/1', 'javascript:/case/1', 'data:text/plain,/case/1', 'blob:http://localhost/case/1', '//[bad', '?a',
];
const MAX_AGES: (string | undefined)[] = [undefined, '0', '-1', '5', '600', 'abc', '', '1.5', '5, 10', '+5', '99999999999999999999', '0x10', ' 7 '];

/** Makes random cases, of every kind in turn. */
export class CaseMaker {
  private readonly kinds: ReadonlyArray<readonly [name: string, make: () => Omit<LiveCase, 'name'>]> = [
    ['simple', () => this.simple()], ['method', () => this.method()], ['header', () => this.header()], ['header', () => this.header()],
    ['safelist', () => this.safelist()], ['redirect', () => this.redirect()], ['redirect', () => this.redirect()], ['expose', () => this.expose()],
    ['cache', () => this.cache()], ['mode', () => this.mode()], ['xhr', () => this.xhr()], ['status', () => this.status()], ['body', () => this.body()],
    ['element', () => this.element()], ['opaque', () => this.opaque()],
  ];

  public constructor(private readonly next: () => number) {}

  /** The case of a number. */
  public make(index: number): LiveCase {
    const [kind, make] = this.kinds[index % this.kinds.length];
    return { name: `${kind}-${index}`, ...make() };
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)];
  }

  private chance(of: number): boolean {
    return this.next() < of;
  }

  private credentials(): 'omit' | 'same-origin' | 'include' {
    return this.pick(['omit', 'same-origin', 'include', 'include']);
  }

  private access(good = 0.5): Header[] {
    const origin = this.chance(good) ? PAGE : this.pick(ALLOW_ORIGIN);
    const credentials = this.chance(good) ? 'true' : this.pick(ALLOW_CREDENTIALS);
    const twice = this.chance(0.05);
    return present(['Access-Control-Allow-Origin', origin], ['Access-Control-Allow-Origin', twice ? PAGE : undefined], ['Access-Control-Allow-Credentials', credentials]);
  }

  private preflight(good = 0.8, ...more: (readonly [string, string | undefined])[]): HttpResponse {
    return { status: this.chance(0.9) ? 204 : this.pick([...STATUSES, ...REDIRECTS]), headers: [...this.access(good), ...present(...more)] };
  }

  private response(good = 0.8, status = 200, ...more: Header[]): HttpResponse {
    return { status, headers: [...this.access(good), ['Cache-Control', 'no-store'], ['Content-Type', 'text/plain'], ['X-Secret', '1'], ['X-Other', '2'], ...more] };
  }

  private simple() {
    return one({ credentials: this.credentials(), method: this.pick(['GET', 'POST', 'HEAD', 'get']) }, this.preflight(), this.response(0.3));
  }

  private method() {
    return one(
      { credentials: this.credentials(), method: this.pick(METHODS), headers: this.chance(0.3) ? [['X-Custom', '1']] : [] },
      this.preflight(0.9, ['Access-Control-Allow-Methods', this.pick(ALLOW_METHODS)], ['Access-Control-Allow-Headers', this.pick(['x-custom', '*', undefined])]), this.response(0.9),
    );
  }

  private header() {
    const headers = Array.from({ length: 1 + Math.floor(this.next() * (this.chance(0.2) ? 14 : 4)) }, () => this.pick(HEADERS));
    const lists = this.chance(0.2) ? [this.pick(ALLOW_HEADERS), this.pick(ALLOW_HEADERS)] : [this.pick(ALLOW_HEADERS)];
    return one(
      { credentials: this.credentials(), method: this.pick(['GET', 'POST', 'PUT']), headers, api: this.pick(['fetch', 'xhr']) },
      this.preflight(0.9, ['Access-Control-Allow-Methods', '*, PUT'], ...lists.map((list) => ['Access-Control-Allow-Headers', list] as const)), this.response(0.95),
    );
  }

  private safelist() {
    const header = this.pick<() => Header>([
      () => ['Accept', this.pick(ACCEPTABLE)], () => ['Accept-Language', this.pick(ACCEPTABLE)], () => ['Content-Language', this.pick(ACCEPTABLE)],
      () => ['Content-Type', this.pick(CONTENT_TYPES)], () => ['Content-Type', this.pick(CONTENT_TYPES)], () => ['Range', this.pick(RANGES)], () => this.pick(HINTS),
    ])();
    const again: Header[] = this.chance(0.1) ? [header] : [];
    return one(
      { headers: [header, ...again], method: this.pick(['GET', 'POST']), credentials: this.pick(['omit', 'include']), mode: this.chance(0.1) ? 'no-cors' : 'cors' },
      this.preflight(1, ['Access-Control-Allow-Headers', this.pick([undefined, '*'])]), this.response(1),
    );
  }

  private redirect() {
    const location = this.pick(LOCATIONS);
    const status = this.pick(REDIRECTS);
    const method = this.pick(['GET', 'GET', 'POST', 'PUT', 'HEAD', 'DELETE']);
    const body: Partial<PageRequest> = (method === 'POST' || method === 'PUT') && this.chance(0.6) ? { body: 'x' } : {};
    const request: Partial<PageRequest> = {
      url: `${this.pick([API, API, PAGE])}/case`,
      method,
      ...body,
      credentials: this.credentials(),
      redirect: this.pick(['follow', 'follow', 'follow', 'follow', 'error', 'manual']),
      headers: this.chance(0.5) ? [] : [this.pick(HEADERS)],
      mode: this.chance(0.9) ? 'cors' : 'same-origin',
    };
    const lists = [['Access-Control-Allow-Methods', 'PUT, DELETE'], ['Access-Control-Allow-Headers', 'x-custom,authorization,content-type,x-api-key']] as const;
    const first = { preflight: this.preflight(1, ...lists), response: this.response(0.9, status, ...present(['Location', location], ['Location', this.chance(0.05) ? location : undefined])) };
    const grant: Header[] = present(['Access-Control-Allow-Origin', this.pick([PAGE, 'null', 'null', '*', undefined])], ['Access-Control-Allow-Credentials', this.pick(['true', 'true', undefined])]);
    const second = {
      preflight: { status: 204, headers: [...grant, ...present(...lists)] },
      response: { status: 200, headers: [...grant, ['Cache-Control', 'no-store'], ['X-Secret', '1']] as Header[] },
    };
    return { request: { page: PAGE, ...request } as PageRequest, steps: [first, second] };
  }

  private expose() {
    const lists = this.chance(0.2) ? [this.pick(EXPOSE), this.pick(EXPOSE)] : [this.pick(EXPOSE)];
    const headers: Header[] = [...present(...lists.map((list) => ['Access-Control-Expose-Headers', list] as const)), ['Set-Cookie', 'a=b'], ['Expires', '0'], ['Pragma', 'x'], ['Last-Modified', 'x'], ['Content-Language', 'en']];
    return one({ credentials: this.credentials(), api: this.pick(['fetch', 'xhr']), url: `${this.pick([API, API, PAGE])}/case` }, this.preflight(), this.response(1, 200, ...headers));
  }

  private cache() {
    const variant = (): Partial<PageRequest> => ({
      method: this.pick(['PUT', 'DELETE', 'GET']), credentials: this.pick(['omit', 'include']), headers: this.pick<Header[]>([[['X-Custom', '1']], [['Authorization', 'x']], [['X-Api-Key', '1']], []]),
    });
    const made = one(variant(), { status: 204, headers: [...this.access(1), ...present(['Access-Control-Allow-Methods', this.pick(['*', 'PUT', 'PUT, DELETE'])], ['Access-Control-Allow-Headers', this.pick(['*', '*, authorization', 'x-custom, authorization, x-api-key', 'x-custom'])], ['Access-Control-Max-Age', this.pick(MAX_AGES)])] }, this.response(this.chance(0.8) ? 1 : 0.2));
    return { ...made, repeat: { ...made.request, ...this.chance(0.4) ? {} : variant() } };
  }

  private mode() {
    const corp: Header[] = this.chance(0.4) ? [['Cross-Origin-Resource-Policy', this.pick(['same-origin', 'cross-origin', 'same-site', 'Same-Origin', 'x'])]] : [];
    return one(
      {
        mode: this.pick(['no-cors', 'same-origin']),
        method: this.pick(['GET', 'POST', 'HEAD', 'PUT']),
        headers: this.chance(0.5) ? [] : [this.pick(HEADERS)],
        credentials: this.credentials(),
        redirect: this.pick(['follow', 'follow', 'follow', 'error']),
        url: `${this.pick([API, PAGE])}/case`,
      },
      this.preflight(), this.response(0.5, 200, ...corp),
    );
  }

  private xhr() {
    return one(
      {
        api: 'xhr',
        method: this.pick(['GET', 'POST', 'PUT', 'post', 'DELETE']),
        credentials: this.pick(['same-origin', 'include']),
        uploadListener: this.chance(0.5),
        headers: this.chance(0.4) ? [['Content-Type', this.pick(['text/plain', 'text/plain;charset=utf-8', 'application/json', 'text/plain; charset=latin1', 'a/b;charset="x"'])]] : [],
        ...this.chance(0.6) ? { body: 'x' } : {},
      },
      this.preflight(0.8, ['Access-Control-Allow-Methods', this.pick([undefined, 'PUT', '*', 'PUT, DELETE'])], ['Access-Control-Allow-Headers', this.pick(['content-type', undefined, '*'])]), this.response(0.7),
    );
  }

  private status() {
    return one(
      { method: this.pick(['GET', 'PUT']), credentials: this.credentials() },
      { status: this.pick([...STATUSES, ...REDIRECTS, 205, 250, 299, 305]), headers: [...this.access(0.8), ...present(['Access-Control-Allow-Methods', 'PUT'], ['Location', this.pick([undefined, undefined, '/case/1', ''])])] },
      this.response(0.8, this.pick(STATUSES)),
    );
  }

  private body() {
    const bodyType = this.pick(['string', 'urlsearchparams', 'formdata', 'blob', 'blobjson', 'arraybuffer', 'text/plain', 'application/xml'] as const);
    return one(
      { method: this.pick(['POST', 'PUT', 'PATCH', 'GET']), body: 'x', bodyType, credentials: this.credentials(), api: this.pick(['fetch', 'fetch', 'xhr']), mode: this.chance(0.9) ? 'cors' : 'no-cors' },
      this.preflight(0.95, ['Access-Control-Allow-Methods', 'PUT, PATCH'], ['Access-Control-Allow-Headers', this.pick([undefined, '*', 'content-type'])]), this.response(0.95),
    );
  }

  private element() {
    return one(
      { api: 'element', element: this.pick(['img', 'script', 'module', 'css', 'audio', 'video']), mode: this.pick(['cors', 'cors', 'no-cors']), credentials: this.pick(['same-origin', 'include']) },
      this.preflight(), this.response(0.3),
    );
  }

  private opaque() {
    const origin = this.pick(['null', 'null', 'null', '*', PAGE, undefined, 'Null', 'null, null']);
    const headers = present(['Access-Control-Allow-Origin', origin], ['Access-Control-Allow-Credentials', this.pick(['true', undefined])], ['Access-Control-Allow-Methods', 'PUT'], ['Cache-Control', 'no-store']);
    const made = one({ method: this.pick(['GET', 'PUT', 'POST']), credentials: this.credentials() }, { status: 204, headers }, { status: 200, headers });
    return { ...made, request: { ...made.request, page: 'null' } };
  }
}

function present(...headers: ReadonlyArray<readonly [string, string | undefined]>): Header[] {
  return headers.filter((header): header is Header => header[1] !== undefined);
}

function one(request: Partial<PageRequest>, preflight: HttpResponse, response: HttpResponse): Omit<LiveCase, 'name'> {
  return { request: { page: PAGE, url: `${API}/case`, ...request } as PageRequest, steps: [{ preflight, response }] };
}
