import { booleanOf, field, isUnknown, type Maybe, numberOf, type Resolved, type TemplateModel, type TemplateResource, textOf, textsOf, Unknown } from '../../template';
import { findFunction } from '../lambda';

/** The `Cors` of a function URL. */
export interface FunctionUrlCors {
  readonly allowOrigins: ReadonlyArray<Maybe<string>>;
  readonly allowMethods: ReadonlyArray<Maybe<string>>;
  readonly allowHeaders: ReadonlyArray<Maybe<string>>;
  readonly exposeHeaders: ReadonlyArray<Maybe<string>>;
  readonly allowCredentials: Maybe<boolean>;
  readonly maxAge?: Maybe<number>;
}

/** Which of the two permissions that a call needs the template gives (rule 151). None may mean that they are given elsewhere. */
export type Permissions = 'both' | 'url-alone' | 'function-alone' | 'none';

/** An `AWS::Lambda::Url`, read. */
export interface FunctionUrl {
  readonly resource: TemplateResource;
  readonly function: Maybe<TemplateResource>;
  readonly authType: Maybe<string>;
  readonly cors?: Maybe<FunctionUrlCors>;
  readonly permissions: Permissions;
  /** In lower case. */
  readonly host: string;
  readonly account: string;
}

/** Reads a function URL. Nothing of it runs. */
export function readUrl(resource: TemplateResource, model: TemplateModel): FunctionUrl {
  const { properties } = resource;
  const fn = findFunction(properties.TargetFunctionArn, model);
  const url = resource.attribute('FunctionUrl');
  return {
    resource,
    function: fn,
    authType: textOf(properties.AuthType) ?? 'NONE',
    cors: corsOf(properties.Cors),
    permissions: permissionsOf(fn, model),
    host: (typeof url === 'string' ? new URL(url).hostname : `${resource.physicalId}.lambda-url.${resource.region}.on.aws`).toLowerCase(),
    account: resource.account,
  };
}

function corsOf(cors: Resolved): Maybe<FunctionUrlCors> | undefined {
  if (cors === undefined || cors === null || isUnknown(cors)) return cors ?? undefined;
  return {
    allowOrigins: textsOf(field(cors, 'AllowOrigins')),
    allowMethods: textsOf(field(cors, 'AllowMethods')),
    allowHeaders: textsOf(field(cors, 'AllowHeaders')),
    exposeHeaders: textsOf(field(cors, 'ExposeHeaders')),
    allowCredentials: booleanOf(field(cors, 'AllowCredentials')) ?? false,
    maxAge: numberOf(field(cors, 'MaxAge')),
  };
}

/** Services that call a function past its URL. */
const OTHER_CALLERS = new Set(['apigateway', 'events', 's3', 'sns', 'logs', 'secretsmanager'].map((service) => `${service}.amazonaws.com`));

function permissionsOf(fn: Maybe<TemplateResource>, model: TemplateModel): Permissions {
  const given = model.ofType('AWS::Lambda::Permission').map(({ properties }) => properties);
  const own = given.filter(({ FunctionName: name, Principal: by }) => findFunction(name, model) === fn && !OTHER_CALLERS.has(String(by)));
  const actions = new Set(own.map(({ Action: action }) => String(action).toLowerCase()));
  const has = (name: string) => ['*', 'lambda:*', 'lambda:invoke*', name].some((each) => actions.has(each));
  const [url, invoke] = [has('lambda:invokefunctionurl'), has('lambda:invokefunction')];
  return url && invoke ? 'both' : url ? 'url-alone' : invoke ? 'function-alone' : 'none';
}

/** Why it isn't known what a URL with one of its permissions alone answers. */
export function partialPermissions({ resource, permissions }: FunctionUrl): Unknown {
  const missing = permissions === 'url-alone' ? 'lambda:InvokeFunction' : 'lambda:InvokeFunctionUrl';
  return new Unknown(resource.path, `URLs that were made since October 2025 refuse calls without the permission ${missing}`);
}
