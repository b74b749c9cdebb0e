import { App } from 'aws-cdk-lib';
import { OpenApiStack } from './openapi-stack';

new OpenApiStack(new App(), 'OpenApi');
