import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRoute, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { CorsHttpApi } from '../../src/http-api';
import { newFunction, PlainIntegration, POLICY, routesOf } from './fixture';

function smallApi(): Stack {
  const stack = new Stack(new App(), 'Stack');
  const api = new CorsHttpApi(stack, 'Api', { cors: POLICY, handler: newFunction(stack) });
  api.addRoutes({ path: '/items/{id}', integration: new PlainIntegration('Items') });
  api.addRoutes({ path: '/items/{id}', methods: [HttpMethod.GET], integration: new PlainIntegration('One') });
  new CfnRoute(stack, 'Raw', { apiId: api.apiId, routeKey: 'ANY /raw', target: 'integrations/raw' });
  return stack;
}

// The CDK's own ids are the measure: a method that is written out and the same method as a route of the user's can take each other's place.
test('what ANY and $default are written out to has the logical ids that the CDK gives explicit routes', () => {
  const stack = new Stack(new App(), 'Stack');
  const api = new HttpApi(stack, 'Api');
  for (const path of ['/', '/{proxy+}', '/items/{id}']) {
    api.addRoutes({ path, methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as HttpMethod[], integration: new PlainIntegration('Items') });
  }
  const explicit = Object.fromEntries(routesOf(stack).map(({ key, logicalId }) => [key, logicalId]));
  const written = Object.fromEntries(routesOf(smallApi()).map(({ key, logicalId }) => [key, logicalId]).filter(([key]) => !key.endsWith('/raw')));
  expect(written).toEqual(explicit);
});

// Such a route has a name of the user's choice, so that the CDK has no id for its methods. An id that changes replaces a route: a change here is breaking.
test('methods of a route that was written as CfnRoute stand beside it', () => {
  expect(Object.fromEntries(routesOf(smallApi()).filter(({ key }) => key.endsWith('/raw')).map(({ key, logicalId }) => [key, logicalId]))).toEqual({
    'DELETE /raw': 'RawMethodsDELETE7CF5E490',
    'GET /raw': 'RawMethodsGETF558844F',
    'HEAD /raw': 'Raw',
    'PATCH /raw': 'RawMethodsPATCHBAE5EC2F',
    'POST /raw': 'RawMethodsPOST2C87F9D6',
    'PUT /raw': 'RawMethodsPUT0176F626',
  });
});

test('a logical id that the user gave a route stays', () => {
  const stack = new Stack(new App(), 'Stack');
  const [route] = new CorsHttpApi(stack, 'Api', { cors: POLICY }).addRoutes({ path: '/items', integration: new PlainIntegration('Items') });
  (route.node.defaultChild as CfnRoute).overrideLogicalId('Mine');
  expect(routesOf(stack).find(({ logicalId }) => logicalId === 'Mine')?.key).toBe('HEAD /items');
});

test('the same input gives the same template, byte for byte', () => {
  const [one, two] = [smallApi(), smallApi()].map((stack) => JSON.stringify(Template.fromStack(stack).toJSON()));
  expect(two).toBe(one);
});
