import { HttpApi, type HttpApiProps } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { CorsPolicy } from '../policy';
import { checkTypes, refuse } from '../policy';
import { readRouteTable } from '../routes';
import { HttpApiCors } from './http-api-cors';
import { addRouteTable, checkVariables } from './route-table-routes';

/** Properties of `CorsHttpApi`: those of an `HttpApi` and a policy. */
export interface CorsHttpApiProps extends HttpApiProps {
  /**
   * Which pages may call the API, and how.
   *
   * Refused with an error: patterns of origins (`CorsOrigin.subdomainsOf`, `CorsOrigin.localhost`), which HTTP APIs can't match, and `corsPreflight`
   * beside it.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
   */
  readonly cors: CorsPolicy;

  /**
   * The function that answers every path and method that no other route takes: GET, HEAD, POST, PUT, PATCH and DELETE of `/` and of `/{proxy+}`.
   * Preflights are answered by API Gateway and don't reach it.
   *
   * Refused with an error together with `defaultIntegration`.
   *
   * @default - what no route takes is answered by API Gateway with 404, unless there is a `defaultIntegration`
   */
  readonly handler?: IFunction;

  /**
   * Which function answers which route: `{ 'GET /items/{id}': getItem, 'ANY /admin/{proxy+}': admin }`. The table of `CorsSpecRestApi`.
   *
   * The routes of a function share one integration and one permission. Routes with `ANY` are written out as methods; the default authorizer of the API
   * holds for all of them. Refused with an error: what isn't a route, two of the same method and path, and variables of two names below the same path.
   *
   * @default - routes are added with `addRoutes()`
   */
  readonly routes?: { [route: string]: IFunction };
}

/**
 * An HTTP API that pages of other origins can call: preflights and responses agree on one policy, also with `ANY` routes, a `$default` route and
 * authorizers.
 *
 * See `HttpApiCors` for what is done, and for what HTTP APIs can't do: the errors that API Gateway makes itself (401, 403, 404, 429, 500, 503) may carry
 * no CORS headers, and none can be configured.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export class CorsHttpApi extends HttpApi {
  /** Which pages may call the API, and how. */
  public readonly cors: CorsPolicy;

  /**
   * @param props refused with an error: `corsPreflight`, and what the properties say they refuse
   */
  constructor(scope: Construct, id: string, props: CorsHttpApiProps) {
    checkProps(props);
    const mixin = new HttpApiCors(props.cors);
    const { cors, handler, routes, ...rest } = props;
    const table = readRouteTable(routes ?? {});
    checkVariables(table);
    super(scope, id, handler === undefined ? rest : { ...rest, defaultIntegration: new HttpLambdaIntegration('Handler', handler) });
    this.cors = cors;
    addRouteTable(this, table);
    mixin.applyTo(this);
  }
}

function checkProps(props: CorsHttpApiProps): void {
  checkTypes('the properties of CorsHttpApi', props, { handler: 'function', routes: 'object' });
  if (props.corsPreflight !== undefined) {
    refuse('twoOwners', 'corsPreflight would write the same headers as cors; remove it, and give the origins to cors');
  }
  if (props.handler !== undefined && props.defaultIntegration !== undefined) {
    refuse('handlerAndDefaultIntegration', 'handler is the default integration already; give either handler or defaultIntegration');
  }
}
