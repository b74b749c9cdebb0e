// A page of the origin that it was loaded from. It sends the requests that the console tells it to send, and tells what the browser made of them.
const { console: master } = document.documentElement.dataset;

async function send({ url, init }) {
  try {
    const response = await fetch(url, init);
    const { type, status, redirected } = response;
    return { allowed: true, type, status, redirected, headers: [...response.headers], body: await response.text() };
  } catch (error) {
    return { allowed: false, message: String(error) };
  }
}

window.addEventListener('message', async ({ origin, data, source }) => {
  if (origin !== master || !data || typeof data.url !== 'string') return;
  source.postMessage({ id: data.id, result: await send(data) }, origin);
});

const opener = window.opener ?? (window.parent === window ? undefined : window.parent);
opener?.postMessage({ ready: true, origin: location.origin }, master);
