/** Pages elsewhere that load the files of a site, from the policy to what browsers make of it. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CorsPolicy, SiteRouting, WebApp, type WebAppProps } from '../../src';
import { Emulator } from '../../src/emulator';
import { ask, verify } from '../../src/verify';

const PAGE = 'https://app.example.com';
const FOREIGN = 'https://foreign.example';

function webApp(props: WebAppProps): Stack {
  const stack = new Stack(new App(), 'Shop');
  new WebApp(stack, 'Web', props);
  return stack;
}

function emulator(props: WebAppProps, objects: (key: string) => { body: Uint8Array; contentType: string } | undefined = () => ({ body: new Uint8Array([1]), contentType: 'font/woff2' })): Emulator {
  return Emulator.fromAssembly((webApp(props).node.root as App).synth().directory, { objects });
}

const SEVERAL = CorsPolicy.forOrigins(PAGE, 'https://pr-*.preview.example.com');

describe.each(Object.values(SiteRouting))('with %s', (routing) => {
  test.each<[name: string, siteCors: CorsPolicy, page: string, outcome: string]>([
    ['the only page', CorsPolicy.forOrigins(PAGE), PAGE, 'allowed'],
    ['one of several', SEVERAL, PAGE, 'allowed'],
    ['one that a pattern has', SEVERAL, 'https://pr-7.preview.example.com', 'allowed'],
    ['any page', CorsPolicy.unsafelyAllowAnyOrigin(), FOREIGN, 'allowed'],
    ['another page', SEVERAL, FOREIGN, 'blocked'],
    ['one that only looks alike', SEVERAL, 'https://pr-7.x.preview.example.com', 'blocked'],
  ])('%s fetches a font', (_name, siteCors, page, outcome) => {
    const site = emulator({ siteCors, routing });
    expect(ask(site, { page, entrance: 'cloudfront', path: '/fonts/inter.woff2' }).outcome).toBe(outcome);
  });
});

test('a file that isn\'t there is readable as well, and says Vary', () => {
  const site = emulator({ siteCors: SEVERAL }, () => undefined);
  const verdict = ask(site, { page: PAGE, entrance: 'cloudfront', path: '/fonts/missing.woff2' });
  expect(verdict).toMatchObject({ outcome: 'allowed', status: 404 });
  expect(ask(site, { page: FOREIGN, entrance: 'cloudfront', path: '/fonts/missing.woff2' }).outcome).toBe('blocked');
});

test('what needs a preflight isn\'t let through', () => {
  const verdict = ask(emulator({ siteCors: SEVERAL }), { page: PAGE, entrance: 'cloudfront', path: '/data.json', headers: { 'x-custom': '1' } });
  expect(verdict.outcome).toBe('blocked');
});

test('nothing is found wrong, also as a proof', () => {
  for (const siteCors of [CorsPolicy.forOrigins(PAGE), SEVERAL, CorsPolicy.unsafelyAllowAnyOrigin()]) {
    expect(verify(emulator({ siteCors })).findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  }
});

test('without it nothing changes', () => {
  const template = Template.fromStack(webApp({}));
  expect(JSON.stringify(template.toJSON())).not.toContain('CorsConfig');
  expect(ask(emulator({}), { page: PAGE, entrance: 'cloudfront', path: '/fonts/inter.woff2' }).outcome).toBe('blocked');
});

test('what isn\'t a policy is refused', () => {
  expect(() => webApp({ siteCors: [PAGE] as never })).toThrow('siteCors must be a CorsPolicy');
});
