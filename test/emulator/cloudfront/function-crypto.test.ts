/** The module crypto of CloudFront Functions against that of Node.js. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { FunctionRuntime } from '../../../src/emulator/cloudfront/function-runtime';

const ALGORITHMS = ['md5', 'sha1', 'sha256'];

function functionOf(body: string, runtime: 'cloudfront-js-1.0' | 'cloudfront-js-2.0' = 'cloudfront-js-2.0'): (event: object) => unknown {
  const made = new FunctionRuntime({ code: `var crypto = require('crypto');\nfunction handler(e) { ${body} }`, runtime });
  return (event) => {
    const outcome = made.run(event, 0);
    return 'result' in outcome ? outcome.result : outcome;
  };
}

describe('rule 108: require("crypto")', () => {
  test.each(ALGORITHMS)('%s of texts of every length around a block', (algorithm) => {
    const hash = functionOf(`return e.texts.map(function (text) { return crypto.createHash('${algorithm}').update(text).digest('hex'); });`);
    const texts = [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000].map((length) => 'ä'.repeat(length % 2) + 'x'.repeat(length));
    expect(hash({ texts })).toEqual(texts.map((text) => createHash(algorithm).update(text).digest('hex')));
  });

  test.each(ALGORITHMS)('%s and its HMAC agree with Node.js', (algorithm) => {
    const both = functionOf(`return [crypto.createHash('${algorithm}').update(e.text).digest('base64'), crypto.createHmac('${algorithm}', e.key).update(e.text).digest('base64url')];`);
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(fc.property(text, text, (each, key) => {
      expect(both({ text: each, key })).toEqual([createHash(algorithm).update(each).digest('base64'), createHmac(algorithm, key).update(each).digest('base64url')]);
    }), { numRuns: 60, seed: 1 });
  });

  test('updates add up, encodings of data are read, and a digest without encoding is bytes', () => {
    const hash = functionOf('return [crypto.createHash("sha256").update("a").update("62", "hex").digest("hex"), Array.from(crypto.createHash("md5").update("").digest())];');
    expect(hash({})).toEqual([createHash('sha256').update('ab').digest('hex'), [...createHash('md5').update('').digest()]]);
  });

  test('a signature that a function checks, as in AWS\'s own example', () => {
    const signed = createHmac('sha256', 'secret').update('header.payload').digest('base64url');
    const check = functionOf('return crypto.createHmac("sha256", "secret").update(["header", "payload"].join(".")).digest("base64url") === e.signature;', 'cloudfront-js-1.0');
    expect([check({ signature: signed }), check({ signature: `${signed}x` })]).toEqual([true, false]);
  });

  test.each([
    ['an algorithm that it hasn\'t', 'crypto.createHash("sha512")'],
    ['a name of a prototype', 'crypto.createHash("constructor")'],
    ['a second digest', 'var h = crypto.createHash("md5"); h.digest(); h.digest()'],
  ])('%s is the function\'s error', (_what, code) => {
    expect(functionOf(`${code}; return {};`)({})).toMatchObject({ error: expect.any(String) });
  });
});
