// How a page makes the requests of a case, and what it says of each. The page of the recorder and the one of the differential test run this.
const bodyOf = ({ body, bodyType }) => {
  switch (bodyType) {
    case 'urlsearchparams': return new URLSearchParams(body);
    case 'formdata': {
      const data = new FormData();
      data.append('a', body);
      return data;
    }
    case 'blob': return new Blob([body]);
    case 'arraybuffer': return new TextEncoder().encode(body);
    case 'stream': return new Blob([body]).stream();
    case undefined: case 'string': return body;
    default: return new Blob([body], { type: bodyType === 'blobjson' ? 'application/json' : bodyType });
  }
};

const byFetch = async (r) => {
  try {
    const init = r.body === undefined ? {} : { body: bodyOf(r), ...r.bodyType === 'stream' && { duplex: 'half' } };
    const response = await fetch(r.url, { ...r, ...init });
    return { allowed: true, type: response.type, status: response.status, exposedHeaders: [...response.headers.keys()].sort() };
  } catch (error) {
    return { allowed: false, error: error.name, message: error.message };
  }
};

const byXhr = (r) => new Promise((resolve) => {
  const xhr = new XMLHttpRequest();
  xhr.onload = () => {
    const names = xhr.getAllResponseHeaders().split('\r\n').filter(Boolean).map((line) => line.split(':')[0].toLowerCase());
    resolve({ allowed: true, status: xhr.status, exposedHeaders: [...new Set(names)].sort() });
  };
  xhr.onerror = () => resolve({ allowed: false });
  try {
    xhr.open(r.method ?? 'GET', r.url);
    xhr.withCredentials = r.credentials === 'include';
    for (const [name, value] of r.headers ?? []) {
      xhr.setRequestHeader(name, value);
    }
    if (r.uploadListener) {
      xhr.upload.onprogress = () => undefined;
    }
    xhr.send(r.body === undefined ? null : bodyOf(r));
  } catch (error) {
    resolve({ allowed: false, error: error.name, message: error.message });
  }
});

const byElement = (r) => new Promise((resolve) => {
  const element = document.createElement({ module: 'script', css: 'link' }[r.element] ?? r.element);
  element.onload = () => resolve({ allowed: true });
  element.onloadedmetadata = () => resolve({ allowed: true });
  element.onerror = () => resolve({ allowed: false });
  if (r.mode === 'cors') {
    element.crossOrigin = r.credentials === 'include' ? 'use-credentials' : 'anonymous';
  }
  if (r.element === 'module') {
    element.type = 'module';
  }
  if (r.element === 'css') {
    element.rel = 'stylesheet';
    element.href = r.url;
  } else {
    element.src = r.url;
  }
  document.head.append(element);
});

const ask = (r) => ({ xhr: byXhr, element: byElement })[r.api]?.(r) ?? byFetch(r);
