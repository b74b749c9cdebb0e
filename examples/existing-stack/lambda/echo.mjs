/** Says what arrived, to REST APIs (event 1.0) and HTTP APIs (event 2.0) alike. */
export async function handler(event) {
  const method = event.httpMethod ?? event.requestContext.http.method;
  const path = event.path ?? event.rawPath;
  return {
    statusCode: 200,
    // A REST API hands a proxy's answer on as it is; an HTTP API writes its own CORS headers over these.
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': process.env.ALLOW_ORIGIN },
    body: JSON.stringify({ method, path, query: event.queryStringParameters ?? {}, body: event.body ?? null }),
  };
}
