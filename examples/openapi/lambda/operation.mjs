/** Says which operation of the document was called. A real API would do what the operation describes. */
export async function handler({ httpMethod, resource, path, pathParameters }) {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ operation: `${httpMethod} ${resource}`, path, variables: pathParameters ?? {} }),
  };
}
