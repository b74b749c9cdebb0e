import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { CorsPolicy } from '../policy';
import { refusal, refuse, shown } from '../policy';

/** The policy as the CORS of a function URL. */
export function functionUrlCors(policy: CorsPolicy): lambda.FunctionUrlCorsOptions {
  const pattern = policy.allowOrigins.find((origin) => origin._exact === undefined);
  if (pattern !== undefined && !policy.allowAnyOrigin) {
    refuse('patternOfFunctionUrl',
      `function URLs match no patterns, but the policy has ${shown(pattern.value)}; name each origin, or apply FunctionCors to the function instead`);
  }
  return {
    allowedOrigins: policy.allowAnyOrigin ? ['*'] : policy.allowOrigins.map((origin) => origin.value),
    allowedMethods: allowedMethods(policy),
    allowedHeaders: policy.allowHeaders,
    exposedHeaders: policy.exposeHeaders.length === 0 ? undefined : policy.exposeHeaders,
    allowCredentials: policy.allowCredentials,
    maxAge: policy.maxAge,
  };
}

// The service takes names of up to six letters, so that OPTIONS can't be among them; no preflight asks for it either.
function allowedMethods(policy: CorsPolicy): lambda.HttpMethod[] {
  if (policy.allowMethods.includes('*')) return [lambda.HttpMethod.ALL];
  const methods = policy.allowMethods.filter((method) => method !== 'OPTIONS');
  return methods.map((method) => lambda.HttpMethod[method as keyof typeof lambda.HttpMethod]);
}

/** What is wrong with the URLs of a function whose answers carry the policy: one that has CORS of its own sends every header twice. */
export function urlProblems(fn: lambda.Function): string[] {
  return Stack.of(fn).node.findAll()
    .filter((node): node is lambda.FunctionUrl => node instanceof lambda.FunctionUrl)
    .filter((url) => belongsTo(url, fn) && resourceOf(url).cors !== undefined)
    .map((url) => refusal('twoOwners',
      `the function URL ${shown(url.node.path)} has cors, and so have the answers of its function by FunctionCors: browsers refuse a header that is sent ` +
      'twice; remove cors, or apply no FunctionCors and give the URL cors: FunctionCors.forFunctionUrl(policy)'));
}

// addFunctionUrl makes it below the function, the alias or the version.
function belongsTo(url: lambda.FunctionUrl, fn: lambda.Function): boolean {
  const owner = url.node.scope;
  return (owner instanceof lambda.QualifiedFunctionBase ? owner.lambda : owner) === fn || resourceOf(url).targetFunctionArn === fn.functionArn;
}

function resourceOf(url: lambda.FunctionUrl): lambda.CfnUrl {
  return url.node.defaultChild as lambda.CfnUrl;
}
