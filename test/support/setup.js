// Newer releases of aws-cdk-lib validate the template at every synthesis, which starts a WebAssembly engine in every test file.
// The templates are validated in test/oracles, many at once.
process.env.CDK_VALIDATION = 'false';

// The same random cases in every run, so that a failure is the change's. CDK_CORS_SEED makes others.
require('fast-check').configureGlobal({ seed: Number(process.env.CDK_CORS_SEED ?? 20_261_122) });
