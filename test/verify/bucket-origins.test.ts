/** What a bucket's CORS rule may list: one star stands for any text, and the rest is what a browser sends. */
import { Emulator } from '../../src/emulator';
import { verify } from '../../src/verify';

function found(...AllowedOrigins: string[]): string[] {
  const CorsConfiguration = { CorsRules: [{ AllowedOrigins, AllowedMethods: ['GET', 'PUT'] }] };
  return verify(Emulator.fromTemplate({ Resources: { Uploads: { Type: 'AWS::S3::Bucket', Properties: { CorsConfiguration } } } })).findings.map(({ rule }) => rule);
}

test.each([
  ['any page', ['*']],
  ['subdomains', ['https://*.example.com']],
  ['the star stands for the scheme as well', ['*.example.com']],
  ['http and https', ['http*://example.com']],
  ['any scheme', ['*://example.com']],
  ['any port', ['http://localhost:*']],
  ['an app in its own browser', ['capacitor://localhost']],
  ['the right one stands beside it', ['https://example.com', 'https://example.com/']],
])('%s', (_why, origins) => {
  expect(found(...origins)).toEqual([]);
});

test.each([
  ['no scheme', 'example.com'],
  ['upper case', 'https://Example.com'],
  ['the default port', 'https://example.com:443'],
  ['a slash', 'https://*.example.com/'],
  ['a path', 'https://example.com/app'],
])('%s', (_why, origin) => {
  expect(found(origin)).toEqual(['origin-never-matches']);
});
