// Both servers run this very file.
exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': 'https://app.example.com', 'Vary': 'Origin' },
  body: JSON.stringify({ path: event.path }),
});
