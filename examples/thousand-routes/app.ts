import { App } from 'aws-cdk-lib';
import { ThousandRoutesStack } from './thousand-routes-stack';

new ThousandRoutesStack(new App(), 'ThousandRoutes');
