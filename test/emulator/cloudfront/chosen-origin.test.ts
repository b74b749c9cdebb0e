/** Rule 155: functions that choose the origin of a request. */
import type { FetchResult } from '../../../src/emulator/kernel/machine';
import type { HeaderList, HttpRequest } from '../../../src/emulator/kernel/message';
import { backEnd, customOrigin, Edge, header, objects, textOf, withFunction } from './world';

const ALL_VIEWER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'; // AllViewerExceptHostHeader
const ALL_VIEWER_WITH_HOST = '216adef6-5c7f-47e4-b989-5492eafa07d3'; // AllViewer
const OTHERS = [customOrigin('Second', { OriginPath: '/second', OriginCustomHeaders: [{ HeaderName: 'X-Of', HeaderValue: 'second' }] }),
  { Id: 'Vpc', DomainName: 'vpc.example.com', VpcOriginConfig: { VpcOriginId: 'vo-1' } }];
const GROUP = { Quantity: 1, Items: [{ Id: 'Group', FailoverCriteria: { StatusCodes: { Items: [500] } }, Members: { Items: [{ OriginId: 'Main' }, { OriginId: 'Second' }] } }] };

const main = customOrigin('Main', { OriginPath: '/main', OriginCustomHeaders: [{ HeaderName: 'X-Of', HeaderValue: 'main' }] });

/** A distribution whose function makes a call, and what its origins were asked. */
class Chosen {
  public readonly asked: HttpRequest[] = [];
  private readonly edge: Edge;

  constructor(call: string, { answers = {}, target = 'Main', policy = ALL_VIEWER }: { answers?: { [host: string]: number }; target?: string; policy?: string } = {}) {
    const code = `import cf from 'cloudfront';\nfunction handler(event) { ${call}; return event.request; }`;
    const world = backEnd((request): FetchResult => {
      this.asked.push(request);
      return { status: answers[new URL(request.url).host] ?? 200, headers: [['X-Host', new URL(request.url).host]] };
    });
    this.edge = new Edge(withFunction(code, 'viewer-request', { Origins: [main, ...OTHERS], OriginGroups: GROUP }, undefined, { TargetOriginId: target, OriginRequestPolicyId: policy }), { world });
  }

  public send(headers: HeaderList = [], method = 'GET') {
    return this.edge.send(method, '/a?b=1', headers);
  }

  public get urls(): string[] {
    return this.asked.map(({ url }) => url);
  }
}

describe('updateRequestOrigin', () => {
  test.each<[about: string, properties: string, url: string]>([
    ['another name, the rest stays', '{ domainName: "other.example.com" }', 'https://other.example.com/main/a?b=1'],
    ['another path', '{ originPath: "/v2" }', 'https://main.example.com/v2/a?b=1'],
    ['no path', '{ originPath: "" }', 'https://main.example.com/a?b=1'],
    ['a path with a slash at its end', '{ originPath: "/v2/" }', 'https://main.example.com/v2/a?b=1'],
    ['another port', '{ customOriginConfig: { port: 8443, protocol: "https", sslProtocols: ["TLSv1.2"] } }', 'https://main.example.com:8443/main/a?b=1'],
    ['http', '{ customOriginConfig: { port: 80, protocol: "http", sslProtocols: [] } }', 'http://main.example.com/main/a?b=1'],
    ['what isn\'t emulated', '{ connectionAttempts: 2, originShield: { enabled: true, region: "eu-west-1" }, timeouts: { connectionTimeout: 5 }, sni: "x.example.com" }', 'https://main.example.com/main/a?b=1'],
    ['nothing', '{}', 'https://main.example.com/main/a?b=1'],
  ])('%s', (_about, properties, url) => {
    const chosen = new Chosen(`cf.updateRequestOrigin(${properties})`);
    expect(chosen.send().status).toBe(200);
    expect(chosen.urls).toEqual([url]);
  });

  test.each<[about: string, properties: string, policy: string, host: string]>([
    ['the new name', '{ domainName: "other.example.com" }', ALL_VIEWER, 'other.example.com'],
    ['the new name, also where the viewer\'s Host goes on', '{ domainName: "other.example.com" }', ALL_VIEWER_WITH_HOST, 'other.example.com'],
    ['hostHeader', '{ domainName: "other.example.com", hostHeader: "host.example.com" }', ALL_VIEWER, 'host.example.com'],
    ['hostHeader alone', '{ hostHeader: "host.example.com" }', ALL_VIEWER_WITH_HOST, 'host.example.com'],
    ['that of the origin', '{ originPath: "/x" }', ALL_VIEWER, 'main.example.com'],
    ['the viewer\'s', '{ originPath: "/x" }', ALL_VIEWER_WITH_HOST, 'shop.example.com'],
  ])('Host: %s', (_about, properties, policy, host) => {
    const chosen = new Chosen(`cf.updateRequestOrigin(${properties})`, { policy });
    chosen.send([['Host', 'shop.example.com']]);
    expect(header(chosen.asked[0], 'host')).toBe(host);
  });

  test('custom headers stay, go, or are replaced, in Title-Case', () => {
    const headersWith = (properties: string) => {
      const chosen = new Chosen(`cf.updateRequestOrigin(${properties})`);
      chosen.send();
      return chosen.asked[0].headers.filter(([name]) => /^x-(?:of|stage)$/i.test(name));
    };
    expect(headersWith('{ originPath: "/x" }')).toEqual([['X-Of', 'main']]);
    expect(headersWith('{ customHeaders: {} }')).toEqual([]);
    expect(headersWith('{ customHeaders: { "x-stage": "beta" } }')).toEqual([['X-Stage', 'beta']]);
  });

  test.each<[why: string, call: string]>([
    ['an address', 'cf.updateRequestOrigin({ domainName: "10.0.0.1" })'],
    ['a port in a name', 'cf.updateRequestOrigin({ domainName: "a.example.com:8080" })'],
    ['a URL', 'cf.updateRequestOrigin({ domainName: "https://a.example.com" })'],
    ['a Host with a port', 'cf.updateRequestOrigin({ hostHeader: "a.example.com:80" })'],
    ['a path without a slash', 'cf.updateRequestOrigin({ originPath: "v2" })'],
    ['a forbidden header', 'cf.updateRequestOrigin({ customHeaders: { "x-amz-cf-id": "x" } })'],
    ['a header in upper case', 'cf.updateRequestOrigin({ customHeaders: { "X-Stage": "x" } })'],
    ['an empty value', 'cf.updateRequestOrigin({ customHeaders: { "x-stage": "" } })'],
    ['a header that the request has', 'cf.updateRequestOrigin({ customHeaders: { accept: "x" } })'],
    ['a protocol of its own', 'cf.updateRequestOrigin({ customOriginConfig: { port: 80, protocol: "match-viewer" } })'],
    ['no port', 'cf.updateRequestOrigin({ customOriginConfig: { protocol: "http" } })'],
    ['a timeout too long', 'cf.updateRequestOrigin({ timeouts: { readTimeout: 500 } })'],
    ['nothing at all', 'cf.updateRequestOrigin()'],
    ['an origin that there isn\'t', 'cf.selectRequestOriginById("Nope")'],
    ['a group for an origin', 'cf.selectRequestOriginById("Group")'],
    ['no id', 'cf.selectRequestOriginById()'],
    ['one origin', 'cf.createRequestOriginGroup({ originIds: [{ originId: "Main" }], failoverCriteria: { statusCodes: [500] } })'],
    ['three origins', 'cf.createRequestOriginGroup({ originIds: ["Main", "Second", "Vpc"], failoverCriteria: { statusCodes: [500] } })'],
    ['an unknown origin in a group', 'cf.createRequestOriginGroup({ originIds: [{ originId: "Main" }, { originId: "Nope" }], failoverCriteria: { statusCodes: [500] } })'],
    ['no statuses', 'cf.createRequestOriginGroup({ originIds: ["Main", "Second"] })'],
    ['a status that never fails over', 'cf.createRequestOriginGroup({ originIds: ["Main", "Second"], failoverCriteria: { statusCodes: [200] } })'],
  ])('%s is a 502', (_why, call) => {
    const chosen = new Chosen(call);
    expect(chosen.send([['Accept', '*/*']]).status).toBe(502);
    expect(chosen.urls).toEqual([]);
  });

  test('an origin in a VPC can\'t be changed', () => {
    expect(new Chosen('cf.updateRequestOrigin({ originPath: "/x" })', { target: 'Vpc' }).send().status).toBe(502);
  });

  test('of a group the first changes, and its statuses stay', () => {
    const chosen = new Chosen('cf.updateRequestOrigin({ domainName: "other.example.com" })', { target: 'Group', answers: { 'other.example.com': 500 } });
    expect(header(chosen.send(), 'x-host')).toBe('second.example.com');
    expect(chosen.urls).toEqual(['https://other.example.com/main/a?b=1', 'https://second.example.com/second/a?b=1']);
  });

  test('a function that answers itself chooses nothing', () => {
    const code = 'import cf from \'cloudfront\';\nfunction handler() { cf.updateRequestOrigin({ domainName: "no" }); return { statusCode: 204 }; }';
    expect(new Edge(withFunction(code)).send('GET', '/').status).toBe(204);
  });
});

describe('selectRequestOriginById', () => {
  test('takes the settings of the other origin', () => {
    const chosen = new Chosen('cf.selectRequestOriginById("Second")');
    chosen.send();
    expect([chosen.urls, header(chosen.asked[0], 'x-of'), header(chosen.asked[0], 'host')]).toEqual([['https://second.example.com/second/a?b=1'], 'second', 'second.example.com']);
  });

  test('with another Host', () => {
    const chosen = new Chosen('cf.selectRequestOriginById("Second", { hostHeader: "host.example.com" })', { policy: ALL_VIEWER_WITH_HOST });
    chosen.send([['Host', 'shop.example.com']]);
    expect(header(chosen.asked[0], 'host')).toBe('host.example.com');
  });

  test('in the place of a group, which then has no second', () => {
    const chosen = new Chosen('cf.selectRequestOriginById("Main")', { target: 'Group', answers: { 'main.example.com': 500 } });
    expect(chosen.send().status).toBe(500);
    expect(chosen.urls).toEqual(['https://main.example.com/main/a?b=1']);
  });

  test('reaches an origin in a VPC', () => {
    const chosen = new Chosen('cf.selectRequestOriginById("Vpc")');
    chosen.send();
    expect(chosen.urls).toEqual(['https://vpc.example.com/a?b=1']);
  });
});

describe('createRequestOriginGroup', () => {
  const call = (more = '') => `cf.createRequestOriginGroup({ originIds: [{ originId: "Second"${more} }, { originId: "Main" }], failoverCriteria: { statusCodes: [403, 500] } })`;
  const both = ['https://second.example.com/second/a?b=1', 'https://main.example.com/main/a?b=1'];

  test.each<[first: number, method: string, status: number, urls: string[]]>([
    [200, 'GET', 200, both.slice(0, 1)],
    [404, 'GET', 404, both.slice(0, 1)],
    [403, 'GET', 200, both],
    [500, 'HEAD', 200, both],
    [500, 'OPTIONS', 200, both],
    [500, 'POST', 500, both.slice(0, 1)],
  ])('the first answers %d to %s', (first, method, status, urls) => {
    const chosen = new Chosen(call(), { answers: { 'second.example.com': first } });
    expect(chosen.send([], method).status).toBe(status);
    expect(chosen.urls).toEqual(urls);
  });

  test('overwrites a group of the distribution, and ids may be texts', () => {
    const chosen = new Chosen('cf.createRequestOriginGroup({ originIds: ["Second", "Vpc"], failoverCriteria: { statusCodes: [404] } })',
      { target: 'Group', answers: { 'second.example.com': 404 } });
    chosen.send();
    expect(chosen.urls).toEqual([both[0], 'https://vpc.example.com/a?b=1']);
  });

  test('with a Host for one of them', () => {
    const chosen = new Chosen(call(', originOverrides: { hostHeader: "host.example.com" }'), { answers: { 'second.example.com': 500 } });
    chosen.send();
    expect(chosen.asked.map((request) => header(request, 'host'))).toEqual(['host.example.com', 'main.example.com']);
  });
});

describe('buckets', () => {
  const BUCKETS = {
    One: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'one' } },
    Two: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'two' } },
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Two' },
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::two/*' },
          ],
        },
      },
    },
  };

  function ask(properties: string): { status: unknown; body: string | undefined } {
    const code = `import cf from 'cloudfront';\nfunction handler(event) { cf.updateRequestOrigin(${properties}); return event.request; }`;
    const source = withFunction(code) as { Resources: object };
    const edge = new Edge({ Resources: { ...source.Resources, ...BUCKETS } }, { world: objects('a.txt') });
    const { status, body } = edge.send('GET', '/a.txt');
    return { status, body: textOf(body) };
  }

  const SIGNED = 'originAccessControlConfig: { enabled: true, signingBehavior: "always", signingProtocol: "sigv4", originType: "s3" }';

  test.each<[about: string, properties: string, status: number]>([
    ['a bucket of the template, signed', `{ domainName: "two.s3.eu-west-1.amazonaws.com", ${SIGNED} }`, 200],
    ['not signed', '{ domainName: "two.s3.eu-west-1.amazonaws.com", originAccessControlConfig: { enabled: false } }', 403],
    ['never signed', `{ domainName: "two.s3.eu-west-1.amazonaws.com", ${SIGNED.replace('always', 'never')} }`, 403],
    ['the access control of the assigned origin, which has none', '{ domainName: "two.s3.eu-west-1.amazonaws.com" }', 403],
    ['a bucket that doesn\'t let it', `{ domainName: "one.s3.eu-west-1.amazonaws.com", ${SIGNED} }`, 403],
  ])('%s', (_about, properties, status) => {
    expect(ask(properties).status).toBe(status);
  });
});
