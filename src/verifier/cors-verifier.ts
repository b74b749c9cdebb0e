import { type IPolicyValidationContext, type IPolicyValidationPlugin, type PolicyValidationPluginReport, Token } from 'aws-cdk-lib';
import { checkIsPolicy, checkType, checkTypes, CorsOrigin, refuse, shown } from '../policy';
import { packageVersion } from '../values';
import { type CorsVerifierProps, FailOn } from './cors-verifier-props';

/**
 * Verifies CORS whenever the app is synthesized: every route, method and error of every REST API, HTTP API and distribution is asked as pages would ask it,
 * and what a browser would block, or should have blocked, is reported with what to write instead.
 *
 * ```ts
 * Validations.of(app).addPlugins(new CorsVerifier());
 * ```
 *
 * It reads the templates and runs nothing, so that it works for whatever made them. What a template can't tell, such as the headers that a function sends, is
 * unknown, and nothing is said of it. A finding that is meant so is acknowledged by `CorsVerifier::` and the rule's name on the construct or any above it.
 *
 * The CDK CLI shows what is found in the stacks that it is asked for, and fails for these: with a `Stage`, run `cdk synth '**'`.
 *
 * @see https://github.com/cdk-cors/cdk-cors/blob/main/docs/rules/README.md
 */
export class CorsVerifier implements IPolicyValidationPlugin {
  /** What acknowledgements begin with: `CorsVerifier`. */
  public readonly name: string = 'CorsVerifier';
  private readonly props: CorsVerifierProps;

  constructor(props: CorsVerifierProps = {}) {
    checkTypes('the properties of CorsVerifier', props, { pageOrigins: 'list', excludeRules: 'list', parameters: 'object' });
    checkPolicy(props);
    props.excludeRules?.forEach((rule) => checkType('each of excludeRules', rule, 'text'));
    props.pageOrigins?.forEach((origin) => CorsOrigin.exact(origin));
    // loads the rules, and names a wrong one where it was written rather than at synthesis
    if (props.excludeRules !== undefined) {
      refusing(() => room().checkProps(props));
    }
    this.props = { ...props };
  }

  /** The version of this library. */
  public get version(): string | undefined {
    return packageVersion();
  }

  /** The rules that are asked: `preflight-behind-authorizer` and so on. */
  public get ruleIds(): string[] | undefined {
    return room().ruleIds(this.props);
  }

  /**
   * Called by the CDK when the templates have been written.
   *
   * @param context which templates they are
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    checkTypes('the context of validate', context, { templatePaths: 'list' });
    if (context.templatePaths === undefined) {
      checkType('templatePaths', undefined, 'list');
    }
    context.templatePaths.forEach((path) => checkType('each of templatePaths', path, 'text'));
    return { pluginVersion: this.version, ...room().validate(context.templatePaths, this.props) };
  }
}

/** What examines templates, loaded when there are some: importing the library must not cost that. */
function room(): typeof import('./validate') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return require('./validate') as typeof import('./validate');
}

/** What the rules say of a wrong name, as a refusal. */
function refusing(check: () => void): void {
  try {
    check();
  } catch (error) {
    refuse('unknownRule', (error as Error).message);
  }
}

function checkPolicy({ policy, failOn }: CorsVerifierProps): void {
  if (failOn !== undefined && !Object.values(FailOn).includes(failOn)) {
    refuse('verifierFailOn', `failOn must be FailOn.ERROR, FailOn.WARNING, FailOn.UNKNOWN or FailOn.NEVER, got ${shown(failOn)}`);
  }
  if (policy !== undefined) {
    checkIsPolicy(policy, 'policy');
  }
  const late = policy?.allowOrigins.find(({ value }) => Token.isUnresolved(value));
  if (late !== undefined) {
    refuse('verifierLateOrigin', `policy allows an origin that is only known at deploy time, ${shown(late.value)}; give the verifier a policy of known origins, or none`);
  }
}
