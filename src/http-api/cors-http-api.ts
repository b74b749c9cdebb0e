import { HttpApi, type HttpApiProps } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SpecDefinition } from '../open-api';
import { outputProbeCommand, pagesOf, refuseProbePath } from '../outputs';
import type { CorsPolicy } from '../policy';
import { checkPlace, checkTypes, refuse, shown } from '../policy';
import { readRouteTable, type TableRoute } from '../routes';
import { HttpApiCors } from './http-api-cors';
import { addRouteTable, checkVariables } from './route-table-routes';
import { type BuiltHttpDocument, buildHttpDocument } from './spec/build-http-document';
import { importDocument } from './spec-api';

/** Properties of `CorsHttpApi`: those of an `HttpApi` and a policy. */
export interface CorsHttpApiProps extends HttpApiProps {
  /**
   * Which pages may call the API, and how.
   *
   * Throws for patterns of origins (`CorsOrigin.subdomainsOf`, `CorsOrigin.localhost`), which HTTP APIs can't match, and `corsPreflight`
   * beside it.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
   */
  readonly cors: CorsPolicy;

  /**
   * The OpenAPI 3 document that the API is imported from, the policy included: it becomes `x-amazon-apigateway-cors`, with the headers that operations take by their parameters
   * and authorizers allowed as well. `x-amazon-apigateway-any-method` and the `$default` route are written out as methods, so that API Gateway answers preflights itself.
   *
   * A configuration of CORS in the document gives way to the policy, with a warning. An OPTIONS operation with a back end of its own stays. `handler` answers operations
   * without an integration, and `routes` are added to the document.
   *
   * Throws, naming the places, for Swagger 2.0, integrations that HTTP APIs don't have, an OPTIONS operation that asks for authorization; `defaultIntegration` and
   * `defaultAuthorizer` beside it. Refused at synth: routes, integrations and authorizers as constructs, which API Gateway doesn't support beside a document.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
   * @default - routes are constructs
   */
  readonly definition?: SpecDefinition;

  /**
   * The function that answers every path and method that no other route takes: GET, HEAD, POST, PUT, PATCH and DELETE of `/` and of `/{proxy+}`.
   * Preflights are answered by API Gateway and don't reach it. With a `definition` it answers the operations that have no integration, and nothing else.
   *
   * Throws together with `defaultIntegration`.
   *
   * @default - what no route takes is answered by API Gateway with 404, unless there is a `defaultIntegration`
   */
  readonly handler?: IFunction;

  /**
   * Which function answers which route: `{ 'GET /items/{id}': getItem, 'ANY /admin/{proxy+}': admin }`. The table of `CorsSpecRestApi`.
   *
   * The routes of a function share one integration and one permission. Routes with `ANY` are written out as methods; the default authorizer of the API
   * holds for all of them. Throws for what isn't a route, two of the same method and path, and variables of two names below the same path.
   *
   * @default - routes are added with `addRoutes()`
   */
  readonly routes?: { [route: string]: IFunction };

  /**
   * A path of the API, such as `/items`: adds an output with the command that asks it as pages would once it is deployed,
   * `npx cdk-cors probe https://…/items --page-origin https://app.example.com`.
   *
   * The pages are those of the policy. Throws for what can't be called as it is written, such as a path with a variable, and for an API without a URL of its own: `createDefaultStage: false`, `disableExecuteApiEndpoint: true`.
   *
   * @default - no output
   */
  readonly probePath?: string;
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
    checkPlace(scope, id);
    checkProps(props);
    const mixin = new HttpApiCors(props.cors);
    const { cors, handler, routes, definition, probePath, ...rest } = props;
    const table = readRouteTable(routes ?? {});
    const built = definition === undefined ? undefined : build(id, props, definition, table);
    checkVariables(table);
    super(scope, id, handler === undefined || built !== undefined ? rest : { ...rest, defaultIntegration: new HttpLambdaIntegration('Handler', handler) });
    this.cors = cors;
    if (probePath !== undefined) {
      outputProbeCommand(this, { url: `${this.url}${probePath.slice(1)}`, pages: pagesOf(cors), credentials: cors.allowCredentials });
    }
    if (built !== undefined) {
      importDocument(this, built);
      return;
    }
    addRouteTable(this, table);
    mixin.applyTo(this);
  }
}

function build(id: string, props: CorsHttpApiProps, definition: SpecDefinition, routes: readonly TableRoute[]): BuiltHttpDocument {
  const document = definition._document();
  const { title } = (document.info ?? {}) as { readonly title?: string };
  const { cors, handler, description, disableExecuteApiEndpoint } = props;
  return buildHttpDocument({ cors, document, handler, routes, description, disableExecuteApiEndpoint, title: props.apiName ?? title ?? id });
}

function checkProps(props: CorsHttpApiProps): void {
  checkTypes('the properties of CorsHttpApi', props, { handler: 'function', routes: 'object' });
  refuseProbePath(props.probePath, withoutUrl(props));
  if (props.corsPreflight !== undefined) {
    refuse('twoOwners', 'corsPreflight would write the same headers as cors; remove it, and give the origins to cors');
  }
  checkDefinition(props);
  if (props.handler !== undefined && props.defaultIntegration !== undefined) {
    refuse('handlerAndDefaultIntegration', 'handler is the default integration already; give either handler or defaultIntegration');
  }
}

/** The property that leaves an API without a URL of its own. */
function withoutUrl({ createDefaultStage, disableExecuteApiEndpoint }: CorsHttpApiProps): string | undefined {
  if (createDefaultStage === false) return 'createDefaultStage: false';
  return disableExecuteApiEndpoint === true ? 'disableExecuteApiEndpoint: true' : undefined;
}

function checkDefinition({ definition, defaultIntegration, defaultAuthorizer, defaultAuthorizationScopes }: CorsHttpApiProps): void {
  if (definition === undefined) return;
  if (!(definition instanceof SpecDefinition)) {
    refuse('notASpecDefinition', `definition must be a SpecDefinition, got ${shown(definition)}; write SpecDefinition.fromFile("openapi.yaml") or SpecDefinition.fromObject({ … })`);
  }
  const [beside] = Object.entries({ defaultIntegration, defaultAuthorizer, defaultAuthorizationScopes }).filter(([, value]) => value !== undefined);
  if (beside !== undefined) {
    refuse('besideTheDocument', `${beside[0]} is for routes that are constructs, and API Gateway doesn't support these beside a definition; ` +
      `${beside[0] === 'defaultIntegration' ? 'give handler' : 'write the authorizer into the document'}`);
  }
}
