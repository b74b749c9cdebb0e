/** A finding names the place where its defect is mended. */
import { join } from 'node:path';
import { verify } from '../../src/verify';
import { CORPUS, corpusEmulator } from '../support/corpus';

test.each<[string, RegExp]>([
  ['max-age-above-browsers/response-headers-policy.broken.ts', /^Stack\/Cors[\dA-F]{8}$/],
  ['preflight-captured-by-route/sam-http-api.broken.yaml', /^Stack\/ServerlessHttpApi\/Properties\/Body\/paths\/\/orders\/x-amazon-apigateway-any-method$/],
  ['preflight-captured-by-route/sam-default-route.broken.yaml', /^Stack\/ServerlessHttpApi\/Properties\/Body\/paths\/\$default$/],
])('%s', (file, path) => {
  expect(verify(corpusEmulator(join(CORPUS, file))).findings.map((finding) => finding.path)).toEqual([expect.stringMatching(path)]);
});

test.each<[file: string, message: RegExp]>([
  ['stage-or-prefix-mismatch/stage-missing.broken.ts', /^the behavior \/api\/\* sends \/api\/items to the API as \/api\/items, /],
  ['stage-or-prefix-mismatch/http-api.broken.ts', /^the behavior \/api\/\* sends \/api\/orders to the API as \/api\/orders, /],
  ['origin-echoed-in-one-case/gateway-responses.broken.yaml', / \(and so does 1 more\)$/],
  ['origin-never-matches/path.broken.yaml', / \(and so do 2 more\)$/],
])('the message of %s', (file, message) => {
  expect(verify(corpusEmulator(join(CORPUS, file))).findings.map((finding) => finding.message)).toEqual([expect.stringMatching(message)]);
});
