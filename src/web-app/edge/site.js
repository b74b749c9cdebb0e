// Viewer request of the site. CONFIG is declared in front:
//   routing  'SINGLE_PAGE' or 'DIRECTORY_INDEX'
function handler(event) {
  var request = event.request;
  var last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (isFile(last) || request.uri.indexOf('/.well-known/') === 0) {
    return request;
  }
  if (CONFIG.routing === 'SINGLE_PAGE') {
    request.uri = '/index.html';
    return request;
  }
  if (last === '') {
    request.uri += 'index.html';
    return request;
  }
  return redirectToFolder(last, request.querystring);
}

// An extension has a letter: app.js, font.woff2 and movie.3gp are files, /docs/v1.2 isn't one.
function isFile(segment) {
  return /[.][a-z0-9]*[a-z][a-z0-9]*$/i.test(segment);
}

// Relative, so that links of the page resolve below it, and so that no path can name another host.
function redirectToFolder(segment, querystring) {
  return {
    statusCode: 302,
    statusDescription: 'Found',
    headers: { location: { value: './' + segment + '/' + query(querystring) } },
  };
}

function query(querystring) {
  var parts = [];
  for (var name in querystring) {
    (querystring[name].multiValue || [querystring[name]]).forEach(function (one) {
      parts.push(one.value === '' ? name : name + '=' + one.value);
    });
  }
  return parts.length === 0 ? '' : '?' + parts.join('&');
}
