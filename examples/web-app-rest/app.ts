import { App } from 'aws-cdk-lib';
import { BookshopStack } from './bookshop-stack';

new BookshopStack(new App(), 'Bookshop');
