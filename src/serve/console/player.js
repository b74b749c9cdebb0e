// The page that asks: a frame on the origin that is played. It gets a request to fetch, and reports what this browser made of it.

const SECONDS = 20;
let ready;
let next = 0;

/** Loads a page of an origin; resolves when it listens. `null` is a sandboxed frame, whose origin is opaque. */
export function load(frame, url, opaque) {
  if (ready?.url === url && ready.opaque === opaque) return ready.promise;
  const promise = waitFor(frame, ({ ready: isReady }) => isReady === true, `the page at ${url} doesn't load`);
  if (opaque) frame.setAttribute('sandbox', 'allow-scripts');
  else frame.removeAttribute('sandbox');
  frame.src = url;
  ready = { url, opaque, promise };
  promise.catch(() => {
    ready = undefined;
  });
  return promise;
}

/** Has the page fetch. */
export function send(frame, url, init) {
  const id = String(++next);
  const answer = waitFor(frame, (data) => data.id === id, 'the page got no answer');
  frame.contentWindow.postMessage({ id, url, init }, '*');
  return answer.then(({ result }) => result);
}

function waitFor(frame, isIt, complaint) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(reject, new Error(`${complaint} within ${SECONDS} seconds`)), SECONDS * 1000);
    const listen = ({ source, data }) => {
      if (source === frame.contentWindow && data && isIt(data)) done(resolve, data);
    };
    const done = (end, value) => {
      clearTimeout(timer);
      window.removeEventListener('message', listen);
      end(value);
    };
    window.addEventListener('message', listen);
  });
}
