import { EndpointType, LambdaIntegration, RestApi, type RestApiProps } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FunctionCors } from '../function/function-cors';
import { refuseProbePath } from '../outputs';
import type { CorsPolicy } from '../policy';
import { checkPlace, checkTypes, refuse } from '../policy';
import type { PreflightPlacement } from './preflight-placement';
import { outputProbe, withoutUrl } from './probe-output';
import { RestApiCors } from './rest-api-cors';

/** Properties of `CorsRestApi`: those of a `RestApi` and a policy. */
export interface CorsRestApiProps extends RestApiProps {
  /** Which pages may call the API, and how. */
  readonly cors: CorsPolicy;

  /**
   * Policies for a path and all below it, instead of `cors`. The longest path wins.
   *
   * Gateway responses know no path: their headers serve all policies of the API. Throws for `/`, what isn't a path of resources,
   * and, at synth, a path that the API doesn't have.
   *
   * @default - `cors` holds for the whole API
   */
  readonly corsByPath?: { [path: string]: CorsPolicy };

  /**
   * Where the OPTIONS methods stand: two for the whole API, or one on every resource, as `defaultCorsPreflightOptions` has them.
   *
   * @default PreflightPlacement.SHARED
   */
  readonly preflights?: PreflightPlacement;

  /**
   * The function that answers where a method names no other integration.
   *
   * API Gateway may invoke it for every method and path of this API: one permission, not two a method. Its answers must carry the CORS headers
   * themselves, unless `handlerCors` puts them there.
   * Throws together with `defaultIntegration`.
   *
   * @default - each method names its integration
   */
  readonly handler?: IFunction;

  /**
   * Whether the handler's own answers carry the policy, with no change to its code: `FunctionCors` is applied to it, which adds a layer and redirects the
   * function's handler to it.
   *
   * For a function that sends the headers itself, leave it out. Throws without a `handler`, together with `corsByPath`, since the layer
   * knows no paths, and for a function that `FunctionCors` refuses, such as a container image.
   *
   * @default false - the function is left as it is, and must send the headers itself
   */
  readonly handlerCors?: boolean;

  /**
   * Whether the handler also answers every path and method that the API doesn't define: ANY on `/` and on `/{proxy+}`.
   *
   * Throws without a `handler`.
   *
   * @default true - if there is a `handler`
   */
  readonly proxy?: boolean;

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
 * A REST API that pages of other origins can call: preflights, errors and responses agree on one policy.
 *
 * See `RestApiCors` for what is added. Unlike `RestApi` it is regional unless `endpointTypes` or `endpointConfiguration` say otherwise, as an API behind
 * CloudFront should be.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export class CorsRestApi extends RestApi {
  /** Which pages may call the API, and how. */
  public readonly cors: CorsPolicy;

  /**
   * @param props refused with an error: `defaultCorsPreflightOptions`, and what the properties say they refuse
   */
  constructor(scope: Construct, id: string, props: CorsRestApiProps) {
    checkPlace(scope, id);
    checkProps(props);
    const mixin = new RestApiCors(props.cors, { corsByPath: props.corsByPath, preflights: props.preflights });
    const { cors, corsByPath, preflights, handler, handlerCors, proxy, probePath, ...rest } = props;
    super(scope, id, {
      ...(props.endpointConfiguration === undefined && props.endpointTypes === undefined ? { endpointTypes: [EndpointType.REGIONAL] } : {}),
      ...rest,
      ...(handler === undefined ? {} : { defaultIntegration: new LambdaIntegration(handler, { scopePermissionToMethod: false }) }),
    });
    this.cors = cors;
    if (handler !== undefined && proxy !== false) {
      this.root.addProxy();
    }
    mixin.applyTo(this);
    if (handler !== undefined && handlerCors) {
      new FunctionCors(cors).applyTo(handler);
    }
    outputProbe(this, cors, probePath);
  }
}

function checkProps(props: CorsRestApiProps): void {
  checkTypes('the properties of CorsRestApi', props, { corsByPath: 'object', handler: 'function', handlerCors: 'boolean', proxy: 'boolean' });
  refuseProbePath(props.probePath, withoutUrl(props));
  if (props.defaultCorsPreflightOptions !== undefined) {
    refuse('twoOwners', 'defaultCorsPreflightOptions would write the same headers as cors; remove it, and give the origins to cors');
  }
  if (props.handler !== undefined && props.defaultIntegration !== undefined) {
    refuse('handlerAndDefaultIntegration', 'handler is the default integration already; give either handler or defaultIntegration');
  }
  if (props.handlerCors && props.handler === undefined) {
    refuse('handlerCorsWithoutHandler', 'handlerCors: true is about the answers of a handler, but there is none; give one, or apply FunctionCors to the functions');
  }
  if (props.handlerCors && props.corsByPath !== undefined) {
    refuse('handlerCorsWithCorsByPath',
      'handlerCors puts one policy on all answers of the handler, but corsByPath has several; leave out handlerCors and send the headers in the function, ' +
      'or give the paths functions of their own with FunctionCors');
  }
  if (props.proxy !== undefined && props.handler === undefined) {
    refuse('proxyWithoutHandler', `proxy: ${props.proxy} says what the handler answers, but there is no handler; give one, or remove proxy`);
  }
}
