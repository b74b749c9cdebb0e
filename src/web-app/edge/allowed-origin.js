// Whether pages of an origin may call. Stands in front of the functions that ask it; CORS comes from their configuration.
function isAllowed(cors, origin) {
  if (cors.exact.indexOf(origin) !== -1) {
    return true;
  }
  return cors.patterns.some(function (pattern) {
    return new RegExp('^(?:' + pattern + ')$').test(origin);
  });
}
