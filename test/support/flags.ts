import recommended from 'aws-cdk-lib/recommended-feature-flags.json';

/** The feature flags of an app that `cdk init` writes today, without the report of annotations: it is printed at each synthesis. */
export const NEW_APP_FLAGS: Record<string, unknown> = { ...recommended, '@aws-cdk/core:annotationsInValidationReport': false };
