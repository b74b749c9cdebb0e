import type { Resolved, RouteStep, TemplateResource } from '../../emulator';
import type { Case, Cause, Rule } from '../app';
import { failedAtPreflight, lastStatus, preflightVia, routeName } from './evidence';

/** Rule 70: the CORS configuration of an HTTP API answers preflights only where no route takes OPTIONS, as ANY and $default do. */
export const preflightCapturedByRoute: Rule = {
  id: 'preflight-captured-by-route',
  severity: 'error',
  title: 'a route of the HTTP API takes the preflight before its CORS configuration',
  fix: {
    cdk: [
      '// ANY and $default are written out as methods, so that no route takes OPTIONS',
      "httpApi.with(new HttpApiCors(CorsPolicy.forOrigins('https://app.example.com')));",
    ].join('\n'),
    cloudFormation: [
      'GetAnything: # a route for each method, in place of ANY or $default',
      '  Type: AWS::ApiGatewayV2::Route',
      '  Properties:',
      '    ApiId: !Ref Api',
      '    RouteKey: GET /{proxy+}',
      '    Target: !Sub integrations/${Integration}',
    ].join('\n'),
  },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble) || !isCaptured(trouble) || isOfConfiguration(trouble)) return undefined;
    return causeOf(trouble, `gets ${lastStatus(trouble) ?? 'an answer'} from ${guardOf(trouble)}, and the preflight of ${routeName(trouble)} fails`);
  },
  * inspect(app) {
    const seen = new Set<unknown>();
    for (const each of app.cases) {
      if (each.variant.failure !== undefined || !(each.verdict.outcome === 'unknown' || isOfConfiguration(each)) || each.page.role !== 'declared' || !isCaptured(each)) continue;
      const api = routeIn(each)?.api;
      if (api?.cors === undefined || seen.has(api)) continue;
      seen.add(api);
      yield {
        ...causeOf(each, `is answered by ${guardOf(each)}: CORS works only as long as that answers OPTIONS with a status from 200 to 299`),
        severity: 'warning',
        evidence: [each.verdict],
      };
    }
  },
};

/** A route of its own for OPTIONS is meant for preflights, unless an authorizer stands before it. */
function isCaptured(examined: Case): boolean {
  const name = routeIn(examined)?.name;
  return name !== undefined && (!name.startsWith('OPTIONS ') || preflightVia(examined).some(({ kind }) => kind === 'authorizer'));
}

/** Whether it is the configuration that leaves a method or a header out: its headers are on whatever the route answers (rule 71). */
function isOfConfiguration({ verdict }: Case): boolean {
  return /^(?:Method|Header)DisallowedByPreflightResponse$/.test(verdict.error ?? '');
}

/** The route that took the preflight. */
function routeIn(examined: Case): RouteStep | undefined {
  return preflightVia(examined).find((step) => step.kind === 'route');
}

/** The layer that answered. */
function guardOf(examined: Case): string {
  const via = preflightVia(examined);
  const authorizer = via.find(({ kind }) => kind === 'authorizer');
  return via.some(({ kind }) => kind === 'integration') ? 'the integration' : authorizer === undefined ? 'the route' : `the authorizer ${authorizer.name}`;
}

function causeOf(examined: Case, end: string): Cause {
  const { resource = examined.target.entrance.resource, name } = routeIn(examined)!;
  return {
    resource,
    property: placeIn(resource, name),
    sameAs: 'takes OPTIONS',
    message: `the route ${name} takes OPTIONS, so that the CORS configuration doesn't answer: OPTIONS ${examined.target.path} ${end}`,
  };
}

/** Where a route stands: by itself, or in the document of its API. */
function placeIn({ properties: { Body } }: TemplateResource, name: string): string {
  const [method, path] = name.split(' ');
  const operation = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
  return Body === undefined ? 'Properties/RouteKey' : `Properties/Body/paths/${path === undefined ? defaultRouteIn(Body) : `${path}/${operation}`}`;
}

/** As the document spells it: exports of API Gateway write `/$default`, SAM `$default`. */
function defaultRouteIn(body: Resolved): string {
  return Object.keys(Object(Object(body).paths)).find((path) => path === '$default') ?? '/$default';
}
