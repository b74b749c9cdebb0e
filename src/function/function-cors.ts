import { Annotations, Mixin, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { MixinTargets } from '../mixins';
import { checkIsPolicy, type CorsPolicy, checkTypes, refuse, shown } from '../policy';
import { checkSize, plainVariables, policyText } from './function-environment';
import { functionLayer, WRAPPERS } from './function-layer';
import { functionUrlCors, urlProblems } from './function-url';
import { OWN_HANDLER, POLICY } from './handlers';
import { isProviderFunction } from './provider-functions';

/** Options of `FunctionCors`. */
export interface FunctionCorsOptions {
  /**
   * Only tell the function its policy, in environment variables, and leave its answers to its code.
   *
   * For container images, for runtimes other than Node.js and Python, and for code that uses `cdk-cors/function` or a framework's own CORS. The variables
   * are CORS_POLICY, a JSON text, and the same as plain ones, CORS_ALLOW_ORIGINS and so on: see `FunctionCors.environment`.
   *
   * @default false - the answers carry the policy, with no change to the code
   */
  readonly environmentOnly?: boolean;
}

const APPLIED = Symbol.for('cdk-cors.FunctionCors');

/**
 * Puts a CORS policy on the answers of a Lambda function, with no change to its code: `fn.with(new FunctionCors(policy))`.
 *
 * With a Lambda proxy integration a REST API adds nothing to what the function answers, so that pages can't read it although the preflight passed. This
 * adds a layer, of which a stack has one, and redirects the handler to it; the layer calls the function's own handler and then:
 *
 * - CORS headers of the answer give way to the policy's, so that there is one set. `Vary` gets `Origin` beside what it has. Bodies, cookies and all else
 *   stay as they are, in events and answers of REST APIs, HTTP APIs (format 1.0 and 2.0), function URLs and load balancers.
 * - Preflights that reach the function (OPTIONS with `Origin` and `Access-Control-Request-Method`) are answered with 204, without calling the handler.
 * - What goes wrong in the layer lets the function's own answer through and logs one line. What the handler throws stays what it is: a gateway response.
 * - A handler that streams its answers passes as it is, which is logged: it must write the headers itself.
 *
 * Works for Node.js 20 and later and Python 3.11 and later; inline code, assets and `NodejsFunction`; with other layers, wrappers of other vendors,
 * AWS_LAMBDA_EXEC_WRAPPER, aliases and versions: what is applied to these is applied to their function. Where the function is behind an HTTP API with a
 * policy, or behind a `WebApp` with one, these write the headers last and theirs hold.
 *
 * Throws for container images and other runtimes, unless `environmentOnly`; imported functions; a second policy; a function that has
 * CORS_POLICY already. Refused at synth: a function URL of it with `cors` of its own, which would send every header twice.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy
 */
export class FunctionCors extends Mixin {
  /**
   * The policy as environment variables, for whatever isn't a Lambda function of this app: a container, a function of another tool.
   *
   * - `CORS_POLICY`: a JSON object with `allowOrigins`, `allowOriginPattern`, `allowMethods`, `allowHeaders`, `exposeHeaders`, `allowCredentials` and
   *   `maxAge` in seconds.
   * - `CORS_ALLOW_ORIGINS`, `CORS_ALLOW_METHODS`, `CORS_ALLOW_HEADERS`, `CORS_EXPOSE_HEADERS`: lists, separated by commas.
   * - `CORS_ALLOW_ORIGIN_PATTERN`: one regular expression, anchored at both ends, for the origins that are patterns. JavaScript, Java, Python, Go and
   *   .NET read it alike.
   * - `CORS_ALLOW_CREDENTIALS`: `true` or `false`. `CORS_MAX_AGE`: seconds.
   *
   * What the policy doesn't have isn't there: a list of origins where there are patterns only, a pattern, exposed headers.
   *
   * @param policy what is allowed
   */
  public static environment(policy: CorsPolicy): { [name: string]: string } {
    checkIsPolicy(policy, 'the policy of FunctionCors');
    return { [POLICY]: policyText(policy), ...plainVariables(policy) };
  }

  /**
   * The policy as a function URL's own CORS: `fn.addFunctionUrl({ cors: FunctionCors.forFunctionUrl(policy) })`.
   *
   * The URL then answers preflights itself, without calling the function, and puts the headers on every answer, beside those that the function sends: so
   * the function must send none, and `FunctionCors` must not be applied to it. All methods are written as `*` or, with credentials, without OPTIONS, which
   * a URL's list can't name.
   *
   * @param policy refused with an error: patterns of origins, which function URLs can't match; apply `FunctionCors` to the function instead
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
   */
  public static forFunctionUrl(policy: CorsPolicy): lambda.FunctionUrlCorsOptions {
    checkIsPolicy(policy, 'the policy of FunctionCors');
    return functionUrlCors(policy);
  }

  private readonly policy: CorsPolicy;
  private readonly environmentOnly: boolean;
  private readonly targets: MixinTargets = new MixinTargets({
    name: 'FunctionCors', target: 'Lambda function', code: 'notAFunction', isFor: (construct) => construct instanceof lambda.FunctionBase,
  });

  /**
   * @param policy what is allowed. Origins, headers and seconds that are only known at deploy time are accepted. Throws for more than the
   * 4,096 bytes that Lambda takes for all variables of a function together
   * @param options refused with an error: what the properties say they refuse
   */
  constructor(policy: CorsPolicy, options: FunctionCorsOptions = {}) {
    super();
    checkIsPolicy(policy, 'the policy of FunctionCors');
    checkTypes('the options of FunctionCors', options, { environmentOnly: 'boolean' });
    this.policy = policy;
    this.environmentOnly = options.environmentOnly ?? false;
    checkSize(this.environmentOnly ? FunctionCors.environment(policy) : { [POLICY]: policyText(policy) });
  }

  /**
   * Whether the construct is a Lambda function, an alias or a version; true for imported ones too, which `applyTo` refuses with a reason.
   *
   * Of all functions in a scope, such as a stack or an app, those are left out that no page gets an answer of: functions of Lambda@Edge, and those that the
   * CDK makes for custom resources. Throws an error where `with` is called on another resource, such as an API.
   */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct) && !(this.targets.isWithinTree(construct) && isProviderFunction(construct));
  }

  /**
   * Applies the policy to a function; throws an error where it can't be applied. An imported function in a scope gets the warning
   * `cdk-cors:importedFunction` instead.
   */
  public applyTo(construct: IConstruct): void {
    if (!(construct instanceof lambda.FunctionBase)) {
      this.targets.refuse(construct);
    }
    const fn = functionOf(construct);
    if (!(fn instanceof lambda.Function)) {
      return this.leaveImported(construct);
    }
    // Reached again by its alias or its version, or as the handler of a second API with the same policy.
    if (this.isSameAs((fn as { [APPLIED]?: FunctionCors })[APPLIED])) return;
    const cfn = this.checked(fn);
    Object.defineProperty(fn, APPLIED, { value: this });
    if (this.environmentOnly) {
      Object.entries(FunctionCors.environment(this.policy)).forEach(([name, value]) => fn.addEnvironment(name, value));
      return;
    }
    fn.addLayers(functionLayer(fn));
    fn.addEnvironment(POLICY, policyText(this.policy));
    fn.addEnvironment(OWN_HANDLER, cfn.handler!);
    cfn.handler = WRAPPERS[fn.runtime.family!];
    fn.node.addValidation({ validate: () => urlProblems(fn) });
  }

  private leaveImported(construct: IConstruct): void {
    const message = `the function ${shown(construct.node.path)} isn't made here, so its handler can't be redirected; apply FunctionCors where it is made, or set the ` +
      'variables of FunctionCors.environment(policy) there';
    if (!this.targets.isWithinTree(construct)) {
      refuse('importedFunction', message);
    }
    Annotations.of(construct).addWarningV2('cdk-cors:importedFunction', message);
  }

  private isSameAs(other: FunctionCors | undefined): boolean {
    return other !== undefined && other.environmentOnly === this.environmentOnly && policyText(other.policy) === policyText(this.policy);
  }

  private checked(fn: lambda.Function): lambda.CfnFunction {
    const name = shown(fn.node.path);
    const cfn = fn.node.defaultChild as lambda.CfnFunction;
    if (APPLIED in fn) {
      refuse('appliedTwice', `the function ${name} has a CORS policy already; a function has one policy, so give it all origins`);
    }
    const environment = Stack.of(fn).resolve(cfn.environment) as { variables?: object } | undefined;
    if (environment?.variables !== undefined && POLICY in environment.variables) {
      refuse('twoOwners', `the function ${name} has the environment variable ${POLICY} already, which FunctionCors would write; remove it`);
    }
    if (!this.environmentOnly) {
      checkRuntime(fn, name);
    }
    return cfn;
  }
}

function functionOf(construct: lambda.FunctionBase): IConstruct {
  return construct instanceof lambda.QualifiedFunctionBase ? construct.lambda : construct;
}

const OTHERWISE = 'tell the function its policy by new FunctionCors(policy, { environmentOnly: true }) and send the headers in its code, or let a WebApp ' +
  'with cors write them at the edge';

function checkRuntime(fn: lambda.Function, name: string): void {
  const { runtime } = fn;
  if (runtime.name === lambda.Runtime.FROM_IMAGE.name) {
    refuse('containerImage', `the function ${name} is a container image, which takes no layers; ${OTHERWISE}`);
  }
  if (!isSupported(runtime)) {
    refuse('unsupportedRuntime',
      `the function ${name} has the runtime ${shown(runtime.name)}, but answers can be wrapped in nodejs20.x and later and python3.11 and later only; ${OTHERWISE}`);
  }
}

function isSupported(runtime: lambda.Runtime): boolean {
  if (Token.isUnresolved(runtime.name)) {
    return runtime.family === lambda.RuntimeFamily.NODEJS; // the latest of the region
  }
  const [, nodejs, python] = /^(?:nodejs(\d+)\.x|python3\.(\d+))$/.exec(runtime.name) ?? [];
  return Number(nodejs) >= 20 || Number(python) >= 11;
}
