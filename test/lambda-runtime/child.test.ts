import { MessageChannel } from 'node:worker_threads';
import { type Exit, startThread } from '../../src/lambda-runtime/child';
import type { RuntimeMessage } from '../../src/lambda-runtime/runtime';

const PROGRAM = `const { port } = require('node:worker_threads').workerData;
  port.on('message', () => {
    port.postMessage({ type: 'result', id: '1', payload: 'null' });
    setImmediate(() => process.exit(3));
  });
  port.postMessage({ type: 'ready' });`;

// Keeps this thread busy where messages are received: those that come meanwhile are received after the ends of threads are seen, in the next turn of the loop.
// On a machine that is too slow for the thread to exit meanwhile, nothing is shown.
function beBusy(): void {
  const { port1, port2 } = new MessageChannel();
  port1.once('message', () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, 300);
    port1.close();
  });
  port2.postMessage('now');
}

test('what a thread sent before it exits is received, and before its end', async () => {
  const received: (RuntimeMessage | Exit)[] = [];
  await new Promise<void>((exited) => {
    const child = startThread(PROGRAM, { workerData: {} }, {
      onMessage(message) {
        received.push(message);
        if (message.type === 'ready') {
          beBusy();
          child.send({});
        }
      },
      onExit(exit) {
        received.push(exit);
        exited();
      },
    });
  });
  expect(received).toEqual([{ type: 'ready' }, { type: 'result', id: '1', payload: 'null' }, { kind: 'status', status: 3 }]);
});
