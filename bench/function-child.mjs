// A Lambda environment of its own, as far as time is concerned: loads a handler, then calls it with the event of a browser's request. Its arguments are the
// handler's file, the event and how often to call; it prints what that took.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Lambda's runtime has loaded CommonJS of its own by then.
createRequire(import.meta.url)('./peers/middy/nothing.cjs');

const [file, text, calls] = process.argv.slice(2);
const before = process.cpuUsage();
const { handler } = await import(pathToFileURL(file));
const { user, system } = process.cpuUsage(before);
// Of the processor, not of the clock: a machine that does other work meanwhile would tell of that.
const startUp = (user + system) / 1000;

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
