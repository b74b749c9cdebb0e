import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRoute, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
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

// An id that changes replaces a route of a deployed API, which fails while the old one has the key: a change here is breaking.
test('logical ids of routes are these', () => {
  expect(Object.fromEntries(routesOf(smallApi()).map(({ key, logicalId }) => [key, logicalId]))).toEqual({
    'DELETE /': 'ApiDefaultRouteMethodsDELETEroot1F61A19B',
    'GET /': 'ApiDefaultRouteMethodsGETrootC22BC00D',
    'HEAD /': 'ApiDefaultRouteMethodsHEADroot07289F9C',
    'PATCH /': 'ApiDefaultRouteMethodsPATCHroot7C2D7D15',
    'POST /': 'ApiDefaultRouteMethodsPOSTroot206C96F3',
    'PUT /': 'ApiDefaultRouteMethodsPUTrootBA58B58F',
    'DELETE /items/{id}': 'ApiANYitemsidMethodsDELETE7CA4897C',
    'GET /items/{id}': 'ApiGETitemsid0354A0F7',
    'HEAD /items/{id}': 'ApiANYitemsid3A8DB75E',
    'PATCH /items/{id}': 'ApiANYitemsidMethodsPATCHA359648E',
    'POST /items/{id}': 'ApiANYitemsidMethodsPOSTBC6422DD',
    'PUT /items/{id}': 'ApiANYitemsidMethodsPUTAA4CBB50',
    'DELETE /raw': 'RawMethodsDELETE7CF5E490',
    'GET /raw': 'RawMethodsGETF558844F',
    'HEAD /raw': 'Raw',
    'PATCH /raw': 'RawMethodsPATCHBAE5EC2F',
    'POST /raw': 'RawMethodsPOST2C87F9D6',
    'PUT /raw': 'RawMethodsPUT0176F626',
    'DELETE /{proxy+}': 'ApiDefaultRouteMethodsDELETEB9404D4A',
    'GET /{proxy+}': 'ApiDefaultRouteMethodsGETCB619A23',
    'HEAD /{proxy+}': 'ApiDefaultRoute1D83B0D8',
    'PATCH /{proxy+}': 'ApiDefaultRouteMethodsPATCH7EF3B67B',
    'POST /{proxy+}': 'ApiDefaultRouteMethodsPOST90D964B0',
    'PUT /{proxy+}': 'ApiDefaultRouteMethodsPUT005B25D5',
  });
});

test('the route that the CDK makes keeps its id', () => {
  const ids = routesOf(smallApi()).map(({ logicalId }) => logicalId);
  expect(ids).toEqual(expect.arrayContaining(['ApiDefaultRoute1D83B0D8', 'ApiANYitemsid3A8DB75E', 'Raw']));
});

test('the same input gives the same template, byte for byte', () => {
  const [one, two] = [smallApi(), smallApi()].map((stack) => JSON.stringify(Template.fromStack(stack).toJSON()));
  expect(two).toBe(one);
});
