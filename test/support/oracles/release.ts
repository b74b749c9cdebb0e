import { version } from 'aws-cdk-lib/package.json';

/** The release of aws-cdk-lib that the oracles run with. */
export const release = version;
