// Viewer request of an API. CONFIG is declared in front:
//   stripPrefix  the path prefix that the API doesn't know, or ''
//   cors         null, or { anyOrigin, exact, patterns, preflight: headers, foreignStatus }
function handler(event) {
  var request = event.request;
  if (CONFIG.cors && isPreflight(request)) {
    return preflightAnswer(CONFIG.cors, request.headers.origin.value);
  }
  request.uri = withoutPrefix(request.uri, CONFIG.stripPrefix);
  return request;
}

// https://fetch.spec.whatwg.org/#cors-preflight-request. Any other OPTIONS is the API's to answer.
function isPreflight(request) {
  return request.method === 'OPTIONS' && Boolean(request.headers.origin) && Boolean(request.headers['access-control-request-method']);
}

function preflightAnswer(cors, origin) {
  var headers = {};
  if (!cors.anyOrigin) {
    headers.vary = { value: 'Origin' };
    if (!isAllowed(cors, origin)) {
      return answer(cors.foreignStatus, headers);
    }
  }
  headers['access-control-allow-origin'] = { value: cors.anyOrigin ? '*' : origin };
  for (var name in cors.preflight) {
    headers[name] = { value: cors.preflight[name] };
  }
  return answer(204, headers);
}

function answer(status, headers) {
  return { statusCode: status, statusDescription: status === 204 ? 'No Content' : 'Forbidden', headers: headers };
}

function withoutPrefix(uri, prefix) {
  if (prefix !== '' && uri === prefix) {
    return '/';
  }
  return prefix !== '' && uri.indexOf(prefix + '/') === 0 ? uri.slice(prefix.length) : uri;
}
