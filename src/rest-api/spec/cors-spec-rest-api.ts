import { Names, type Size, Stack } from 'aws-cdk-lib';
import { ApiDefinition, CfnGatewayResponse, CfnMethod, CfnResource, type CfnRestApi, EndpointType, type RestApiBaseProps, RestApiMode, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { FunctionCors } from '../../function/function-cors';
import { watchStack } from '../../limits';
import { SpecDefinition } from '../../open-api';
import { refuseProbePath } from '../../outputs';
import type { CorsPolicy } from '../../policy';
import { checkPlace, checkTypes, refusal, refuse, shown } from '../../policy';
import { readRouteTable } from '../../routes';
import { isSameApi } from '../api-id';
import { warnOfParameterOrigins } from '../parameter-origins';
import { outputProbe, withoutUrl } from '../probe-output';
import { warnOfResources } from '../resource-count';
import { admitPreflights } from '../resource-policy';
import { warnOfAdaptedDocument, warnOfReplacedCors } from '../warnings';
import { type BuiltDocument, buildDocument } from './build-document';
import { bytesInTemplate } from './document-size';
import { DocumentToken } from './document-token';
import { SpecModels } from './spec-models';
import type { SpecSecurity } from './spec-security';

/** Properties of `CorsSpecRestApi`. */
export interface CorsSpecRestApiProps extends RestApiBaseProps {
  /** Which pages may call the API, and how. The headers that operations take, by their parameters and their security, are allowed as well. */
  readonly cors: CorsPolicy;

  /**
   * Policies for a path and all below it, instead of `cors`. The longest path wins. A document can say the same with `x-cdk-cors` at a path.
   *
   * Gateway responses know no path: their headers serve all policies of the API. Throws for `/`, what isn't a path of resources,
   * a path that the API doesn't have, and one that has `x-cdk-cors` too.
   *
   * @default - `cors` holds for the whole API, and `x-cdk-cors` for the paths that have it
   */
  readonly corsByPath?: { [path: string]: CorsPolicy };

  /**
   * The OpenAPI document, of OpenAPI 3 or Swagger 2.0.
   *
   * Throws, naming the place in the document, for what API Gateway doesn't take when it imports one, and a document of an HTTP API, for which there is
   * `CorsHttpApi`. `adaptDocument` is a way on for documents of others.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
   * @default - the API has the `routes` only
   */
  readonly definition?: SpecDefinition;

  /**
   * Which function answers which route: `{ 'GET /items/{id}': getItem, 'ANY /admin/{proxy+}': admin }`.
   *
   * Beside a `definition` a route answers the document's operation of that path and method, or is added to it. Throws for what is
   * no route, two of the same method and path, and a route for an operation that has an integration.
   *
   * @default - the document says who answers
   */
  readonly routes?: { [route: string]: IFunction };

  /**
   * The function that answers every operation of the document that has no `x-amazon-apigateway-integration` and no route.
   *
   * Its answers must carry the CORS headers themselves, as those of all functions here, unless `handlerCors` puts them there.
   *
   * @default - an operation without an integration is refused with an error
   */
  readonly handler?: IFunction;

  /**
   * Whether the own answers of `handler` and of the functions of `routes` carry the policy, with no change to their code: `FunctionCors` is applied to each.
   *
   * For functions that send the headers themselves, leave it out. Throws where no function answers, where a path has a policy of its
   * own, since the layer knows no paths, and for a function that `FunctionCors` refuses, such as a container image.
   *
   * @default false - the functions are left as they are, and must send the headers themselves
   */
  readonly handlerCors?: boolean;

  /**
   * Who enforces the security schemes of the document, by their names.
   *
   * Throws for a scheme that the document doesn't have.
   *
   * API Gateway asks for all that an operation names: an authorizer and an API key are both required, in one entry or in two. Throws for two authorizers of one
   * operation, and security that may be left out (`{}`).
   *
   * @default - schemes of the type `apiKey` with API Gateway's extensions are enforced; operations that name another are refused with an error
   */
  readonly security?: { [scheme: string]: SpecSecurity };

  /**
   * What becomes of the JSON schemas of the document.
   *
   * @default - they are kept where the document has a request validator, and left out elsewhere
   */
  readonly models?: SpecModels;

  /**
   * Whether a document is changed where API Gateway would refuse it for names or for what only documents: a way on for documents of others.
   *
   * Variables side by side (`/items/{id}` and `/items/{key}/parts`) get the name of the first one, so that functions see that name in `pathParameters`; paths that
   * are the same resource become one; models of responses are left out. One warning says what was done.
   *
   * Whether it is set or not: parameters whose names API Gateway refuses or the path doesn't have, and an `operationId` that another operation has, are left out with
   * that warning.
   *
   * @default false - such a document is refused with an error that names the places
   */
  readonly adaptDocument?: boolean;

  /**
   * Media types that are binary, such as `['image/png']` or all of them. Those of the document (`x-amazon-apigateway-binary-media-types`) are too.
   * Preflights work whatever they are.
   *
   * @default - bodies are text
   */
  readonly binaryMediaTypes?: string[];

  /**
   * The size from which on answers are compressed.
   *
   * @default - nothing is compressed
   */
  readonly minCompressionSize?: Size;

  /**
   * What becomes of paths that an earlier version of the document had.
   *
   * @default RestApiMode.OVERWRITE
   */
  readonly mode?: RestApiMode;

  /**
   * A path of the API, such as `/items`: adds an output with the command that asks it as pages would once it is deployed,
   * `npx cdk-cors probe https://…/prod/items --page-origin https://app.example.com`.
   *
   * The pages are those of the policy. Throws for what can't be called as it is written, such as a path with a variable, and for an API without a URL of its own: `deploy: false`, `disableExecuteApiEndpoint: true`.
   *
   * @default - no output
   */
  readonly probePath?: string;
}

/**
 * A REST API from an OpenAPI document or a table of routes, that pages of other origins can call. One CloudFormation resource however many routes, so
 * that a thousand of them fit into a stack, where the tree of a `RestApi` ends below a hundred.
 *
 * CORS is put into the document, in its own version (OpenAPI 3 or Swagger 2.0):
 *
 * - OPTIONS operations answer every preflight, as those of `RestApiCors` do, and say `security: []`. One of the document that does nothing but CORS, or that nothing answers, is
 *   replaced, whatever guards it: what exports of API Gateway and the console's "Enable CORS" write. One with a back end is kept if it asks for nothing that browsers don't send.
 * - `x-amazon-apigateway-gateway-responses` has DEFAULT_4XX and DEFAULT_5XX and all types of the document with the policy's headers.
 * - Integrations that aren't proxies answer with the policy's headers. A Lambda or HTTP proxy must send them itself.
 *
 * What the document says of CORS besides gives way to the policy, and one warning lists it. One error lists all that is wrong with a document, by kind, with the places.
 *
 * Each function gets one permission. `security` of the whole document is written into its operations, because API Gateway reads it only there. The deployment
 * gets a new logical id when the document changes. Unlike `SpecRestApi` it is regional unless the properties say otherwise.
 *
 * Refused at synth: methods, resources and gateway responses beside the document, which are lost when it is imported again.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export class CorsSpecRestApi extends SpecRestApi {
  /** Which pages may call the API, and how. */
  public readonly cors: CorsPolicy;

  /** The document that API Gateway imports, CORS included. It may have tokens. */
  public readonly document: any;

  /**
   * @param props refused with an error: neither `definition` nor `routes`, `parameters` that put a base path before the paths, and what the
   * properties say they refuse
   */
  constructor(scope: Construct, id: string, props: CorsSpecRestApiProps) {
    checkPlace(scope, id);
    const built = build(id, props);
    const { cors, corsByPath, definition, routes, handler, handlerCors, security, models, adaptDocument, probePath, ...rest } = props;
    super(scope, id, {
      ...(props.endpointConfiguration === undefined && props.endpointTypes === undefined ? { endpointTypes: [EndpointType.REGIONAL] } : {}),
      mode: RestApiMode.OVERWRITE,
      ...rest,
      apiDefinition: ApiDefinition.fromInline(built.document),
    });
    (this.node.defaultChild as CfnRestApi).body = new DocumentToken(built.document);
    this.cors = cors;
    this.document = built.document;
    admitPreflights(this);
    new Set([...built.handlers, ...built.authorizers]).forEach((each) => this.admit(each));
    if (handlerCors) {
      built.handlers.forEach((each) => new FunctionCors(cors).applyTo(each));
    }
    outputProbe(this, cors, probePath);
    this.node.addValidation({ validate: () => this.besideTheDocument() });
    warnOfReplacedCors(this, built.changes);
    warnOfAdaptedDocument(this, built.changes.notes);
    warnOfParameterOrigins(this, [...built.policies.values()]);
    warnOfResources(this, built.operations.map(({ path }) => path));
    watchStack(this, () => bytesInTemplate(built.document, this));
  }

  /** One permission a function, for all methods and paths of this API. */
  private admit(handler: IFunction): void {
    handler.addPermission(`ApiPermission.ApiScoped.${Names.nodeUniqueId(handler.node)}`, {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      scope: this,
      sourceArn: this.arnForExecuteApi(),
    });
  }

  private besideTheDocument(): string[] {
    const isBeside = (node: IConstruct): node is CfnMethod | CfnResource | CfnGatewayResponse =>
      CfnMethod.isCfnMethod(node) || CfnResource.isCfnResource(node) || CfnGatewayResponse.isCfnGatewayResponse(node);
    const beside = Stack.of(this).node.findAll().filter(isBeside).filter(({ restApiId }) => isSameApi(restApiId, this.restApiId));
    return beside.map((node) => refusal('besideTheDocument',
      `${shown(node.node.path)} belongs to the REST API ${shown(this.node.path)}, which is imported from a document: the next import deletes it; ` +
      'put it into the document, or its routes'));
  }
}

function checkProps(props: CorsSpecRestApiProps): void {
  checkTypes('the properties of CorsSpecRestApi', props, {
    corsByPath: 'object', routes: 'object', security: 'object', handler: 'function', handlerCors: 'boolean', adaptDocument: 'boolean', binaryMediaTypes: 'list',
  });
  refuseProbePath(props.probePath, withoutUrl(props));
  if (props.models !== undefined && !Object.values(SpecModels).includes(props.models)) {
    refuse('unknownSpecModels', `models must be SpecModels.KEEP or SpecModels.OMIT, got ${shown(props.models)}`);
  }
  const { definition } = props;
  if (definition !== undefined && !(definition instanceof SpecDefinition)) {
    refuse('notASpecDefinition', `definition must be a SpecDefinition, got ${shown(definition)}; write ${typeof definition === 'string'
      ? `SpecDefinition.fromFile(${shown(definition)})` : 'SpecDefinition.fromObject({ … }) or SpecDefinition.fromFile("openapi.yaml")'}`);
  }
}

function build(id: string, props: CorsSpecRestApiProps): BuiltDocument {
  checkProps(props);
  if (props.definition === undefined && props.routes === undefined) {
    refuse('noRoutes', 'CorsSpecRestApi needs a definition or routes; write routes: { "GET /items": fn } or definition: SpecDefinition.fromFile("openapi.yaml")');
  }
  const basepath = props.parameters?.basepath ?? 'ignore';
  if (basepath !== 'ignore') {
    refuse('basePath', `parameters.basepath is ${shown(basepath)}, which moves all paths but the root's, so that preflights miss; ` +
      'write the prefix into the paths, or map the API to it with addDomainName({ basePath })');
  }
  const { cors, corsByPath, handler, security, models, binaryMediaTypes } = props;
  const built = buildDocument({
    cors,
    corsByPath,
    handler,
    security,
    models,
    binaryMediaTypes,
    adapt: props.adaptDocument === true,
    document: props.definition?._document() ?? {},
    routes: readRouteTable(props.routes ?? {}),
    documentation: props.parameters?.ignore !== 'documentation',
    failOnWarnings: props.failOnWarnings === true,
    title: props.restApiName ?? id,
  });
  if (!built.operations.some(({ method }) => method !== 'OPTIONS')) {
    refuse('noRoutes', 'the API has no operation besides OPTIONS, and API Gateway deploys no API without one; give routes, or a document with paths');
  }
  if (props.handlerCors && built.handlers.length === 0) {
    refuse('handlerCorsWithoutHandler', 'handlerCors: true is about the answers of functions, but none answers; give a handler or routes');
  }
  if (props.handlerCors && built.policies.size > 1) {
    refuse('handlerCorsWithCorsByPath', `handlerCors puts one policy on all answers of a function, but ${[...built.policies.keys()].filter((path) => path !== '/').join(', ')} ` +
      'has another; leave out handlerCors, and apply FunctionCors to the functions of each path');
  }
  return built;
}
