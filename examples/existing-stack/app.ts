import { App } from 'aws-cdk-lib';
import { ExistingStack } from './existing-stack';

new ExistingStack(new App(), 'Existing');
