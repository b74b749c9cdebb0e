import { Fn, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { OriginBindOptions } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnResource, IResolvable } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { checkTypes, refuse, shown } from '../policy';
import type { ApiGatewayBehaviorOptions } from './api-behavior-options';

/** Where the requests go, and what is known of it. */
export interface ApiTarget {
  /** What it is called in messages. */
  readonly name: string;
  readonly domainName: string;
  /** Starts with a slash; undefined for the root. */
  readonly originPath?: string;
  readonly httpsPort?: number;
  /** Whether it answers by the Host header that it gets, so that it must be its own (rule 62). */
  readonly needsOwnHost: boolean;
  /** Whether it already has a CloudFront of its own in front (rule 62). */
  readonly edgeOptimized?: boolean;
  /** Lets the distribution alone call it: the id of the origin access control. */
  readonly accessControl?: (scope: Construct, options: OriginBindOptions) => string;
  /** The properties of the API's own resource that would make a cycle if they named the distribution. */
  readonly ownProperties?: () => object;
}

/** @param scope where the behavior is used: the host name is written as that stack sees it */
export function restApiTarget(api: apigateway.IRestApi, options: ApiGatewayBehaviorOptions): (scope: Construct) => ApiTarget {
  if (typeof api?.restApiId !== 'string') {
    refuse('notARestApi', 'ApiBehavior.forRestApi needs a REST API (aws_apigateway); use forHttpApi for an HTTP API, forUrl for anything else');
  }
  checkDomainOptions(options);
  return (scope) => {
    const cfnApi = api.node.defaultChild instanceof apigateway.CfnRestApi ? api.node.defaultChild : undefined;
    const types = cfnApi && endpointTypes(cfnApi);
    if (types?.includes('PRIVATE')) {
      refuse('privateApi', `REST API ${shown(api.node.path)} is private: CloudFront can't reach it; make its endpoint type REGIONAL`);
    }
    checkEndpoint(api.node.path, cfnApi?.disableExecuteApiEndpoint, options);
    return {
      name: `REST API ${shown(api.node.path)}`,
      needsOwnHost: true,
      // API Gateway makes an API edge-optimized when no type is given.
      edgeOptimized: options.domainName === undefined && cfnApi !== undefined && !types?.includes('REGIONAL'),
      ownProperties: cfnApi && (() => ({ policy: cfnApi.policy, body: cfnApi.body, parameters: cfnApi.parameters })),
      ...(options.domainName === undefined
        ? { domainName: executeApiHost(scope, api.restApiId, options.region ?? api.env.region), originPath: `/${restStageName(api, options)}` }
        : customDomain(options)),
    };
  };
}

/** @param scope where the behavior is used: the host name is written as that stack sees it */
export function httpApiTarget(api: apigatewayv2.IHttpApi, options: ApiGatewayBehaviorOptions): (scope: Construct) => ApiTarget {
  if (typeof api?.apiId !== 'string' || 'webSocketApiName' in api) {
    refuse('notAnHttpApi', 'ApiBehavior.forHttpApi needs an HTTP API (aws_apigatewayv2); use forRestApi for a REST API, forUrl for anything else');
  }
  checkDomainOptions(options);
  return (scope) => {
    const cfnApi = api.node.defaultChild instanceof apigatewayv2.CfnApi ? api.node.defaultChild : undefined;
    checkEndpoint(api.node.path, cfnApi?.disableExecuteApiEndpoint, options);
    return {
      name: `HTTP API ${shown(api.node.path)}`,
      needsOwnHost: true,
      ownProperties: cfnApi && (() => ({ cors: cfnApi.corsConfiguration, body: cfnApi.body })),
      ...(options.domainName === undefined
        ? { domainName: executeApiHost(scope, api.apiId, options.region ?? api.env.region), originPath: httpStagePath(api, options) }
        : customDomain(options)),
    };
  };
}

function executeApiHost(scope: Construct, apiId: string, region: string): string {
  return `${apiId}.execute-api.${region}.${Stack.of(scope).urlSuffix}`;
}

function customDomain(options: ApiGatewayBehaviorOptions): { domainName: string; originPath?: string } {
  return { domainName: options.domainName!, originPath: options.basePath === undefined ? undefined : `/${options.basePath}` };
}

function restStageName(api: apigateway.IRestApi, options: ApiGatewayBehaviorOptions): string {
  const stage: apigateway.IStage | undefined = options.stageName === undefined ? api.deploymentStage : undefined;
  if (options.stageName === undefined && stage === undefined) {
    refuse('unknownStage',
      `the stage of REST API ${shown(api.node.path)} isn't known, because the API is imported or has no deployment stage; give stageName, such as "prod"`);
  }
  return literalStageName(options.stageName ?? stage!.stageName);
}

function httpStagePath(api: apigatewayv2.IHttpApi, options: ApiGatewayBehaviorOptions): string | undefined {
  // HttpApi is what was made in this app: an imported one says nothing of its stages, and $default is the usual one.
  if (options.stageName === undefined && api instanceof apigatewayv2.HttpApi && api.defaultStage === undefined) {
    refuse('unknownStage', `HTTP API ${shown(api.node.path)} has no default stage; give stageName, such as "prod", or leave out createDefaultStage: false`);
  }
  const stageName = literalStageName(options.stageName ?? '$default');
  return stageName === '$default' ? undefined : `/${stageName}`;
}

/**
 * A stage's name as it was written. A Ref to the stage would make a cycle where the API's CORS names the distribution: distribution → stage →
 * deployment → preflight → distribution.
 */
function literalStageName(name: string): string {
  const reference = name === '' ? undefined : Tokenization.reverse(name, { failConcat: false });
  if (reference !== undefined && Reference.isReference(reference)) {
    const target = reference.target;
    if (target instanceof apigateway.CfnStage || target instanceof apigatewayv2.CfnStage) return target.stageName ?? name;
  }
  if (!Token.isUnresolved(name) && !/^(\$default|[A-Za-z0-9_-]+)$/.test(name)) {
    refuse('invalidStageName', `stageName ${shown(name)} isn't a stage name; it has letters, digits, "_" and "-" only and no slash, such as "prod"`);
  }
  return name;
}

function checkDomainOptions(options: ApiGatewayBehaviorOptions): void {
  checkTypes('the options of an ApiBehavior', options, { stageName: 'text', region: 'text', domainName: 'text', basePath: 'text' });
  const { domainName, basePath, stageName, region } = options;
  if (domainName === undefined && basePath !== undefined) {
    refuse('basePathWithoutDomain', `basePath ${shown(basePath)} belongs to a custom domain; give domainName as well, or stageName instead`);
  }
  if (domainName === undefined) return;
  if (stageName !== undefined || region !== undefined) {
    refuse('stageOfCustomDomain',
      `domainName ${shown(domainName)} stands for API, stage and region already; leave out stageName and region, and give basePath where the mapping has one`);
  }
  if (!Token.isUnresolved(domainName) && !/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/i.test(domainName)) {
    refuse('invalidDomainName', `domainName ${shown(domainName)} isn't a host name; write it without scheme, port and path, such as "api.example.com"`);
  }
  if (basePath !== undefined && !Token.isUnresolved(basePath) && !/^[A-Za-z0-9$_.+!*'()-]+(\/[A-Za-z0-9$_.+!*'()-]+)*$/.test(basePath)) {
    refuse('invalidBasePath', `basePath ${shown(basePath)} must have no slash at its start or end; write ${shown(basePath.replace(/^\/+|\/+$/g, '') || 'v1')}, or leave it out for the root`);
  }
}

function checkEndpoint(path: string, disabled: boolean | IResolvable | undefined, options: ApiGatewayBehaviorOptions): void {
  if (disabled === true && options.domainName === undefined) {
    refuse('disabledEndpoint',
      `API ${shown(path)} has its execute-api endpoint disabled (disableExecuteApiEndpoint), so CloudFront would get 403 from it; ` +
      'give the custom domain of the API as domainName, or leave the endpoint enabled');
  }
}

function endpointTypes(api: CfnResource & { endpointConfiguration?: unknown }): string[] {
  const configuration = Stack.of(api).resolve(api.endpointConfiguration) as { types?: string[] } | undefined;
  return configuration?.types ?? [];
}

/** Where a URL points. */
export function urlTarget(url: string): ApiTarget {
  if (typeof url !== 'string' || url === '') {
    refuse('invalidUrl', `ApiBehavior.forUrl needs a URL such as "https://api.example.com", got ${shown(url)}`);
  }
  if (Token.isUnresolved(url) && !/^[a-z]+:\/\//i.test(url)) {
    // Nothing of it is known: https://host/… by contract, of which the host is the third part.
    return { name: 'the API at a URL that is known at deploy time', domainName: Fn.select(2, Fn.split('/', url)), needsOwnHost: true };
  }
  return { name: `the API at ${shown(url)}`, ...parsedUrl(url) };
}

function parsedUrl(url: string): { domainName: string; originPath?: string; httpsPort?: number; needsOwnHost: boolean } {
  checkUrlParts(url);
  const [, authority, path] = /^https:\/\/([^/]*)(\/[^]*)?$/i.exec(url)!;
  const [, host, port] = /^([^]*?)(?::([0-9]+))?$/.exec(authority)!;
  checkUrlHost(url, host);
  const originPath = (path ?? '').replace(/\/+$/, '');
  return {
    domainName: host,
    originPath: originPath === '' ? undefined : originPath,
    httpsPort: port === undefined ? undefined : Number(port),
    needsOwnHost: Token.isUnresolved(host) || /\.(amazonaws\.com(\.cn)?|on\.aws|awsapprunner\.com)$/i.test(host),
  };
}

function checkUrlParts(url: string): void {
  if (!Token.isUnresolved(url) && /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(url)) {
    refuse('invalidUrl', `URL ${shown(url)} contains a space, a line separator or a control character; remove it`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1].toLowerCase();
  if (scheme === undefined) {
    refuse('urlWithoutScheme', `URL ${shown(url)} has no scheme; write ${shown(`https://${url.replace(/^\/+/, '')}`)}`);
  }
  if (scheme !== 'https') {
    refuse('insecureUrl',
      `URL ${shown(url)} isn't https: what CloudFront forwards, cookies and tokens included, would cross the internet in clear text; ` +
      `write ${shown(url.replace(/^[^:]+/, 'https'))}, or a behavior of your own with HttpOrigin where the back end has no certificate`);
  }
  if (url.includes('?') || url.includes('#')) {
    refuse('urlWithQuery', `URL ${shown(url)} contains a query or a fragment, which an origin has none of; write ${shown(url.replace(/[?#].*$/, ''))}`);
  }
  if (/^[^/]*\/\/[^/]*@/.test(url)) {
    refuse('urlWithUserInfo',
      `URL ${shown(url.replace(/\/\/[^/]*@/, '//…@'))} contains a user name or password, which would stand in the template; give it as a header by customHeaders, from a secret`);
  }
}

function checkUrlHost(url: string, host: string): void {
  if (Token.isUnresolved(host)) return;
  if (/^[0-9.]+$/.test(host) || host.startsWith('[') || host === 'localhost') {
    refuse('urlWithAddress', `URL ${shown(url)} names ${shown(host)}, but CloudFront reaches origins by their public host name only; write a DNS name`);
  }
  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/i.test(host)) {
    refuse('invalidUrl', `URL ${shown(url)} has the host ${shown(host)}, which isn't a host name; write a URL such as "https://api.example.com"`);
  }
}
