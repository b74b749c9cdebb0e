/** The objects of CloudFront Functions against those of Node.js, and what the two runtimes have. */
import querystring from 'node:querystring';
import fc from 'fast-check';
import { FunctionRuntime } from '../../../src/emulator/cloudfront/function-runtime';

type Runtime = 'cloudfront-js-1.0' | 'cloudfront-js-2.0';

function functionOf(body: string, runtime: Runtime = 'cloudfront-js-2.0'): (event?: object) => unknown {
  const made = new FunctionRuntime({ code: `function handler(e) { ${body} }`, runtime });
  return (event = {}) => {
    const outcome = made.run(event, 0);
    return 'result' in outcome ? outcome.result : outcome;
  };
}

/** What an expression gives in a function. */
function value(expression: string, runtime?: Runtime): unknown {
  const result = functionOf(`return { value: ${expression} };`, runtime)() as { value?: unknown };
  return 'value' in result ? result.value : result;
}

/** The same expression in Node.js, with what stands for the function's event. */
function natively(expression: string, e?: unknown): unknown {
  return JSON.parse(JSON.stringify(new Function('Buffer', 'TextEncoder', 'TextDecoder', 'e', `return { value: ${expression} };`)(Buffer, TextEncoder, TextDecoder, e))).value;
}

describe('rule 108: Buffer does what that of Node.js does', () => {
  test.each([
    'Buffer.alloc(3)', 'Buffer.alloc(5, "ab")', 'Buffer.alloc(4, "6162", "hex")', 'Buffer.alloc(3, 257)', 'Buffer.allocUnsafe(2).length',
    'Buffer.from([1, 256, -1, 1.9])', 'Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 2)', 'Buffer.from(Buffer.from("abc"))', 'Buffer.from({ type: "Buffer", data: [1, 2] })',
    'Buffer.from(new String("abc"))', 'Buffer.from("616g62", "hex")', 'Buffer.from("YWI=YWI", "base64")', 'Buffer.from("_-8", "base64url")', 'Buffer.from("aé€😀", "utf-8")',
    'Buffer.byteLength("é€")', 'Buffer.byteLength("YWI=", "base64")', 'Buffer.byteLength(new Uint16Array(3))', 'Buffer.isBuffer(Buffer.alloc(1))', 'Buffer.isBuffer(new Uint8Array(1))',
    'Buffer.isEncoding("HEX")', 'Buffer.isEncoding("nope")', 'Buffer.compare(Buffer.from("a"), Buffer.from("b"))', 'Buffer.compare(Buffer.from("ab"), Buffer.from("a"))',
    'Buffer.concat([Buffer.from("ab"), Buffer.from("cd")])', 'Buffer.concat([Buffer.from("ab"), Buffer.from("cd")], 3)', 'Buffer.concat([Buffer.from("ab")], 4)', 'Buffer.concat([])',
    'Buffer.from("abc").compare(Buffer.from("xbc"), 1, 3, 1, 3)', 'Buffer.from("abc").equals(Buffer.from("abc"))', 'Buffer.from("abc").equals(Buffer.from("abd"))',
    'Buffer.from("abcabc").indexOf("c")', 'Buffer.from("abcabc").indexOf("c", 3)', 'Buffer.from("abcabc").indexOf("b", -2)', 'Buffer.from("abcabc").indexOf(99)', 'Buffer.from("abcabc").indexOf("x")',
    'Buffer.from("abcabc").lastIndexOf("ab")', 'Buffer.from("abcabc").lastIndexOf("ab", 2)', 'Buffer.from("abcabc").lastIndexOf(Buffer.from("bc"), -3)', 'Buffer.from("abc").includes("bc")',
    'Buffer.from("abc").includes("6263", 0, "hex")', 'Buffer.from("abcdef").fill("xy", 1, 4)', 'Buffer.from("abcdef").fill(0)', 'Buffer.from("abcdef").fill("6a", "hex")',
    'Buffer.from("abcdef").slice(1, 3)', 'Buffer.from("abcdef").subarray(-2)', 'Buffer.from("abcdef").toString("utf8", 1, 3)', 'Buffer.from("abcdef").toString("hex", 4)', 'Buffer.from("abc").toString("base64url")',
    'Buffer.from("abc").toJSON()', 'JSON.stringify(Buffer.from("a"))', '(() => { var b = Buffer.alloc(4); return [b.write("abcdef"), b.toString()]; })()',
    '(() => { var b = Buffer.alloc(4); return [b.write("€", 2), b]; })()', '(() => { var b = Buffer.alloc(6); return [b.write("€", 2), b.write("6162", 0, "hex"), b.write("xyz", 4, 1), b]; })()',
    '(() => { var b = Buffer.alloc(4); return [Buffer.from("abc").copy(b, 2), b]; })()', '(() => { var b = Buffer.alloc(4); return [Buffer.from("abcdef").copy(b, 1, 2, 4), b]; })()',
    'Buffer.from([1, 2, 3, 4]).swap16()', 'Buffer.from([1, 2, 3, 4]).swap32()', 'Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64()', 'Buffer.from([195, 40, 226, 130, 172, 240, 159, 255]).toString()',
    'Buffer.from([237, 160, 128, 65, 244, 144, 128, 128]).toString()', 'Buffer.from("abc")[1]', 'Buffer.from("abc").length', 'Buffer.from("abc").map((x) => x + 1).toString()', '"" + Buffer.from("abc")',
  ])('%s', (expression) => {
    expect(value(expression)).toEqual(natively(expression));
  });

  const NUMBERS = ['Int8', 'UInt8', ...['Int16', 'UInt16', 'Int32', 'UInt32', 'Float', 'Double'].flatMap((name) => [`${name}BE`, `${name}LE`])];

  test('numbers are read and written alike', () => {
    const all = `(() => { var b = Buffer.from(e.bytes); return ${JSON.stringify(NUMBERS)}.map((name) => {
      var read = b['read' + name](1); var at = b['write' + name](read, 2); return [String(read), at, b.toString('hex')]; })
      .concat([1, 2, 3, 4, 5, 6].map((size) => [b.readIntBE(1, size), b.readUIntLE(1, size), b.writeIntLE(b.readIntLE(1, size), 3, size), b.writeUIntBE(b.readUIntBE(2, size), 0, size), b.toString('hex')])); })()`;
    const here = functionOf(`return { value: ${all} };`);
    fc.assert(fc.property(fc.array(fc.nat(255), { minLength: 16, maxLength: 16 }), (bytes) => {
      expect((here({ bytes }) as { value: unknown }).value).toEqual(natively(all, { bytes }));
    }), { numRuns: 60 });
  });

  test.each(['Buffer.alloc(2).readInt32BE(0)', 'Buffer.alloc(2).readInt8(2)', 'Buffer.alloc(3).swap16()', 'Buffer.from(5)', 'Buffer.from("a", "nope")', 'Buffer.from("a").toString("nope")'])('%s throws, as in Node.js', (expression) => {
    expect(() => natively(expression)).toThrow();
    expect(value(expression)).toMatchObject({ error: expect.any(String) });
  });

  test('every text in every encoding, and back', () => {
    const here = functionOf('return ["utf8", "hex", "base64", "base64url"].map(function (name) { var t = Buffer.from(e.bytes).toString(name); return [t, Buffer.from(t, name).toString("hex")]; });');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const expected = (['utf8', 'hex', 'base64', 'base64url'] as const).map((name) => [Buffer.from(bytes).toString(name), Buffer.from(Buffer.from(bytes).toString(name), name).toString('hex')]);
      expect(here({ bytes: [...bytes] })).toEqual(expected);
    }), { numRuns: 200 });
  });
});

describe('rule 108: TextEncoder and TextDecoder', () => {
  test.each([
    'Array.from(new TextEncoder().encode("a€"))', 'new TextEncoder().encoding', 'Array.from(new TextEncoder().encode())', 'new TextDecoder().decode(new Uint8Array([226, 130, 172, 255]))', 'new TextDecoder("utf-8").encoding',
    'new TextDecoder().decode(new Uint8Array([239, 187, 191, 97]))', 'new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array([239, 187, 191, 97])).length', 'new TextDecoder("utf-8", { fatal: true }).fatal', 'new TextDecoder().decode()',
    '(() => { var t = new Uint8Array(4); var r = new TextEncoder().encodeInto("a€é", t); return [r.read, r.written, Array.from(t)]; })()',
  ])('%s', (expression) => {
    expect(value(expression)).toEqual(natively(expression));
  });

  test.each(['new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255]))', 'new TextDecoder("nope")'])('%s throws', (expression) => {
    expect(value(expression)).toMatchObject({ error: expect.any(String) });
  });
});

describe('rule 108: require("querystring")', () => {
  const here = functionOf('var qs = require("querystring"); return [qs.parse(e.text), qs.stringify(qs.parse(e.text)), qs.escape(e.text)];');

  test('as that of Node.js', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '=', '&', '%20', '%e2%82%ac', '+', 'ü', '1', '.', '%41', '=='), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (each) => {
      const parsed = querystring.parse(each);
      expect(here({ text: each })).toEqual([{ ...parsed }, querystring.stringify(parsed), querystring.escape(each)]);
    }), { numRuns: 300 });
  });

  test.each<[expression: string, result: unknown]>([
    ['qs.parse("name=value&abc=xyz&abc=123")', { name: 'value', abc: ['xyz', '123'] }],
    ['qs.parse("a:1;b:2", ";", ":")', { a: '1', b: '2' }],
    ['qs.parse("a=1&b=2&c=3", null, null, { maxKeys: 2 })', { a: '1', b: '2' }],
    ['qs.parse("a=%41", "&", "=", { decodeURIComponent: (text) => text.toLowerCase() })', { a: '%41' }],
    ['qs.parse("a=%ff%e2%82%ac&b=%")', { a: '\ufffd€', b: '%' }],
    ['qs.stringify({ name: "value", abc: ["xyz", "123"], anotherName: "" })', 'name=value&abc=xyz&abc=123&anotherName='],
    ['qs.stringify({ a: 1, b: true }, ";", ":")', 'a:1;b:true'],
    ['qs.stringify({ a: "ä" }, "&", "=", { encodeURIComponent: (text) => "<" + text + ">" })', '<a>=<ä>'],
    ['qs.decode === qs.parse && qs.encode === qs.stringify', true],
    ['qs.unescape("a%20b")', 'a b'],
  ])('%s', (expression, result) => {
    expect(functionOf(`var qs = require("querystring"); return { value: ${expression} };`)()).toEqual({ value: result });
  });
});

describe('rule 108: what each runtime has', () => {
  test.each(['Buffer', 'atob', 'btoa', 'TextEncoder', 'TextDecoder', 'globalThis'])('%s is of runtime 2.0', (name) => {
    expect([value(`typeof ${name}`), value(`typeof ${name}`, 'cloudfront-js-1.0')]).toEqual([name === 'globalThis' ? 'object' : 'function', 'undefined']);
  });

  test.each<[expression: string, result: unknown]>([
    ['String.bytesFrom("aGk", "base64url")', 'hi'],
    ['String.bytesFrom("6869", "hex")', 'hi'],
    ['String.bytesFrom([104, 105])', 'hi'],
    ['"é".toUTF8().length', 2],
    ['"é".toUTF8().fromUTF8()', 'é'],
    ['"é".toBytes()', 'é'],
    ['"€".toBytes()', null],
    ['"hi".fromBytes(1)', 'i'],
    ['require("crypto").createHash("md5").update("").digest().length', 16],
    ['typeof require("crypto").createHash("md5").update("").digest()', 'string'],
  ])('%s is of runtime 1.0', (expression, result) => {
    expect(value(expression, 'cloudfront-js-1.0')).toEqual(result);
  });

  test.each(['String.bytesFrom("aGk")', '"a".toUTF8()', '"a".fromBytes()'])('%s isn\'t of runtime 2.0', (expression) => {
    expect(value(expression)).toMatchObject({ error: expect.any(String) });
  });

  test.each(['const a = 1;', 'let a = 1;', 'const { b } = e;', 'for (let i = 0; i < 1; i++) {}'])('%s is of runtime 2.0', (statement) => {
    expect(functionOf(`${statement} return {};`, 'cloudfront-js-1.0')()).toMatchObject({ error: expect.stringContaining('not supported in this version') });
    expect(functionOf(`${statement} return {};`)()).toEqual({});
  });

  test('a property or a text that is named so isn\'t meant', () => {
    expect(value('[{ let: 1, const: 2 }.const, "const x", /let x/.source]', 'cloudfront-js-1.0')).toEqual([2, 'const x', 'let x']);
  });

  test.each(['info', 'warn', 'error', 'debug'])('console.%s isn\'t there', (name) => {
    expect(value(`console.${name}("x")`)).toMatchObject({ error: expect.any(String) });
  });

  test('globalThis is not the real one', () => {
    expect(value('[globalThis.Buffer === Buffer, globalThis.JSON === JSON, "__input" in globalThis, "__run" in globalThis, globalThis.process === undefined]')).toEqual([true, true, false, false, true]);
  });
});
