/** How a distribution fails that is asked to. */
import { APP, backEnd, behavior, bytes, Edge, header, recordingEntrance, template, textOf } from './world';

const OK = backEnd(() => ({ status: 200, headers: [], body: bytes('ok') }));
const FIREWALL = { WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1' };
const COUNTRIES = { Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['DE'] } } };

describe('a request that is asked to fail', () => {
  test.each<[failure: string, config: object, status: number, text: string]>([
    ['WAF_FILTERED', FIREWALL, 403, 'Request blocked'],
    ['WAF_FILTERED', {}, 200, 'ok'],
    ['WAF_FILTERED', { WebACLId: '' }, 200, 'ok'],
    ['GEO_RESTRICTED', COUNTRIES, 403, 'block access from your country'],
    ['GEO_RESTRICTED', { Restrictions: { GeoRestriction: { RestrictionType: 'none' } } }, 200, 'ok'],
    ['GEO_RESTRICTED', {}, 200, 'ok'],
    ['INTEGRATION_TIMEOUT', {}, 504, 'in time'],
    ['INTEGRATION_FAILURE', {}, 502, 'connect to the origin'],
    ['THROTTLED', { ...FIREWALL, ...COUNTRIES }, 200, 'ok'],
  ])('as %s with %j is %i', (failure, config, status, text) => {
    const answer = new Edge(template(config), { world: OK }).send('GET', '/', [], { failure });
    expect(answer.status).toBe(status);
    expect(textOf(answer.body)).toContain(text);
  });

  test('a preflight fails as well, before any function, and a custom error response applies', () => {
    const pages = { ...FIREWALL, CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }] };
    const asked = (config: object) => new Edge(template(config), { world: OK })
      .send('OPTIONS', '/', [['Origin', APP], ['Access-Control-Request-Method', 'PUT']], { failure: 'WAF_FILTERED' });
    expect([asked(FIREWALL).status, header(asked(FIREWALL), 'x-cache')]).toEqual([403, 'Error from cloudfront']);
    expect([asked(pages).status, textOf(asked(pages).body)]).toEqual([200, 'ok']);
  });

  test('a response headers policy is applied by the reading of rule 101', () => {
    const policy = behavior({ ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' });
    const allowed = (reading: string) => header(new Edge(template({ ...FIREWALL, DefaultCacheBehavior: policy }), { world: OK })
      .send('GET', '/', [['Origin', APP]], { failure: 'WAF_FILTERED', rules: { 101: reading } }), 'access-control-allow-origin');
    expect([allowed('applied'), allowed('bare')]).toEqual(['*', undefined]);
  });

  test('where a parameter decides, it isn\'t known', () => {
    const open = { ...template({ WebACLId: { Ref: 'Acl' } }), Parameters: { Acl: { Type: 'String' } } };
    const asked = (failure?: string) => new Edge(open, { world: OK }).send('GET', '/', [], { failure }).status;
    expect(asked()).toBe(200);
    expect(String(asked('WAF_FILTERED'))).toContain('the parameter Acl has no default');
  });

  test('what only a distribution knows isn\'t asked of the API behind it, anything else is', () => {
    const { entrance } = recordingEntrance('https://main.example.com');
    const failures: unknown[] = [];
    const listening = {
      ...entrance,
      handle: (...[request, circumstances]: Parameters<typeof entrance.handle>) => {
        failures.push(circumstances.failure);
        return entrance.handle(request, circumstances);
      },
    };
    const edge = new Edge(template(), { entrances: () => [listening] });
    ['GEO_RESTRICTED', 'THROTTLED', 'WAF_FILTERED'].forEach((failure) => edge.send('GET', '/', [], { failure }));
    expect(failures).toEqual([undefined, 'THROTTLED', 'WAF_FILTERED']);
  });
});
