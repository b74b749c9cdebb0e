'use strict';
// A handler of Node.js that answers with a policy's headers, whichever way it answers. Whatever goes wrong here lets its own answer through.
const { preflightAnswer, requestOf, withCors } = require('./cors.js');

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

function wrap(handler, policy) {
  if (handler[STREAMING] !== undefined) {
    log('the handler streams its answers: they go out as they are, and it must write the CORS headers itself, e.g. by corsHeaders of cdk-cors/function');
    return handler;
  }
  const wrapped = function (event, context, ...rest) {
    const request = attempt(() => requestOf(event));
    if (request === undefined) {
      return handler.call(this, event, context, ...rest);
    }
    if (request.isPreflight) {
      return Promise.resolve(preflightAnswer(policy, request));
    }
    const finish = (answer) => attempt(() => withCors(policy, request, answer), answer);
    return called(this, handler, [event, context, ...rest], finish);
  };
  // The runtimes of Node.js 24 and of managed instances tell by it whether a handler wants a callback, which they refuse.
  return Object.defineProperty(wrapped, 'length', { value: handler.length });
}

function called(self, handler, [event, context, callback, ...more], finish) {
  const isCalledBack = typeof callback === 'function';
  let isSettled = false;
  const once = (answer) => (isSettled ? answer : finish(answer));
  wrapMethod(context, 'succeed', (answer) => [once(answer)]);
  wrapMethod(context, 'done', (error, answer) => [error, isError(error) ? answer : once(answer)]);
  const back = isCalledBack ? [(error, answer) => callback(error, isError(error) ? answer : finish(answer)), ...more] : [];
  const result = handler.call(self, event, context, ...back);
  if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
    return Promise.resolve(result).then((answer) => {
      const finished = finish(answer);
      // The runtime hands it to context.succeed.
      isSettled = true;
      return finished;
    });
  }
  // Where a handler may call back, nobody looks at what else it returns.
  return isCalledBack || result === undefined ? result : finish(result);
}

function wrapMethod(context, name, change) {
  const method = context === null || context === undefined ? undefined : context[name];
  if (typeof method === 'function') {
    attempt(() => {
      context[name] = function (...values) {
        return method.apply(this, change(...values));
      };
    });
  }
}

function isError(error) {
  return error !== undefined && error !== null;
}

function attempt(action, otherwise) {
  try {
    return action();
  } catch (error) {
    log(`the answer goes out as it is: ${error && error.message}`);
    return otherwise;
  }
}

function log(text) {
  console.error('cdk-cors: ' + text.replace(/\s+/g, ' '));
}

module.exports = { log, wrap };
