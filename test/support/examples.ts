import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { ExistingStack } from '../../examples/existing-stack/existing-stack';
import { OrdersStack } from '../../examples/function-cors/orders-stack';
import { TasksApiStack } from '../../examples/http-api/tasks-api-stack';
import { OpenApiStack } from '../../examples/openapi/openapi-stack';
import { AccountApiStack } from '../../examples/rest-cross-origin/account-api-stack';
import { SpringStack } from '../../examples/spring-behind-cloudfront/spring-stack';
import { ThousandRoutesStack } from '../../examples/thousand-routes/thousand-routes-stack';
import { BookshopStack } from '../../examples/web-app-rest/bookshop-stack';

export const EXAMPLES = resolve(__dirname, '../../examples');

/** The stack of each example. */
export const STACKS: { readonly [example: string]: (app: App) => Stack } = {
  'web-app-rest': (app) => new BookshopStack(app, 'Bookshop'),
  'rest-cross-origin': (app) => new AccountApiStack(app, 'AccountApi'),
  'http-api': (app) => new TasksApiStack(app, 'TasksApi'),
  'existing-stack': (app) => new ExistingStack(app, 'Existing'),
  'spring-behind-cloudfront': (app) => new SpringStack(app, 'Spring'),
  'function-cors': (app) => new OrdersStack(app, 'Orders'),
  'openapi': (app) => new OpenApiStack(app, 'OpenApi'),
  'thousand-routes': (app) => new ThousandRoutesStack(app, 'ThousandRoutes'),
};

/** The app of an example, with its context. */
export function exampleApp(example: string, outdir: string, context: Record<string, unknown> = {}): App {
  const own = JSON.parse(readFileSync(join(EXAMPLES, example, 'cdk.json'), 'utf8')).context;
  const app = new App({ context: { ...own, ...context }, outdir });
  STACKS[example](app);
  return app;
}
