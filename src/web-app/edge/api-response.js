// Viewer response of an API: the CORS headers of every answer below 400. CloudFront doesn't run it for the others, which get
// theirs from the response headers policy alone. CONFIG is declared in front:
//   cors  { anyOrigin, exact, patterns, response: headers }
function handler(event) {
  var response = event.response;
  var headers = response.headers;
  var origin = event.request.headers.origin;
  delete headers['access-control-allow-origin'];
  delete headers['access-control-allow-credentials'];
  delete headers['access-control-expose-headers'];
  if (!CONFIG.cors.anyOrigin) {
    headers.vary = { value: withOrigin(headers.vary) };
    if (!origin || !isAllowed(CONFIG.cors, origin.value)) {
      return response;
    }
  }
  headers['access-control-allow-origin'] = { value: CONFIG.cors.anyOrigin ? '*' : origin.value };
  for (var name in CONFIG.cors.response) {
    headers[name] = { value: CONFIG.cors.response[name] };
  }
  return response;
}

function withOrigin(vary) {
  if (!vary) {
    return 'Origin';
  }
  var values = vary.multiValue ? vary.multiValue.map(function (one) { return one.value; }).join(', ') : vary.value;
  var listed = values.split(',').some(function (name) { return /^(origin|[*])$/i.test(name.trim()); });
  return listed ? values : values + ', Origin';
}
