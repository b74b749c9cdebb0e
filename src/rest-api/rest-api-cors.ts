import { Mixin } from 'aws-cdk-lib';
import { type IRestApi, RestApiBase, type ResourceBase, SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { watchStack, whenComplete } from '../limits';
import { addMutatingAspect, MixinTargets } from '../mixins';
import type { CorsPolicy } from '../policy';
import { checkTypes, refuse, shown } from '../policy';
import { isSameApi } from './api-id';
import { type PolicyByPath, policyByPath } from './cors-by-path';
import { PreflightPlacement } from './preflight-placement';
import { RestApiProjection } from './rest-api-projection';

/** Options of `RestApiCors`. */
export interface RestApiCorsOptions {
  /**
   * Policies for a path and all below it, instead of the API's, such as `{ '/public': CorsPolicy.unsafelyAllowAnyOrigin() }`. The longest path wins.
   *
   * Gateway responses know no path: their headers serve all policies of the API. Throws for `/`, what isn't a path of resources,
   * and, at synth, a path that the API doesn't have.
   *
   * @default - the whole API has one policy
   */
  readonly corsByPath?: { [path: string]: CorsPolicy };

  /**
   * Where the OPTIONS methods stand: two for the whole API, or one on every resource.
   *
   * @default PreflightPlacement.SHARED
   */
  readonly preflights?: PreflightPlacement;
}

const APPLIED = Symbol.for('cdk-cors.RestApiCors');

/**
 * Puts a CORS policy on a REST API that exists already: `api.with(new RestApiCors(policy))`.
 *
 * It covers what the API has when the app is synthesized, whether it was added before or after:
 *
 * - OPTIONS on `/` and on `/{proxy+}` answer every preflight, without authorization or API key; `preflights` says where else they stand. An OPTIONS method
 *   that does nothing but CORS (`defaultCorsPreflightOptions`, `addCorsPreflight`, a MOCK of yours) keeps its place and answers as the policy says, with a
 *   warning; one with a back end of its own is left alone.
 * - DEFAULT_4XX, DEFAULT_5XX and every gateway response of yours carry the policy's headers, so that pages can read a 401, 403, 429 or 504.
 * - Integrations that aren't proxies answer with the policy's headers. A Lambda or HTTP proxy must send them itself.
 * - Where a gateway response or such an integration says another origin or other credentials, the policy's take their place, with one warning that lists them. What is mapped
 *   from the back end stays.
 * - Every deployment gets a new logical id when any of this changes.
 *
 * Works for `RestApi`, `LambdaRestApi`, `StepFunctionsRestApi` and APIs from `RestApi.fromRestApiAttributes()` that have a `Deployment` in the app.
 * What the app adds to such an API elsewhere is found, by whichever construct.
 * Throws for a `SpecRestApi`, an API from `fromRestApiId()` and a second policy. Refused at
 * synth: an OPTIONS method with a back end that asks for authorization or an API key, a body that is passed through with several origins, an API without methods.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export class RestApiCors extends Mixin {
  private readonly policies: PolicyByPath;
  private readonly preflights: PreflightPlacement;
  private readonly targets: MixinTargets = new MixinTargets({
    name: 'RestApiCors', target: 'REST API', code: 'notARestApi', isFor: (construct) => construct instanceof RestApiBase,
  });

  /**
   * @param policy what is allowed
   * @param options refused with an error: what the properties say they refuse
   */
  constructor(policy: CorsPolicy, options: RestApiCorsOptions = {}) {
    super();
    checkTypes('the options of RestApiCors', options, { corsByPath: 'object' });
    this.policies = policyByPath(policy, options.corsByPath);
    this.preflights = placementOf(options.preflights);
  }

  /** Whether the construct is a REST API; throws an error where `with` is called on another resource, such as an HTTP API. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Applies the policy to a REST API; throws an error where it can't be applied. */
  public applyTo(construct: IConstruct): void {
    if (!(construct instanceof RestApiBase)) {
      this.targets.refuse(construct);
    }
    checkApi(construct);
    Object.defineProperty(construct, APPLIED, { value: true });
    const projection = new RestApiProjection(construct as RestApiBase & IRestApi, this.policies, this.preflights);
    construct.node.addValidation({ validate: () => projection.validate() });
    // Before the deployment's hash is taken.
    addMutatingAspect(construct, { visit: (node) => projection.visit(node) });
    whenComplete(construct, () => projection.warn());
    watchStack(construct);
  }
}

function checkApi(api: RestApiBase): void {
  const name = shown(api.node.path);
  if (api instanceof SpecRestApi) {
    refuse('specRestApi',
      `the REST API ${name} is made from an OpenAPI document, and methods added beside it are lost when it is imported again; ` +
      'make it with CorsSpecRestApi, which puts CORS into the document');
  }
  if (rootOf(api) === undefined) {
    refuse('importedWithoutRoot',
      `the REST API ${name} was imported by its id alone, so no method can be added; use RestApi.fromRestApiAttributes({ restApiId, rootResourceId })`);
  }
  const owner = api.node.root.node.findAll().find((node) =>
    node instanceof RestApiBase && APPLIED in node && isSameApi(node.restApiId, api.restApiId));
  if (owner !== undefined) {
    const where = owner === api ? '' : `, given at ${shown(owner.node.path)}`;
    refuse('appliedTwice', `the REST API ${name} has a CORS policy already${where}; give one policy, and others for paths with corsByPath`);
  }
}

function placementOf(preflights: PreflightPlacement = PreflightPlacement.SHARED): PreflightPlacement {
  const placements = Object.values(PreflightPlacement);
  return placements.includes(preflights) ? preflights
    : refuse('invalidPlacement', `preflights must be PreflightPlacement.SHARED or PreflightPlacement.EACH_RESOURCE, got ${shown(preflights)}`);
}

function rootOf(api: RestApiBase): ResourceBase | undefined {
  try {
    return api.root as ResourceBase;
  } catch {
    return undefined; // the getter of an API that was imported by its id throws
  }
}
