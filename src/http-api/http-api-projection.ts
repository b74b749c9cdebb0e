import { type IAspect, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { type CfnApi, CfnIntegration, type CfnRoute, CfnStage, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';
import { HTTP_API_INTEGRATIONS, HTTP_API_ROUTES, grouped, warnOfQuota } from '../limits';
import { notVisited } from '../mixins';
import type { CorsPolicy } from '../policy';
import { refusal, shown } from '../policy';
import { warnOfUnlistedMethods } from '../routes';
import { authorizationTypeOf, cloneRoute, dependentsOf, isCfnRoute, moveTo, overrideOf, placeInApi, refersTo, routeKeyOf, scopeBeside, setRouteKey } from './cfn-routes';
import { awaitRoutes, followApi } from './deployments';
import { type Expansion, planExpansions, type RouteLike } from './expand-routes';
import { EXPANDED_METHODS, parseRouteKey } from './route-key';

interface Route extends RouteLike {
  readonly resource: CfnRoute;
}

/** One HTTP API and its routes, brought together when the app is synthesized. */
export class HttpApiProjection implements IAspect {
  private readonly expandedKeys = new Set<string>();
  private planProblems: string[] = [];
  private readonly writtenOut = new Set<CfnRoute>();
  private started = false;

  /**
   * @param scope where routes are looked for, in a tree that is synthesized together
   */
  constructor(private readonly api: HttpApi, private readonly cfnApi: CfnApi, private readonly cors: CfnApi.CorsProperty,
    private readonly scope: IConstruct) {}

  /** All at once when the scope is visited, so that other aspects see every route; again for what aspects add after that. */
  public visit(node: IConstruct): void {
    if (node === this.scope) {
      this.started = true;
      followApi(this.cfnApi, this.scope, () => this.routes().map(({ resource }) => resource));
    }
    if (node === this.scope || (isCfnRoute(node) && takesOptions(routeKeyOf(node)) && refersTo(node, node.apiId, this.cfnApi))) {
      this.expand();
    }
  }

  /** What can't be done, in the user's terms. */
  public problems(): string[] {
    if (!this.started) return [notVisited(this.api, 'HttpApiCors')];
    const routes = this.routes();
    return [
      ...this.planProblems,
      ...this.apiProblems(),
      ...routes.flatMap((route) => this.routeProblems(route)),
      ...this.stageProblems(),
    ];
  }

  private routes(): Route[] {
    return this.scope.node.findAll()
      .filter((node): node is CfnRoute => isCfnRoute(node) && refersTo(node, node.apiId, this.cfnApi))
      .map((resource) => ({ resource, key: routeKeyOf(resource), condition: resource.cfnOptions.condition }));
  }

  private expand(): void {
    const routes = this.routes().filter((route) => this.urlProblem(route) === undefined);
    const plan = planExpansions(routes);
    this.planProblems = plan.problems;
    plan.expansions.forEach((expansion) => this.writeOut(expansion));
    awaitRoutes(this.cfnApi, this.scope, this.routes().map(({ resource }) => resource));
  }

  /** Warns of what works otherwise than one may expect, once everything is there. */
  public warn(policy: CorsPolicy): void {
    const written = this.routes().filter(({ resource }) => !this.writtenOut.has(resource)).map(({ key }) => parseRouteKey(key));
    warnOfUnlistedMethods(this.api, written.flatMap((key) => (key?.path === undefined ? [] : [{ httpMethod: key.method, path: key.path, policy }])));
    this.warnOfLimits();
  }

  private warnOfLimits(): void {
    const name = `the HTTP API ${shown(this.api.node.path)}`;
    const routes = this.routes().length;
    const writtenOut = this.expandedKeys.size > 0 ? ' after ANY and $default are written out' : '';
    warnOfQuota(this.api, HTTP_API_ROUTES, routes, `${name} has ${grouped(routes)} routes${writtenOut}`,
      'write out only the methods that are needed, or let one function answer many paths: GET /orders/{proxy+}');
    const integrations = this.scope.node.findAll()
      .filter((node) => node instanceof CfnIntegration && refersTo(node, node.apiId, this.cfnApi)).length;
    warnOfQuota(this.api, HTTP_API_INTEGRATIONS, integrations, `${name} has ${grouped(integrations)} integrations`,
      'let routes share integrations, as the routes of CorsHttpApi do for each function');
  }

  private writeOut({ route: { resource, key }, keep, add }: Expansion<Route>): void {
    this.expandedKeys.add(key);
    const kept = placeInApi(resource, this.api, keep);
    const beside = add.length > 0 && kept === undefined ? scopeBeside(resource) : undefined;
    const clones = add.map((each) =>
      cloneRoute(resource, placeInApi(resource, this.api, each.key) ?? { scope: beside ?? scopeBeside(resource), id: each.id }, each.id, each.key));
    [resource, ...clones].forEach((each) => this.writtenOut.add(each));
    if (clones.length > 0) {
      // Such as a deployment of one's own, which names the routes that it must come after.
      dependentsOf(resource, this.scope).forEach((dependent) => dependent.node.addDependency(...clones));
      // An API that is in use keeps answering: the methods are there before what answered them so far gives them up.
      resource.node.addDependency(...clones);
    }
    if (kept !== undefined) {
      moveTo(resource, kept);
    }
    setRouteKey(resource, keep);
  }

  private apiProblems(): string[] {
    if (this.cfnApi.corsConfiguration !== this.cors || overrideOf(this.cfnApi, 'CorsConfiguration') !== undefined) {
      return [refusal('twoOwners',
        `the CORS configuration of the HTTP API ${shown(this.api.node.path)} was changed after the policy was applied; change the policy instead`)];
    }
    return hiddenRouteProblems(this.api, this.cfnApi);
  }

  private routeProblems(route: Route): string[] {
    const { resource, key } = route;
    const parsed = parseRouteKey(key);
    if (parsed === undefined) {
      return [refusal('unknownRouteKey',
        `whether the route ${shown(resource.node.path)} with the key ${shown(key)} takes OPTIONS is not known at synth; ` +
        `write the key as a method (${EXPANDED_METHODS.join(', ')}) and a path, such as "GET /items"`)];
    }
    if (parsed.method === 'OPTIONS' && authorizationTypeOf(resource) !== 'NONE') {
      return [refusal('authorizedOptions',
        `the route ${shown(key)} asks for authorization (${authorizationTypeOf(resource)}), but browsers send preflights without any, so that all would fail; ` +
        'remove the route, since API Gateway answers preflights itself, or give it authorizer: new HttpNoneAuthorizer()')];
    }
    const urlProblem = this.urlProblem(route);
    if (urlProblem !== undefined) return [urlProblem];
    if (takesOptions(key) && this.planProblems.length === 0) {
      return [refusal('lateRoute',
        `the route ${shown(key)} was added or changed when routes had been written out already, so it would take the preflights; ` +
        `name its methods (${EXPANDED_METHODS.join(', ')}), or add it before the app is synthesized`)];
    }
    return [];
  }

  // The full request path is appended to a URL for $default only; routes with a greedy variable send what {proxy} in the URL stands for.
  private urlProblem({ resource, key }: Route): string | undefined {
    const [target] = Tokenization.reverseString(resource.target ?? '').tokens.filter((token) => Reference.isReference(token));
    const integration = target?.target;
    if (key !== '$default' || !(integration instanceof CfnIntegration)) return undefined;
    if (integration.integrationType !== 'HTTP_PROXY' || integration.connectionType === 'VPC_LINK') return undefined;
    return refusal('defaultRouteToUrl',
      `the $default route sends requests to the URL ${shown(integration.integrationUri)}, and would swallow preflights; add routes for the paths "/" and ` +
      '"/{proxy+}" instead, the second with {proxy} in its URL: new HttpUrlIntegration("Proxy", "https://backend.example.com/{proxy}")');
  }

  // Settings name routes by their keys, and the service refuses keys that no route has.
  private stageProblems(): string[] {
    const stages = this.scope.node.findAll().filter((node): node is CfnStage => node instanceof CfnStage && refersTo(node, node.apiId, this.cfnApi));
    return stages.flatMap((stage) => {
      const settings = overrideOf(stage, 'RouteSettings') ?? Stack.of(stage).resolve(stage.routeSettings) ?? {};
      const gone = Object.keys(settings).filter((key) => this.expandedKeys.has(key));
      return gone.map((key) => refusal('settingsOfExpandedRoute',
        `the stage ${shown(stage.node.path)} has settings for the route ${shown(key)}, which is written out as ${EXPANDED_METHODS.join(', ')} so that ` +
        'API Gateway answers preflights; give the settings for those routes, such as ' + shown(`GET ${parseRouteKey(key)!.path ?? '/{proxy+}'}`)));
    });
  }
}

/** Why routes of an API can't be seen, if they can't. */
export function hiddenRouteProblems(api: IConstruct, cfnApi: CfnApi): string[] {
  const name = shown(api.node.path);
  if (cfnApi.body !== undefined || cfnApi.bodyS3Location !== undefined) {
    return [refusal('openApiDocument',
      `the HTTP API ${name} is made from an OpenAPI document, whose routes can't be rewritten here; ` +
      'make it with CorsHttpApi, which puts the policy into the document: definition: SpecDefinition.fromFile("openapi.yaml")')];
  }
  if (cfnApi.target !== undefined || cfnApi.routeKey !== undefined) {
    return [refusal('quickCreate',
      `the HTTP API ${name} has target or routeKey, which make a route that can't be rewritten here and may take the preflights; ` +
      'add the route with addRoutes or defaultIntegration')];
  }
  return [];
}

function takesOptions(key: string): boolean {
  return parseRouteKey(key)?.method === 'ANY';
}
