import { Duration, type Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { AuthorizationKind, IntegrationKind } from './rest-api';

const STATUS_CODES = ['200', '500'];

/** What the methods of an API share: made when it is first asked for, once a stack. */
export class RestApiIngredients {
  private readonly made = new Map<string, unknown>();

  constructor(private readonly stack: Stack) {}

  public get handler(): Function {
    return this.once('Handler', (id) => new Function(this.stack, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 204 });'),
    }));
  }

  public authorization(kind: AuthorizationKind): apigateway.MethodOptions {
    switch (kind) {
      case 'inherited': return {};
      case 'none': return without(apigateway.AuthorizationType.NONE);
      case 'iam': return without(apigateway.AuthorizationType.IAM);
      case 'cognito': return { authorizer: this.cognito, authorizationType: apigateway.AuthorizationType.COGNITO };
      case 'token': return { authorizer: this.token, authorizationType: apigateway.AuthorizationType.CUSTOM };
      case 'request': return { authorizer: this.request, authorizationType: apigateway.AuthorizationType.CUSTOM };
    }
  }

  public integration(kind: IntegrationKind): apigateway.Integration | undefined {
    switch (kind) {
      case 'inherited': return undefined;
      case 'lambda': return new apigateway.LambdaIntegration(this.handler);
      case 'mock': return new apigateway.MockIntegration({
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        integrationResponses: STATUS_CODES.map((statusCode) => ({ statusCode, selectionPattern: statusCode === '200' ? undefined : statusCode })),
      });
      case 'http': return new apigateway.HttpIntegration('https://backend.example.com/items', {
        proxy: false, options: { integrationResponses: responses(), timeout: Duration.seconds(29) },
      });
      case 'http-proxy': return new apigateway.HttpIntegration('https://backend.example.com/items');
      case 'aws': return new apigateway.AwsIntegration({
        service: 's3',
        path: 'bucket/key',
        integrationHttpMethod: 'GET',
        options: { credentialsRole: this.role, integrationResponses: responses() },
      });
      case 'step-functions': return apigateway.StepFunctionsIntegration.startExecution(this.stateMachine);
    }
  }

  public methodResponses(kind: IntegrationKind): apigateway.MethodResponse[] | undefined {
    const hasResponses = ['mock', 'http', 'aws'].includes(kind);
    return hasResponses ? STATUS_CODES.map((statusCode) => ({ statusCode })) : undefined;
  }

  private get cognito(): apigateway.CognitoUserPoolsAuthorizer {
    return this.once('Cognito', (id) => new apigateway.CognitoUserPoolsAuthorizer(this.stack, id, {
      cognitoUserPools: [new UserPool(this.stack, 'Users')],
    }));
  }

  private get token(): apigateway.TokenAuthorizer {
    return this.once('Token', (id) => new apigateway.TokenAuthorizer(this.stack, id, { handler: this.handler }));
  }

  private get request(): apigateway.RequestAuthorizer {
    return this.once('Request', (id) => new apigateway.RequestAuthorizer(this.stack, id, {
      handler: this.handler, identitySources: [apigateway.IdentitySource.header('Cookie')],
    }));
  }

  private get role(): Role {
    return this.once('Reader', (id) => new Role(this.stack, id, { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') }));
  }

  private get stateMachine(): StateMachine {
    return this.once('Workflow', (id) => new StateMachine(this.stack, id, {
      stateMachineType: StateMachineType.EXPRESS,
      definitionBody: DefinitionBody.fromChainable(new Pass(this.stack, 'Done')),
    }));
  }

  private once<T>(id: string, make: (id: string) => T): T {
    if (!this.made.has(id)) {
      this.made.set(id, make(id));
    }
    return this.made.get(id) as T;
  }
}

/** The way to have no authorizer where the API has a default one. */
function without(authorizationType: apigateway.AuthorizationType): apigateway.MethodOptions {
  return { authorizationType, authorizer: { authorizerId: '', authorizationType } };
}

/** A template in each, because several origins can be told apart in a template only. */
function responses(): apigateway.IntegrationResponse[] {
  return STATUS_CODES.map((statusCode) => ({
    statusCode,
    selectionPattern: statusCode === '200' ? undefined : '5\\d{2}',
    responseParameters: { 'method.response.header.Content-Language': "'en'" },
    responseTemplates: { 'application/json': "$input.json('$')" },
  }));
}
