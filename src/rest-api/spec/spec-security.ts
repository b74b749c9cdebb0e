import { Duration } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { invocationUri, type JsonObject } from '../../open-api';
import { checkType, checkTypes, refuse, shown } from '../../policy';

/** Options of `SpecSecurity.lambda`. */
export interface LambdaSecurityOptions {
  /**
   * The request headers without which API Gateway answers 401 and doesn't ask the function. They are the key of the cache.
   *
   * @default ['Authorization']
   */
  readonly identityHeaders?: string[];

  /**
   * How long API Gateway remembers the function's answer to the same headers, up to an hour.
   *
   * @default Duration.minutes(5)
   */
  readonly resultsCacheTtl?: Duration;
}

/** How a scheme stands in the document that API Gateway imports. */
interface RenderedScheme {
  /** Undefined where API Gateway isn't to guard anything. */
  readonly scheme?: JsonObject;
  /** The function that API Gateway asks. */
  readonly authorizer?: IFunction;
}

/**
 * Who enforces a security scheme of an OpenAPI document. API Gateway itself knows schemes of the type `apiKey` only and leaves operations with others open.
 *
 * Preflights are never guarded, whatever the document says: browsers send no credentials with them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export class SpecSecurity {
  /**
   * The function or back end of each operation checks it. API Gateway lets the calls through, as far as the operation names nothing else: of an operation that names an
   * API key beside it, or in an entry of its own, API Gateway asks for the key.
   */
  public static byHandler(): SpecSecurity {
    return new SpecSecurity(() => ({}));
  }

  /** Callers sign their requests with AWS credentials (Signature Version 4). */
  public static iam(): SpecSecurity {
    return new SpecSecurity(() => ({ scheme: schemeOf('awsSigv4') }));
  }

  /** Callers send an API key of a usage plan in the `x-api-key` header. */
  public static apiKey(): SpecSecurity {
    return new SpecSecurity(() => ({ scheme: { type: 'apiKey', name: 'x-api-key', in: 'header' } }));
  }

  /**
   * Callers send a token of a user pool in the `Authorization` header. Scopes that an operation names are asked for.
   *
   * @param userPools refused with an error: none
   */
  public static cognito(...userPools: IUserPool[]): SpecSecurity {
    if (userPools.length === 0) {
      refuse('noUserPool', 'SpecSecurity.cognito needs the user pools whose tokens are accepted; give at least one');
    }
    if (!userPools.every((pool) => typeof pool?.userPoolArn === 'string')) {
      refuse('noUserPool', `SpecSecurity.cognito takes user pools, got ${shown(userPools.find((pool) => typeof pool?.userPoolArn !== 'string'))}; give an IUserPool, such as new cognito.UserPool(…)`);
    }
    return new SpecSecurity(() => ({
      scheme: schemeOf('cognito_user_pools', { type: 'cognito_user_pools', providerARNs: userPools.map((pool) => pool.userPoolArn) }),
    }));
  }

  /**
   * A Lambda authorizer sees the request and answers with an IAM policy. API Gateway may invoke it: one permission.
   *
   * @param authorizer the function
   */
  public static lambda(authorizer: IFunction, options: LambdaSecurityOptions = {}): SpecSecurity {
    checkType('the authorizer of SpecSecurity.lambda', authorizer, 'function');
    checkTypes('the options of SpecSecurity.lambda', options, { identityHeaders: 'list', resultsCacheTtl: 'duration' });
    const headers = options.identityHeaders ?? ['Authorization'];
    if (headers.length === 0) {
      refuse('emptyList', 'identityHeaders must not be an empty list; leave it out for Authorization, or name at least one header');
    }
    return new SpecSecurity(() => ({
      authorizer,
      scheme: schemeOf('custom', {
        type: 'request',
        identitySource: headers.map((name) => `method.request.header.${name}`).join(', '),
        authorizerUri: invocationUri(authorizer),
        authorizerResultTtlInSeconds: (options.resultsCacheTtl ?? Duration.minutes(5)).toSeconds(),
      }, headers[0]),
    }));
  }

  private constructor(private readonly render: () => RenderedScheme) {}

  /** @internal */
  public _render(): RenderedScheme {
    return this.render();
  }
}

function schemeOf(authtype: string, authorizer?: JsonObject, name = 'Authorization'): JsonObject {
  return {
    'type': 'apiKey',
    name,
    'in': 'header',
    'x-amazon-apigateway-authtype': authtype,
    ...(authorizer === undefined ? {} : { 'x-amazon-apigateway-authorizer': authorizer }),
  };
}
