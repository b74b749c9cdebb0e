import { type CfnCondition, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import {
  type CfnGatewayResponse, CfnMethod, Deployment, type IResource, type IRestApi, Resource, type ResourceBase, RestApi, type RestApiBase,
} from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { notVisited } from '../mixins';
import type { CorsPolicy } from '../policy';
import { Problems, shown } from '../policy';
import { warnOfUnlistedMethods } from '../routes';
import { isSameApi } from './api-id';
import { type ApiMethod, type ApiParts, partsOf, propertyOf } from './api-parts';
import type { PolicyByPath } from './cors-by-path';
import { methodDoesCorsOnly } from './cors-only-method';
import { awaitParts } from './deployment-order';
import { addGatewayResponses, gatewayResponseHeaders } from './gateway-responses';
import { addIntegrationResponseHeaders, integrationResponseFingerprint } from './integration-responses';
import { warnOfParameterOrigins } from './parameter-origins';
import { addPreflightMethod, preflightFingerprint, takeOverPreflightMethod } from './preflight-method';
import { PreflightPlacement } from './preflight-placement';
import { planPreflights, scopeOf } from './preflight-plan';
import { warnOfResources } from './resource-count';
import { admitPreflights } from './resource-policy';
import { warnOfReplacedHeaders, warnOfTakenOver } from './warnings';

/**
 * One REST API and its policies, brought together when the app is synthesized.
 */
export class RestApiProjection {
  private readonly problems = new Problems();
  private readonly scopes: string[];
  /** The OPTIONS methods that answer as the policies say, by path: made here, or taken over. */
  private readonly preflights = new Map<string, CfnMethod>();
  /** The paths of those that were there. */
  private readonly takenOver = new Set<string>();
  /** The headers of the user's that gave way to the policy's. */
  private readonly replaced: string[] = [];
  private readonly seen = new Set<CfnResource>();
  private gatewayResponses: CfnGatewayResponse[] = [];
  private started = false;

  constructor(private readonly api: RestApiBase & IRestApi, private readonly policies: PolicyByPath, private readonly placement: PreflightPlacement) {
    this.scopes = [...policies.keys()];
  }

  /** Called for the API and everything in it; methods may still be added by other aspects while this happens. */
  public visit(node: IConstruct): void {
    if (node === this.api && !this.started) {
      this.started = true;
      this.cover();
      this.addToDeployments();
      warnOfParameterOrigins(this.api, [...this.policies.values()]);
    } else if (node instanceof CfnMethod && this.started && !this.seen.has(node)) {
      this.cover();
    }
  }

  /** What can't be done, in the user's terms. */
  public validate(): string[] {
    if (!this.started) return [notVisited(this.api, 'RestApiCors')];
    if (this.api instanceof RestApi && this.own(partsOf(this.api)).length === 0) {
      this.problems.add('noMethods',
        `the REST API ${shown(this.api.node.path)} has no method besides those that answer preflights; add one, such as api.root.addMethod('GET', integration)`);
    }
    return this.problems.all;
  }

  /** Warns of what works otherwise than one may expect, once everything is there. */
  public warn(): void {
    const parts = partsOf(this.api);
    warnOfResources(this.api, [...parts.resources.keys()]);
    warnOfTakenOver(this.api, [...this.takenOver]);
    warnOfReplacedHeaders(this.api, this.replaced);
    warnOfUnlistedMethods(this.api, this.own(parts).map(({ httpMethod, path }) => ({ httpMethod, path, policy: this.policyAt(path) })));
  }

  private cover(): void {
    const parts = partsOf(this.api);
    this.addPreflights(parts);
    this.addResponseHeaders(parts);
  }

  private addPreflights(parts: ApiParts): void {
    this.checkScopes([...parts.resources.keys()]);
    const own = this.own(parts).filter((method) => !this.takesOver(method));
    own.filter((method) => method.httpMethod === 'OPTIONS').forEach((method) => this.checkOwnOptions(method));
    const plan = planPreflights([...parts.resources.keys()].map((path) => ({
      path, methods: own.filter((method) => method.path === path).map(({ httpMethod }) => httpMethod),
    })), this.scopes, this.placement === PreflightPlacement.EACH_RESOURCE ? 'nowhere' : 'root');
    for (const { path, scope } of plan.filter((preflight) => !this.preflights.has(preflight.path))) {
      const method = addPreflightMethod(this.resourceAt(path, parts), this.policies.get(scope)!);
      method.cfnOptions.condition = this.conditionAt(path, parts);
      this.preflights.set(path, method);
    }
  }

  /** Whether an OPTIONS method does nothing but CORS, and so answers as the policy says from now on. */
  private takesOver({ cfn, httpMethod, path }: ApiMethod): boolean {
    if (httpMethod !== 'OPTIONS' || !(cfn instanceof CfnMethod) || this.preflights.has(path) || !methodDoesCorsOnly(cfn)) return false;
    takeOverPreflightMethod(cfn, this.policyAt(path));
    this.preflights.set(path, cfn);
    this.takenOver.add(path);
    return true;
  }

  private addResponseHeaders(parts: ApiParts): void {
    for (const { cfn, httpMethod, path } of this.own(parts)) {
      if (cfn instanceof CfnMethod && !this.seen.has(cfn)) {
        const { problems, replaced } = addIntegrationResponseHeaders(cfn, this.policyAt(path), `${httpMethod} ${path}`);
        this.problems.addAll(problems);
        this.replaced.push(...replaced);
      }
    }
    [...parts.methods.map(({ cfn }) => cfn), ...this.preflights.values()].forEach((cfn) => this.seen.add(cfn));
  }

  private addToDeployments(): void {
    const responses = addGatewayResponses(this.api, gatewayResponseHeaders([...this.policies.values()]));
    this.gatewayResponses = responses.resources;
    this.replaced.push(...responses.replaced);
    if (this.api instanceof RestApi) {
      admitPreflights(this.api);
    }
    const deployments = this.deployments();
    if (deployments.length === 0 && !(this.api instanceof RestApi)) {
      this.problems.add('importedWithoutDeployment',
        `the REST API ${shown(this.api.node.path)} is imported, and nothing in this app deploys it, so no stage would ever serve the preflights; ` +
        'add new Deployment(this, "Deployment", { api, stageName: "prod" }) beside it');
    }
    for (const deployment of deployments) {
      deployment.addToLogicalId({ 'cdk-cors': Lazy.any({ produce: () => this.fingerprint() }) });
      // What the API knows as its deployments is made after its methods anyway; a deployment of an imported API isn't.
      awaitParts(deployment, [...responses.resources, ...this.preflights.values()]);
    }
  }

  /** All that the deployment must notice, also where only a deployment of the user's own would miss it. */
  private fingerprint(): object {
    const policies = [...this.policies].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      preflights: [...this.preflights.keys()].sort(),
      policies: policies.map(([path, policy]) => [path, preflightFingerprint(policy), integrationResponseFingerprint(policy)]),
      gatewayResponses: this.gatewayResponses.map(({ responseType, statusCode, responseParameters, responseTemplates }) =>
        ({ responseType, statusCode, responseParameters, responseTemplates })),
    };
  }

  /** The methods that aren't the policy's. */
  private own({ methods }: ApiParts): ApiMethod[] {
    const ours = new Set<CfnResource>(this.preflights.values());
    return methods.filter(({ cfn }) => !ours.has(cfn));
  }

  private policyAt(path: string): CorsPolicy {
    return this.policies.get(scopeOf(path, this.scopes))!;
  }

  private resourceAt(path: string, { resources }: ApiParts): IResource {
    const existing = resources.get(path);
    if (existing instanceof CfnResource) {
      return Resource.fromResourceAttributes(this.api, `Cors${path}`, { restApi: this.api, resourceId: existing.ref, path });
    }
    if (existing !== undefined) return existing;
    const parent = this.api.root;
    const pathPart = path.slice(1);
    // The constructor instead of addResource, which LambdaRestApi disables on its root.
    const resource = new Resource(parent as ResourceBase, pathPart, { parent, pathPart });
    const cfn = resource.node.defaultChild as CfnResource;
    cfn.cfnOptions.condition = conditionOf(this.api.node.defaultChild);
    this.deployments().forEach((deployment) => awaitParts(deployment, [cfn]));
    return resource;
  }

  /** A method can't be made where its resource isn't; and where no method is, no page asks. */
  private conditionAt(path: string, { resources, methods }: ApiParts): CfnCondition | undefined {
    const resource = resources.get(path);
    const cfn = resource instanceof CfnResource ? resource : resource?.node.defaultChild;
    const [condition, ...others] = new Set(methods.filter((method) => method.path === path).map((method) => method.cfn.cfnOptions.condition));
    return conditionOf(cfn) ?? (others.length === 0 ? condition : undefined) ?? conditionOf(this.api.node.defaultChild);
  }

  private deployments(): Deployment[] {
    return this.api.node.root.node.findAll().filter((node): node is Deployment =>
      node instanceof Deployment && isSameApi(node.api.restApiId, this.api.restApiId));
  }

  private checkScopes(paths: string[]): void {
    for (const scope of this.scopes.filter((each) => !paths.includes(each))) {
      this.problems.add('unknownPath', `corsByPath contains ${shown(scope)}, but the REST API ${shown(this.api.node.path)} has ${paths.sort().join(', ')}; name one of these`);
    }
  }

  private checkOwnOptions({ cfn, path }: ApiMethod): void {
    const stack = Stack.of(cfn);
    const authorization = stack.resolve(propertyOf(cfn, 'AuthorizationType')) ?? 'NONE';
    const guard = authorization !== 'NONE' ? `authorization ${authorization}`
      : stack.resolve(propertyOf(cfn, 'ApiKeyRequired')) === true ? 'an API key' : undefined;
    if (guard !== undefined) {
      this.problems.add('guardedOptions',
        `OPTIONS ${path} of the REST API ${shown(this.api.node.path)} asks for ${guard}, which browsers never send with a preflight; ` +
        'set authorizationType NONE and apiKeyRequired false, or remove the method, the policy adds one');
    }
  }
}

function conditionOf(construct: IConstruct | undefined): CfnCondition | undefined {
  return CfnResource.isCfnResource(construct!) ? construct.cfnOptions.condition : undefined;
}
