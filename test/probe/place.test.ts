import { Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Emulator } from '../../src/emulator';
import { placeOf } from '../../src/probe/place';
import { build } from '../serve/world';
import { attempt, messageOf } from '../support/attempt';
import { assemblyOf } from '../support/emulator';

const app = Emulator.fromAssembly(assemblyOf((each) => build(new Stack(each, 'Shop'))));
const [cloudfront, rest, http, functionUrl] = app.entrances;
const two = Emulator.fromAssembly(assemblyOf((each) => {
  const stack = new Stack(each, 'Two');
  new RestApi(stack, 'One', { deployOptions: { stageName: 'v1' } }).root.addMethod('GET');
  new RestApi(stack, 'Other', { deployOptions: { stageName: 'v2' } }).root.addMethod('GET');
  new RestApi(stack, 'Third', { deployOptions: { stageName: 'v2' } }).root.addMethod('GET');
}));

describe('where a live URL is in the app', () => {
  test.each<[why: string, live: string, name: string | undefined, entrance: string, modelled: string, base: string]>([
    ['an alias that the template has', 'https://www.example.com/api/x', undefined, 'cloudfront', 'https://www.example.com', 'https://www.example.com'],
    ['an alias with a wildcard', 'https://a.pages.example.com/api/x', undefined, 'cloudfront', 'https://a.pages.example.com', 'https://a.pages.example.com'],
    ['an alias by plain http, which is another question', 'http://www.example.com/', undefined, 'cloudfront', 'http://www.example.com', 'http://www.example.com'],
    ['a custom domain that the template has', 'https://api.example.com/x', undefined, 'http-api', 'https://api.example.com', 'https://api.example.com'],
    ['a distribution by CloudFront\'s name', 'https://d1a2b3c4d5e6f7.cloudfront.net/api/x?y=1', undefined, 'cloudfront', cloudfront.url, 'https://d1a2b3c4d5e6f7.cloudfront.net'],
    ['a stage of a REST API', 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/prod/items', undefined, 'rest-api', rest.url, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/prod'],
    ['a stage with a slash', 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/prod/', undefined, 'rest-api', rest.url, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/prod'],
    ['another path is the stage $default\'s', 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/items', undefined, 'http-api', http.url, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com'],
    ['in China', 'https://abc1234567.execute-api.cn-north-1.amazonaws.com.cn/prod', undefined, 'rest-api', rest.url, 'https://abc1234567.execute-api.cn-north-1.amazonaws.com.cn/prod'],
    ['a function URL', 'https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws/', undefined, 'function-url', functionUrl.url, 'https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws'],
    ['a port of this machine, with the stage', 'http://localhost:4002/prod', undefined, 'rest-api', rest.url, 'http://localhost:4002/prod'],
    ['a domain that the template doesn\'t have, by name', 'https://shop.example.org/v1/', 'rest-api', 'rest-api', rest.url, 'https://shop.example.org/v1'],
    ['the same by the path in the app', 'https://shop.example.org', http.resource.path, 'http-api', http.url, 'https://shop.example.org'],
  ])('%s: %s', (_, live, name, kind, modelled, base) => {
    const place = placeOf(app, live, name);
    expect({ kind: place.entrance.kind, modelled: place.modelled, live: place.live }).toEqual({ kind, modelled, live: base });
  });

  test('a stage that only one of several APIs has', () => {
    expect(placeOf(two, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/v1/x').entrance.resource.path).toMatch(/^Two\/One/);
  });
});

test.each<[why: string, emulator: Emulator, live: string, name: string | undefined, message: RegExp]>([
  ['several APIs have the stage', two, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/v2', undefined, /may belong to each of Two\/Other\w+ \(rest-api\) and Two\/Third\w+ \(rest-api\); say which by --entrance/],
  ['no API has the stage', two, 'https://abc1234567.execute-api.eu-west-1.amazonaws.com/v3', undefined, /begins with no stage of the assembly; there is \/v1 and \/v2$/],
  ['nothing is at such a host', two, 'https://d1a2b3c4d5e6f7.cloudfront.net/', undefined, /nothing of the assembly can be at d1a2b3c4d5e6f7\.cloudfront\.net: it has Two\/One\w+ \(rest-api\), /],
  ['a domain that the template doesn\'t have may be any', app, 'https://shop.example.org/', undefined, /may belong to each of Shop\/Web\w+ \(cloudfront\), /],
  ['there is no such entrance', app, 'https://shop.example.org/', 'Api', /--entrance: "Api" isn't an entrance of the app; its entrances are /],
  ['an entrance of another kind', app, 'https://d1a2b3c4d5e6f7.cloudfront.net/', 'rest-api', /--entrance: Shop\/Rest\w+ \(rest-api\) can't be at d1a2b3c4d5e6f7\.cloudfront\.net/],
  ['the other kind at a name of its own', app, 'https://www.example.com/', 'function-url', /--entrance: Shop\/Url\w+ \(function-url\) can't be at www\.example\.com/],
])('it is refused where %s', (_, emulator, live, name, message) => {
  expect(messageOf(attempt(() => placeOf(emulator, live, name)))).toMatch(message);
});
