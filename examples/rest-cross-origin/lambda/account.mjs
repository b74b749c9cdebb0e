import { noSessionCookie, sessionCookie } from './signature.mjs';

const ALLOWED = (process.env.ALLOW_ORIGINS ?? '').split(' ');

export async function handler(event) {
  const headers = Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const { statusCode, cookie, body } = respond(event);
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Request-Id': event.requestContext.requestId,
      ...(cookie ? { 'Set-Cookie': cookie } : {}),
      ...corsHeaders(headers.origin),
    },
    body: JSON.stringify(body),
  };
}

function respond(event) {
  switch (`${event.httpMethod} ${event.resource}`) {
    case 'POST /session': return signIn(event.body);
    case 'DELETE /session': return { statusCode: 200, cookie: noSessionCookie, body: { message: 'Signed out' } };
    case 'GET /profile': return { statusCode: 200, body: { user: event.requestContext.authorizer.principalId } };
    default: return { statusCode: 404, body: { message: `There is no ${event.httpMethod} ${event.path}` } };
  }
}

// A real shop asks for more than a name.
function signIn(text) {
  let user;
  try {
    ({ user } = JSON.parse(text ?? ''));
  } catch {
    return { statusCode: 400, body: { message: 'The body must be JSON' } };
  }
  if (typeof user !== 'string' || user === '') {
    return { statusCode: 400, body: { message: 'user must be a name' } };
  }
  return { statusCode: 201, cookie: sessionCookie(user), body: { user } };
}

function corsHeaders(origin) {
  if (!ALLOWED.includes(origin)) {
    return { Vary: 'Origin' };
  }
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': process.env.EXPOSE_HEADERS,
    'Vary': 'Origin',
  };
}
