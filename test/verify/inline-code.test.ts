/** What the code of an inline function shows of its answers without being run; where it doesn't, nothing is said. */
import { Emulator } from '../../src/emulator';
import { inlineAnswer } from '../../src/verify/inline-code';

function answerOf(ZipFile: string, more: object = {}) {
  const { model } = Emulator.fromTemplate({ Resources: { Handler: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile }, ...more } } } });
  return inlineAnswer(model.resources[0]);
}

const OTHER_HEADERS = "exports.handler = async () => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'ok' });";

test.each([
  ['headers, and not that one', OTHER_HEADERS, []],
  ['in Python', 'def handler(event, context):\n  return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "ok"}', []],
  ['one value', "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' });", ['*']],
  ['set by itself', 'def handler(event, context):\n  headers = {}\n  headers["Access-Control-Allow-Origin"] = "*"\n  return {"statusCode": 200, "headers": {}, "body": ""}', ['*']],
])('%s', (_what, code, allowOrigins) => {
  expect(answerOf(code)).toEqual({ allowOrigins });
});

test.each([
  ['to be replaced', 'exports.handler = async () => ({ statusCode: 200 });'],
  ['no headers at all', "exports.handler = async () => ({ statusCode: 200, body: 'ok' });"],
  ['no answer to HTTP', 'exports.handler = async () => {};'],
  ['the origin is chosen', "exports.handler = async (e) => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': e.headers.origin }, body: '' });"],
  ['the origin is from the environment', "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': process.env.ORIGIN }, body: '' });"],
  ['the origin is put together', 'exports.handler = async (e) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": `https://${e.stage}.example.com` }, body: "" });'],
  ['headers from elsewhere', "const headers = require('./headers');\nexports.handler = async () => ({ statusCode: 200, headers, body: '' });"],
  ['headers of another', "exports.handler = async () => ({ statusCode: 200, headers: { ...COMMON, 'Content-Type': 'text/plain' }, body: '' });"],
  ['another function\'s answer', "exports.handler = async (e) => (e.x ? { statusCode: 200, body: '' } : JSON.parse((await client.send(new InvokeCommand(e))).Payload));"],
])('%s', (_what, code) => {
  expect(answerOf(code)).toBeUndefined();
});

test('a layer may write headers', () => {
  expect(answerOf(OTHER_HEADERS, { Layers: ['arn:aws:lambda:us-east-1:111111111111:layer:any:1'] })).toBeUndefined();
});
