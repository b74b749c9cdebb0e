import { App } from 'aws-cdk-lib';
import { AccountApiStack } from './account-api-stack';

new AccountApiStack(new App(), 'AccountApi');
