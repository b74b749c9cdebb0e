import { App } from 'aws-cdk-lib';
import { SpringStack } from './spring-stack';

new SpringStack(new App(), 'Spring');
