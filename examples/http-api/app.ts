import { App } from 'aws-cdk-lib';
import { TasksApiStack } from './tasks-api-stack';

new TasksApiStack(new App(), 'TasksApi');
