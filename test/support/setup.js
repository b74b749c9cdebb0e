// Newer releases of aws-cdk-lib validate the template at every synthesis, which starts a WebAssembly engine in every test file.
// The templates are validated in test/oracles, many at once.
process.env.CDK_VALIDATION = 'false';
