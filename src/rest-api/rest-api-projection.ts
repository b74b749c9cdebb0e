import { Lazy, Stack } from 'aws-cdk-lib';
import {
  type CfnGatewayResponse, type CfnMethod, Deployment, type IResource, type IRestApi, Method, Resource, ResourceBase, RestApi, type RestApiBase,
} from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { Problems } from '../policy/problems';
import { shown } from '../policy/refusal';
import { isSameApi } from './api-id';
import type { PolicyByPath } from './cors-by-path';
import { addGatewayResponses, gatewayResponseHeaders } from './gateway-responses';
import { addIntegrationResponseHeaders, integrationResponseFingerprint } from './integration-responses';
import { tellOfParameterOrigins } from './parameter-origins';
import { addPreflightMethod, preflightFingerprint } from './preflight-method';
import { planPreflights, scopeOf } from './preflight-plan';
import { tellOfResources } from './resource-count';
import { admitPreflights } from './resource-policy';

/**
 * One REST API and its policies, brought together when the app is synthesized.
 */
export class RestApiProjection {
  private readonly found = new Problems();
  private readonly scopes: string[];
  private readonly preflights = new Map<string, Method>();
  private readonly answered = new Set<Method>();
  private gatewayResponses: CfnGatewayResponse[] = [];
  private started = false;

  constructor(private readonly api: RestApiBase & IRestApi, private readonly policies: PolicyByPath) {
    this.scopes = [...policies.keys()];
  }

  /** What can't be done, in the user's terms. */
  public get problems(): string[] {
    return this.found.all;
  }

  /** Called for the API and everything in it; methods may still be added by other aspects while this happens. */
  public visit(node: IConstruct): void {
    if (node === this.api && !this.started) {
      this.started = true;
      this.addPreflights();
      this.addResponseHeaders();
      this.addToDeployments();
      tellOfParameterOrigins(this.api, [...this.policies.values()]);
    } else if (node instanceof Method && this.started && !this.answered.has(node) && node.httpMethod !== 'OPTIONS') {
      this.addPreflights();
      this.addResponseHeaders();
    }
  }

  /** Warns of what would meet a limit of API Gateway. */
  public tellOfLimits(): void {
    tellOfResources(this.api, [...this.resources(this.methods()).keys()]);
  }

  private addPreflights(): void {
    const methods = this.methods();
    const own = methods.filter((method) => ![...this.preflights.values()].includes(method));
    const resources = this.resources(methods);
    this.checkScopes([...resources.keys()]);
    own.filter((method) => method.httpMethod === 'OPTIONS').forEach((method) => this.checkOwnOptions(method));
    const plan = planPreflights([...resources.keys()].map((path) => ({
      path, methods: own.filter((method) => method.resource.path === path).map((method) => method.httpMethod),
    })), this.scopes);
    for (const { path, scope } of plan.filter((preflight) => !this.preflights.has(preflight.path))) {
      this.preflights.set(path, addPreflightMethod(this.resourceAt(path, resources), this.policies.get(scope)!));
    }
  }

  private addResponseHeaders(): void {
    for (const method of this.methods().filter((each) => each.httpMethod !== 'OPTIONS' && !this.answered.has(each))) {
      this.answered.add(method);
      const policy = this.policies.get(scopeOf(method.resource.path, this.scopes))!;
      this.found.addAll(addIntegrationResponseHeaders(method.node.defaultChild as CfnMethod, policy));
    }
  }

  private addToDeployments(): void {
    const responses = addGatewayResponses(this.api, gatewayResponseHeaders([...this.policies.values()]));
    this.gatewayResponses = responses.resources;
    this.found.addAll(responses.problems);
    if (this.api instanceof RestApi) {
      admitPreflights(this.api);
    }
    const deployments = this.deployments();
    if (deployments.length === 0 && !(this.api instanceof RestApi)) {
      this.found.add('importedWithoutDeployment',
        `the REST API ${shown(this.api.node.path)} is imported, and nothing in this app deploys it, so no stage would ever serve the preflights; ` +
        'add new Deployment(this, "Deployment", { api, stageName: "prod" }) beside it');
    }
    for (const deployment of deployments) {
      deployment.addToLogicalId({ 'cdk-cors': Lazy.any({ produce: () => this.fingerprint() }) });
      // What the API knows as its deployments is made after its methods anyway; a deployment of an imported API isn't.
      dependOn(deployment, [...responses.resources, ...[...this.preflights.values()].map((method) => method.node.defaultChild!)]);
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

  private methods(): Method[] {
    return this.api instanceof RestApi ? this.api.methods : this.api.node.findAll().filter((node): node is Method => node instanceof Method);
  }

  /** Resources by path: those with methods, their parents, and those that have neither yet. */
  private resources(methods: Method[]): Map<string, IResource> {
    const resources = new Map<string, IResource>([['/', this.api.root]]);
    for (const node of this.api.node.findAll()) {
      if (node instanceof ResourceBase) {
        resources.set(node.path, node);
      }
    }
    for (const method of methods) {
      for (let resource: IResource | undefined = method.resource; resource !== undefined; resource = parentOf(resource)) {
        resources.set(resource.path, resources.get(resource.path) ?? resource);
      }
    }
    return resources;
  }

  private resourceAt(path: string, resources: Map<string, IResource>): IResource {
    const existing = resources.get(path);
    if (existing !== undefined) return existing;
    const slash = path.lastIndexOf('/');
    const parent = resources.get(slash === 0 ? '/' : path.slice(0, slash))!;
    const pathPart = path.slice(slash + 1);
    // The constructor instead of addResource, which LambdaRestApi disables on its root.
    const resource = new Resource(parent as ResourceBase, pathPart, { parent, pathPart });
    resources.set(path, resource);
    this.deployments().forEach((deployment) => dependOn(deployment, [resource.node.defaultChild!]));
    return resource;
  }

  private deployments(): Deployment[] {
    return this.api.node.root.node.findAll().filter((node): node is Deployment =>
      node instanceof Deployment && isSameApi(node.api.restApiId, this.api.restApiId));
  }

  private checkScopes(paths: string[]): void {
    for (const scope of this.scopes.filter((each) => !paths.includes(each))) {
      this.found.add('unknownPath', `corsByPath contains ${shown(scope)}, but the REST API ${shown(this.api.node.path)} has ${paths.sort().join(', ')}; name one of these`);
    }
  }

  private checkOwnOptions(method: Method): void {
    const cfn = method.node.defaultChild as CfnMethod;
    const authorization = Stack.of(method).resolve(cfn.authorizationType) ?? 'NONE';
    const guard = authorization !== 'NONE' ? `authorization ${authorization}` : cfn.apiKeyRequired === true ? 'an API key' : undefined;
    if (guard !== undefined) {
      this.found.add('guardedOptions',
        `OPTIONS ${method.resource.path} of the REST API ${shown(this.api.node.path)} asks for ${guard}, which browsers never send with a preflight; ` +
        'set authorizationType NONE and apiKeyRequired false, or remove the method, the policy adds one');
    }
  }
}

/** Within a stack only: between stacks the CDK orders by reference, and an order of our own could contradict it. */
function dependOn(deployment: Deployment, constructs: IConstruct[]): void {
  deployment.node.addDependency(...constructs.filter((construct) => Stack.of(construct) === Stack.of(deployment)));
}

function parentOf(resource: IResource): IResource | undefined {
  return resource instanceof Resource ? resource.parentResource : undefined;
}
