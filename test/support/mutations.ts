/** Defects put into templates that are right, one each. */

export interface Resource {
  readonly Type: string;
  DependsOn?: string | string[];
  Properties: { [name: string]: any };
}

export interface Template {
  Resources: { [logicalId: string]: Resource };
}

export interface Mutation {
  /** The rule that must find it. */
  readonly rule: string;
  readonly what: string;
  /** Makes the defect in a copy that may be changed; false where the template has nothing of the kind. */
  readonly spoil: (template: Template) => boolean;
}

const ALLOW = 'method.response.header.Access-Control-Allow-';
const GATEWAY = 'gatewayresponse.header.Access-Control-Allow-Origin';

/** The resources of a type, with their logical ids. */
function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
}

function remove(template: Template, ids: readonly string[]): void {
  for (const id of ids) {
    delete template.Resources[id];
  }
  for (const resource of Object.values(template.Resources)) {
    if (resource.DependsOn !== undefined) {
      resource.DependsOn = [resource.DependsOn].flat().filter((id) => !ids.includes(id));
    }
  }
}

/** The methods that answer preflights and nothing else. */
function preflights(template: Template): [string, Resource][] {
  return ofType(template, 'AWS::ApiGateway::Method').filter(([, { Properties }]) => Properties.HttpMethod === 'OPTIONS' && Properties.Integration?.Type === 'MOCK');
}

/** Changes the preflight methods, all alike. */
function everyPreflight(change: (properties: Resource['Properties']) => boolean): Mutation['spoil'] {
  return (template) => {
    const found = preflights(template);
    return found.length > 0 && found.every(([, { Properties }]) => change(Properties));
  };
}

/** Changes a header that the preflight methods map. Where a template writes it, there is none. */
function everyMapped(header: string, change: (mapped: { [key: string]: string }, key: string) => void): Mutation['spoil'] {
  return everyPreflight(({ Integration }) => {
    const responses: { ResponseParameters?: { [key: string]: string } }[] = Integration.IntegrationResponses;
    const mapped = responses.map(({ ResponseParameters = {} }) => ResponseParameters).filter((each) => Object.hasOwn(each, `${ALLOW}${header}`));
    mapped.forEach((each) => change(each, `${ALLOW}${header}`));
    return mapped.length > 0;
  });
}

function routesHave(template: Template, methods: RegExp): boolean {
  const rest = ofType(template, 'AWS::ApiGateway::Method').some(([, { Properties }]) => methods.test(Properties.HttpMethod));
  return rest || ofType(template, 'AWS::ApiGatewayV2::Route').some(([, { Properties }]) => methods.test(String(Properties.RouteKey).split(' ')[0]));
}

/** Changes the CORS configuration of the HTTP APIs. */
function everyConfiguration(change: (cors: { [name: string]: any }) => boolean): Mutation['spoil'] {
  return (template) => {
    const found = ofType(template, 'AWS::ApiGatewayV2::Api').flatMap(([, { Properties }]) => Properties.CorsConfiguration ?? []);
    return found.length > 0 && found.every(change);
  };
}

export const REST_MUTATIONS: readonly Mutation[] = [
  {
    rule: 'preflight-behind-authorizer',
    what: 'OPTIONS asks for a signature',
    spoil: everyPreflight((properties) => {
      properties.AuthorizationType = 'AWS_IAM';
      return true;
    }),
  },
  {
    rule: 'preflight-needs-api-key',
    what: 'OPTIONS requires an API key',
    spoil: everyPreflight((properties) => {
      properties.ApiKeyRequired = true;
      return true;
    }),
  },
  {
    rule: 'preflight-without-method',
    what: 'there is no OPTIONS',
    spoil: (template) => {
      const ids = preflights(template).map(([id]) => id);
      remove(template, ids);
      // ANY takes OPTIONS as well
      return ids.length > 0 && !routesHave(template, /^ANY$/) && routesHave(template, /^(?:PUT|PATCH|DELETE)$/);
    },
  },
  {
    rule: 'preflight-mapping-fails',
    what: 'the MOCK integration has no template',
    spoil: everyPreflight(({ Integration }) => {
      delete Integration.RequestTemplates;
      return true;
    }),
  },
  {
    rule: 'header-value-not-quoted',
    what: 'the methods have no quotes',
    spoil: everyMapped('Methods', (mapped, key) => {
      mapped[key] = mapped[key].replace(/^'(.*)'$/, '$1');
    }),
  },
  {
    rule: 'header-not-declared',
    what: 'a header of the preflight isn\'t declared',
    spoil: (template) => everyMapped('Headers', () => undefined)(template) && everyPreflight(({ MethodResponses }) => {
      const responses: { ResponseParameters?: { [key: string]: boolean } }[] = MethodResponses;
      const declared = responses.map(({ ResponseParameters = {} }) => ResponseParameters);
      declared.forEach((each) => delete each[`${ALLOW}Headers`]);
      return declared.length > 0;
    })(template),
  },
  {
    rule: 'gateway-error-unreadable',
    what: 'the gateway\'s own errors have no headers',
    spoil: (template) => {
      const ids = ofType(template, 'AWS::ApiGateway::GatewayResponse').filter(([, { Properties }]) => Object.hasOwn(Properties.ResponseParameters ?? {}, GATEWAY)).map(([id]) => id);
      remove(template, ids);
      return ids.length > 0;
    },
  },
  {
    rule: 'integration-not-permitted',
    what: 'no permission lets the API call its functions',
    spoil: (template) => {
      const ids = ofType(template, 'AWS::Lambda::Permission').map(([id]) => id);
      remove(template, ids);
      return ids.length > 0 && JSON.stringify(ofType(template, 'AWS::ApiGateway::Method')).includes(':lambda:path/');
    },
  },
];

export const HTTP_MUTATIONS: readonly Mutation[] = [
  {
    rule: 'header-not-allowed',
    what: 'no header is listed',
    spoil: (template) => routesHave(template, /^(?:POST|PUT|PATCH)$/) && everyConfiguration((cors) => delete cors.AllowHeaders)(template),
  },
  {
    rule: 'method-not-allowed',
    what: 'GET alone is listed',
    spoil: (template) => routesHave(template, /^(?:PUT|PATCH|DELETE)$/) && everyConfiguration((cors) => {
      cors.AllowMethods = ['GET', 'POST'];
      return true;
    })(template),
  },
  {
    rule: 'origin-never-matches',
    what: 'each origin ends with a slash',
    spoil: everyConfiguration((cors) => {
      const named = (cors.AllowOrigins as unknown[]).every((origin) => typeof origin === 'string' && !origin.includes('*'));
      cors.AllowOrigins = (cors.AllowOrigins as string[]).map((origin) => `${origin}/`);
      return named;
    }),
  },
  {
    rule: 'origin-never-matches',
    what: 'each origin has the quotes of a mapping expression',
    spoil: everyConfiguration((cors) => {
      const named = (cors.AllowOrigins as unknown[]).every((origin) => typeof origin === 'string' && !origin.includes('*'));
      cors.AllowOrigins = (cors.AllowOrigins as string[]).map((origin) => `'${origin}'`);
      return named;
    }),
  },
  {
    rule: 'origin-pattern-unsupported',
    what: 'an origin is a pattern',
    spoil: everyConfiguration((cors) => {
      cors.AllowOrigins = ['https://*.example.com'];
      return true;
    }),
  },
];
