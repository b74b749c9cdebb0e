/** One function may answer any number of routes: `resource` says which. */
export async function handler({ httpMethod, resource, pathParameters }) {
  return {
    statusCode: httpMethod === 'POST' ? 201 : 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ route: `${httpMethod} ${resource}`, id: pathParameters?.id ?? null }),
  };
}
