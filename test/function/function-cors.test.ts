import { CfnParameter, Duration, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CorsOrigin, CorsPolicy, CorsRestApi, FunctionCors, type FunctionCorsOptions } from '../../src';
import { NODE_HANDLER, PYTHON_HANDLER } from '../../src/function/handlers';
import { testRefusals, type WrongCall } from '../support/refusals';
import { newFunction, newStack } from '../support/rest-api';

const POLICY = CorsPolicy.forOrigins('https://app.example.com', 'https://*.preview.example.com');
const python = (stack: Stack, id = 'Python') => new lambda.Function(stack, id, {
  runtime: lambda.Runtime.PYTHON_3_13, handler: 'app/main.handler', code: lambda.Code.fromInline('def handler(event, context): pass'),
});
const functionsOf = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties);

describe('a wrapped function', () => {
  test('has the layer\'s handler, its own in a variable, and the policy', () => {
    const stack = newStack();
    newFunction(stack).with(new FunctionCors(POLICY));
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Handler: NODE_HANDLER,
      Layers: [{ Ref: Match.stringLikeRegexp('^FunctionCorsLayer') }],
      Environment: { Variables: { CDK_CORS_HANDLER: 'index.handler', CORS_POLICY: FunctionCors.environment(POLICY).CORS_POLICY } },
    })).not.toThrow();
  });

  test('of Python has the layer\'s handler of Python; one layer serves all functions of a stack', () => {
    const stack = newStack();
    const mixin = new FunctionCors(POLICY);
    newFunction(stack, 'One').with(mixin);
    newFunction(stack, 'Two').with(mixin);
    python(stack).with(new FunctionCors(CorsPolicy.unsafelyAllowAnyOrigin()));
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::LayerVersion'))).toHaveLength(1);
    expect(functionsOf(stack).map(({ Handler, Environment }) => [Handler, Environment.Variables.CDK_CORS_HANDLER]))
      .toEqual([[NODE_HANDLER, 'index.handler'], [NODE_HANDLER, 'index.handler'], [PYTHON_HANDLER, 'app/main.handler']]);
  });

  test('keeps its variables and layers, and its version changes with the policy', () => {
    const versionOf = (policy?: CorsPolicy) => {
      const stack = newStack();
      const fn = new lambda.Function(stack, 'Fn', {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'src/app.get',
        code: lambda.Code.fromInline('exports.get = 1'),
        environment: { TABLE: 'items' },
        layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Other', 'arn:aws:lambda:eu-west-1:111122223333:layer:other:7')],
      });
      const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
      if (policy !== undefined) {
        // What is applied to an alias is applied to its function; reached again by that, it is there already.
        const mixin = new FunctionCors(policy);
        alias.with(mixin);
        fn.with(mixin);
        fn.currentVersion.with(mixin);
      }
      const other = 'arn:aws:lambda:eu-west-1:111122223333:layer:other:7';
      expect(functionsOf(stack)[0]).toMatchObject(policy === undefined ? { Handler: 'src/app.get', Layers: [other] } : {
        Handler: NODE_HANDLER,
        Layers: [other, { Ref: expect.stringMatching(/^FunctionCorsLayer/) }],
        Environment: { Variables: { TABLE: 'items', CDK_CORS_HANDLER: 'src/app.get' } },
      });
      return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Version'))[0];
    };
    const versions = [versionOf(), versionOf(POLICY), versionOf(CorsPolicy.forOrigins('https://other.example'))];
    expect(new Set(versions).size).toBe(3);
    expect(versionOf(POLICY)).toBe(versions[1]);
  });

  test('a whole stack at once: functions, aliases and versions', () => {
    const stack = newStack();
    newFunction(stack, 'One').addAlias('live');
    python(stack);
    stack.with(new FunctionCors(POLICY));
    expect(functionsOf(stack).map(({ Handler }) => Handler)).toEqual([NODE_HANDLER, PYTHON_HANDLER]);
  });

  test('the latest Node.js of a region, which is known at deploy time only', () => {
    const stack = newStack();
    const fn = new lambda.Function(stack, 'Fn', {
      runtime: lambda.determineLatestNodeRuntime(stack), handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1'),
    });
    fn.with(new FunctionCors(POLICY));
    expect(functionsOf(stack)[0].Handler).toBe(NODE_HANDLER);
  });
});

describe('the environment', () => {
  test('is the policy as JSON and as plain variables', () => {
    const policy = new CorsPolicy({
      allowOrigins: [CorsOrigin.exact('https://app.example.com'), CorsOrigin.parse('https://*.a.example'), CorsOrigin.localhost()],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Content-Type', 'X-A'],
      exposeHeaders: ['ETag'],
      allowCredentials: true,
      maxAge: Duration.seconds(0),
    });
    const { CORS_POLICY: json, ...plain } = FunctionCors.environment(policy);
    const pattern = '^(?:https://[a-z0-9_-]{1,63}[.]a[.]example|https?://(?:localhost|127[.]0[.]0[.]1)(?::[0-9]{1,5})?)$';
    expect(JSON.parse(json)).toEqual({
      allowOrigins: ['https://app.example.com'],
      allowOriginPattern: pattern,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Content-Type', 'X-A'],
      exposeHeaders: ['ETag'],
      allowCredentials: true,
      maxAge: 0,
    });
    expect(plain).toEqual({
      CORS_ALLOW_ORIGINS: 'https://app.example.com',
      CORS_ALLOW_ORIGIN_PATTERN: pattern,
      CORS_ALLOW_METHODS: 'GET,POST',
      CORS_ALLOW_HEADERS: 'Content-Type,X-A',
      CORS_EXPOSE_HEADERS: 'ETag',
      CORS_ALLOW_CREDENTIALS: 'true',
      CORS_MAX_AGE: '0',
    });
  });

  test('leaves out what the policy doesn\'t have', () => {
    expect(Object.keys(FunctionCors.environment(CorsPolicy.forOrigins('https://*.a.example'))))
      .toEqual(['CORS_POLICY', 'CORS_ALLOW_ORIGIN_PATTERN', 'CORS_ALLOW_METHODS', 'CORS_ALLOW_HEADERS', 'CORS_ALLOW_CREDENTIALS', 'CORS_MAX_AGE']);
    expect(FunctionCors.environment(CorsPolicy.unsafelyAllowAnyOrigin())).toMatchObject({ CORS_ALLOW_ORIGINS: '*' });
  });

  test('has origins and seconds that are known at deploy time in their place', () => {
    const stack = newStack();
    const origin = new CfnParameter(stack, 'Page', { default: 'https://app.example.com' });
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' });
    newFunction(stack).with(new FunctionCors(new CorsPolicy({
      allowOrigins: [CorsOrigin.exact(origin.valueAsString)], allowMethods: ['GET'], allowHeaders: ['A'], maxAge: Duration.seconds(seconds.valueAsNumber),
    })));
    expect(functionsOf(stack)[0].Environment.Variables.CORS_POLICY).toEqual({
      'Fn::Join': ['', [
        '{"allowOrigins":["', { Ref: 'Page' }, '"],"allowMethods":["GET"],"allowHeaders":["A"],"allowCredentials":false,"maxAge":', { Ref: 'Seconds' }, '}',
      ]],
    });
  });

  test('alone, for images and other runtimes: no layer, and the handler stays', () => {
    const stack = newStack();
    const mixin = new FunctionCors(POLICY, { environmentOnly: true });
    new lambda.Function(stack, 'Java', { runtime: lambda.Runtime.JAVA_21, handler: 'App::get', code: lambda.Code.fromBucketV2(bucketOf(stack), 'app.zip') }).with(mixin);
    image(stack).with(mixin);
    expect(functionsOf(stack).map(({ Handler, Layers, Environment }) => [Handler, Layers, Environment.Variables])).toEqual([
      ['App::get', undefined, FunctionCors.environment(POLICY)],
      [undefined, undefined, FunctionCors.environment(POLICY)],
    ]);
  });
});

describe('a function URL\'s own CORS', () => {
  test('is the policy, without OPTIONS, which its list can\'t have', () => {
    const stack = newStack();
    newFunction(stack).addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.NONE,
      cors: FunctionCors.forFunctionUrl(new CorsPolicy({
        allowOrigins: [CorsOrigin.exact('https://app.example.com')], allowHeaders: ['X-A'], exposeHeaders: ['ETag'], allowCredentials: true, maxAge: Duration.minutes(1),
      })),
    });
    expect(() => Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Url', {
      Cors: {
        AllowOrigins: ['https://app.example.com'],
        AllowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        AllowHeaders: ['X-A'],
        ExposeHeaders: ['ETag'],
        AllowCredentials: true,
        MaxAge: 60,
      },
    })).not.toThrow();
  });

  test('any origin, any method', () => {
    const { allowedOrigins, allowedMethods } = FunctionCors.forFunctionUrl(CorsPolicy.unsafelyAllowAnyOrigin({ allowMethods: ['*'] }));
    expect({ allowedOrigins, allowedMethods }).toEqual({ allowedOrigins: ['*'], allowedMethods: ['*'] });
  });

  test.each<[string, (fn: lambda.Function, stack: Stack) => void]>([
    ['of the function', (fn) => fn.addFunctionUrl({ cors: { allowedOrigins: ['*'] } })],
    ['of an alias', (fn) => fn.addAlias('live').addFunctionUrl({ cors: { allowedOrigins: ['*'] } })],
    ['beside it', (fn, stack) => new lambda.FunctionUrl(stack, 'Url', { function: fn, cors: { allowedOrigins: ['*'] } })],
  ])('and a wrapped function are refused at synth, since every header would be sent twice: %s', (_name, addUrl) => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.with(new FunctionCors(POLICY));
    addUrl(fn, stack);
    expect(() => Template.fromStack(stack)).toThrow(/has cors, and so have the answers of its function .*FunctionCors\.forFunctionUrl\(policy\) \[cdk-cors:twoOwners\]/);
  });

  test('a URL without, and one of another function, are none of its business', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    fn.with(new FunctionCors(POLICY));
    fn.addFunctionUrl();
    newFunction(stack, 'Other').addFunctionUrl({ cors: FunctionCors.forFunctionUrl(CorsPolicy.forOrigins('https://app.example.com')) });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Url'))).toHaveLength(2);
  });
});

const applied = (make: (stack: Stack) => any, options?: FunctionCorsOptions) => () => new FunctionCors(POLICY, options).applyTo(make(newStack()));
const ofRuntime = (runtime: lambda.Runtime) => (stack: Stack) =>
  new lambda.Function(stack, 'Fn', { runtime, handler: 'index.handler', code: lambda.Code.fromBucketV2(bucketOf(stack), 'app.zip') });

testRefusals([
  ['no policy', () => new FunctionCors(undefined as unknown as CorsPolicy), 'notACorsPolicy', ['undefined', 'CorsPolicy.forOrigins']],
  ['no policy for the environment', () => FunctionCors.environment('*' as unknown as CorsPolicy), 'notACorsPolicy', ['"*"']],
  ['a container image', applied((stack) => image(stack)), 'containerImage', ['"Stack/Image"', 'environmentOnly: true', 'WebApp']],
  ['Java', applied(ofRuntime(lambda.Runtime.JAVA_21)), 'unsupportedRuntime', ['"Stack/Fn"', '"java21"', 'environmentOnly: true', 'WebApp']],
  ['a runtime of its own', applied(ofRuntime(lambda.Runtime.PROVIDED_AL2023)), 'unsupportedRuntime', ['"provided.al2023"']],
  ['Node.js 18', applied(ofRuntime(lambda.Runtime.NODEJS_18_X)), 'unsupportedRuntime', ['"nodejs18.x"', 'nodejs20.x']],
  ['Python 3.10', applied(ofRuntime(lambda.Runtime.PYTHON_3_10)), 'unsupportedRuntime', ['"python3.10"', 'python3.11']],
  ['an imported function', applied((stack) => lambda.Function.fromFunctionName(stack, 'Fn', 'fn')), 'importedFunction', ['"Stack/Fn"', 'FunctionCors.environment(policy)']],
  ['an imported version', applied((stack) => lambda.Version.fromVersionArn(stack, 'V', 'arn:aws:lambda:eu-west-1:111122223333:function:fn:7')), 'importedFunction', ['"Stack/V"']],
  ['a stack', applied((stack) => stack), 'notAFunction', ['"Stack"', 'RestApiCors']],
  ['a second policy', applied((stack) => {
    const fn = newFunction(stack);
    fn.with(new FunctionCors(CorsPolicy.forOrigins('https://second.example.com')));
    return fn;
  }), 'appliedTwice', ['"Stack/Handler"', 'all origins']],
  ['a function that has the variable', applied((stack) => newFunction(stack).addEnvironment('CORS_POLICY', '{}')), 'twoOwners', ['"Stack/Handler"', 'CORS_POLICY', 'remove it']],
  ['a policy that no environment holds', () => new FunctionCors(CorsPolicy.forOrigins(...Array.from({ length: 120 }, (_, n) => `https://customer-${n}.pages.example.com`))),
    'environmentTooLarge', ['4096', 'CorsOrigin.subdomainsOf']],
  ['patterns for a function URL', () => FunctionCors.forFunctionUrl(POLICY), 'patternOfFunctionUrl', ['"https://*.preview.example.com"', 'apply FunctionCors to the function']],
] as WrongCall[]);

function bucketOf(stack: Stack) {
  const { Bucket } = jest.requireActual<typeof import('aws-cdk-lib/aws-s3')>('aws-cdk-lib/aws-s3');
  return Bucket.fromBucketName(stack, 'Code', 'code');
}

function image(stack: Stack): lambda.Function {
  const { Repository } = jest.requireActual<typeof import('aws-cdk-lib/aws-ecr')>('aws-cdk-lib/aws-ecr');
  return new lambda.DockerImageFunction(stack, 'Image', { code: lambda.DockerImageCode.fromEcr(Repository.fromRepositoryName(stack, 'Images', 'images')) });
}

test('a function may be the handler of two APIs with one policy', () => {
  const stack = newStack();
  const handler = newFunction(stack);
  for (const id of ['Api', 'Other']) {
    new CorsRestApi(stack, id, { cors: CorsPolicy.forOrigins('https://app.example.com'), handler, handlerCors: true });
  }
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(fn.Properties.Layers).toHaveLength(1);
});
