import { Mixin, Stack, Stage } from 'aws-cdk-lib';
import { CfnApi, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct, type IConstruct } from 'constructs';
import { watchStack, whenComplete } from '../limits';
import { addMutatingAspect, MixinTargets } from '../mixins';
import type { CorsPolicy } from '../policy';
import { refuse, shown } from '../policy';
import { overrideOf } from './cfn-routes';
import { checkHttpApiPolicy, corsConfigurationOf } from './cors-configuration';
import { hiddenRouteProblems, HttpApiProjection } from './http-api-projection';

const APPLIED = Symbol.for('cdk-cors.HttpApiCors');

/**
 * Puts a CORS policy on an HTTP API that exists already: `api.with(new HttpApiCors(policy))`.
 *
 * It covers what the API has when the app is synthesized, whether it was added before or after:
 *
 * - The policy becomes the API's CORS configuration. API Gateway then answers preflights itself (204), without authorization, and writes the CORS headers
 *   of every response of an integration; those that an integration sends are ignored.
 * - That works only where no route takes OPTIONS. So routes with `ANY` and the `$default` route are written out as GET, HEAD, POST, PUT, PATCH and
 *   DELETE, with the same integration, authorizer and scopes; `$default` becomes these methods of `/{proxy+}` and of `/`. Methods that have a route of
 *   their own keep it. A function sees the route key in its event: `GET /items` where it was `ANY /items`, `GET /{proxy+}` where it was `$default`.
 * - An `OPTIONS` route of yours without authorization is left alone: it answers the preflights that reach it, and must do so with status 2xx.
 *
 * What it can't do: API Gateway offers no way to set headers on the errors that it makes itself (401 and 403 of an authorizer, 404, 429, 500, 503),
 * and doesn't document whether they carry CORS headers. Pages may be unable to read them. On a REST API, or behind `WebApp`, they can.
 *
 * Throws for an imported API, an API that has `corsPreflight`, a second policy, an API from an OpenAPI document, for which there is `definition` of
 * `CorsHttpApi`, and policies with patterns of origins. Refused at synth: an `OPTIONS` route that asks for authorization, an `ANY` or `$default` route that other routes leave nothing to answer, or
 * that depends on another condition than they do, a `$default` route to a URL, a key that is only known at deploy time, and stage settings for a route
 * that is written out. WebSocket APIs have no CORS and are passed over.
 *
 * The methods that `ANY` and `$default` are written out to have the logical ids that `addRoutes` gives explicit routes: a method can get a route of its own,
 * or lose it, in one deployment.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export class HttpApiCors extends Mixin {
  private readonly policy: CorsPolicy;
  private readonly targets: MixinTargets = new MixinTargets({ name: 'HttpApiCors', target: 'HttpApi', code: 'notAnHttpApi', isFor: isHttpApi });

  /**
   * @param policy what is allowed. Origins and seconds that are only known at deploy time are accepted. Throws for patterns of origins
   * (`CorsOrigin.subdomainsOf`, `CorsOrigin.localhost`), which HTTP APIs can't match
   */
  constructor(policy: CorsPolicy) {
    super();
    checkHttpApiPolicy(policy);
    this.policy = policy;
  }

  /**
   * Whether the construct is an HTTP API; true for imported ones too, which `applyTo` refuses with a reason. Throws an error where `with` is called on
   * another resource, such as a REST API.
   */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Applies the policy to an HTTP API; throws an error where it can't be applied. */
  public applyTo(construct: IConstruct): void {
    const { api, cfnApi } = this.checked(construct);
    markApplied(api);
    const cors = corsConfigurationOf(this.policy);
    cfnApi.corsConfiguration = cors;
    // Routes may stand anywhere in what is synthesized together, so nested stacks and other stacks are looked through too.
    const scope = Stage.of(api) ?? Stack.of(api);
    const projection = new HttpApiProjection(api, cfnApi, cors, scope);
    api.node.addValidation({ validate: () => projection.problems() });
    addMutatingAspect(scope, projection);
    whenComplete(api, () => projection.warn(this.policy));
    watchStack(api);
  }

  private checked(construct: IConstruct): { api: HttpApi; cfnApi: CfnApi } {
    if (!isHttpApi(construct)) {
      this.targets.refuse(construct);
    }
    const name = shown(construct.node.path);
    const cfnApi = construct.node.defaultChild;
    if (!(cfnApi instanceof CfnApi)) {
      refuse('importedHttpApi',
        `the HTTP API ${name} is imported, and its CORS configuration belongs to the stack that made it; apply HttpApiCors there`);
    }
    if (APPLIED in construct) {
      refuse('appliedTwice', `the HTTP API ${name} has a CORS policy already; give it one policy with all origins`);
    }
    if (cfnApi.corsConfiguration !== undefined || overrideOf(cfnApi, 'CorsConfiguration') !== undefined) {
      refuse('twoOwners', `the HTTP API ${name} has corsPreflight, which would write the same headers; remove it, the policy takes its place`);
    }
    const [problem] = hiddenRouteProblems(construct, cfnApi);
    if (problem !== undefined) throw new Error(problem);
    return { api: construct as HttpApi, cfnApi };
  }
}

/** Notes that an API has its policy, so that a second one is refused. */
export function markApplied(api: IConstruct): void {
  Object.defineProperty(api, APPLIED, { value: true });
}

function isHttpApi(construct: IConstruct): boolean {
  return Construct.isConstruct(construct) && (construct as { isHttpApi?: unknown }).isHttpApi === true;
}
