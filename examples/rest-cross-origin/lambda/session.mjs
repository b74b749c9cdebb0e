import { userOf } from './signature.mjs';

/** The authorizer: admits whoever has a genuine session cookie, for the whole API. */
export async function handler(event) {
  const headers = Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const user = userOf(headers.cookie);
  if (user === undefined) {
    throw new Error('Unauthorized'); // API Gateway answers 401 for exactly this text
  }
  const [api, stage] = event.methodArn.split('/');
  return {
    principalId: user,
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${api}/${stage}/*` }] },
  };
}
