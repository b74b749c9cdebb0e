// A Lambda environment of its own, as far as time is concerned: loads a handler, then calls it with the event of a browser's request. Told by its arguments
// what to load and how often to call it; prints what it took.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Lambda's runtime has loaded CommonJS of its own by then.
createRequire(import.meta.url)('./peers/middy/nothing.cjs');

const [file, calls] = process.argv.slice(2);
const before = process.cpuUsage();
const { handler } = await import(pathToFileURL(file));
const { user, system } = process.cpuUsage(before);
// Of the processor, not of the clock: a machine that does other work meanwhile would tell of that.
const startUp = (user + system) / 1000;

const headers = {
  'accept': 'application/json', 'accept-encoding': 'gzip, deflate, br, zstd', 'accept-language': 'en-GB,en;q=0.9', 'authorization': 'Bearer x',
  'cache-control': 'no-cache', 'content-type': 'application/json', 'Host': 'abc.execute-api.eu-west-1.amazonaws.com', 'origin': 'https://pr-7.preview.example.com',
  'referer': 'https://pr-7.preview.example.com/', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site', 'User-Agent': 'Mozilla/5.0',
  'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793', 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Port': '443', 'X-Forwarded-Proto': 'https',
};
const text = JSON.stringify({
  httpMethod: 'GET', path: '/orders', resource: '/orders', headers, multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  requestContext: { stage: 'prod', requestId: 'r1' }, body: null, isBase64Encoded: false,
});
const times = [];
let answer;
for (let call = 0; call < Number(calls); call++) {
  const event = JSON.parse(text);
  const begun = process.hrtime.bigint();
  answer = await handler(event, { awsRequestId: 'r1' });
  times.push(Number(process.hrtime.bigint() - begun) / 1000);
}
times.splice(0, Math.floor(times.length / 2));
times.sort((a, b) => a - b);
const at = (share) => times[Math.floor(times.length * share)];
process.stdout.write(JSON.stringify({ startUp, p50: at(0.5), p99: at(0.99), allowOrigin: answer?.headers['Access-Control-Allow-Origin'] }));
