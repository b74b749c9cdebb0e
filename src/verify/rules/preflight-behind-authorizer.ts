import type { Case, Cause, Rule } from '../app';
import { methodIn, nameOf, placeOf } from '../rest-method';
import { failedAtPreflight, lastStatus, preflightVia, routeName } from './evidence';
import { PREFLIGHT, WITH_CORS } from './fixes';

const SAYS: { readonly [type: string]: string } = { AWS_IAM: 'IAM', CUSTOM: 'a Lambda authorizer', COGNITO_USER_POOLS: 'a Cognito authorizer' };

/** A browser sends a preflight without any credentials, so that no authorizer can let it in (rules 15, 57, 59). */
export const preflightBehindAuthorizer: Rule = {
  id: 'preflight-behind-authorizer',
  severity: 'error',
  title: 'the method that answers preflights asks for authorization',
  fix: { cdk: WITH_CORS, cloudFormation: PREFLIGHT },
  explain(trouble) {
    if (trouble.expected !== 'allowed' || !failedAtPreflight(trouble) || !endsAtAuthorizer(trouble)) return undefined;
    return causeOf(trouble, `gets ${lastStatus(trouble) ?? 'an error'}, since browsers send no credentials with it`);
  },
  /** A function that is asked whether to let a preflight in may say yes; that it is asked at all is a mistake nearly always. */
  * inspect(app) {
    const open = app.cases.find((each) => each.page.role === 'declared' && passesAuthorizer(each) && !failedAtPreflight(each));
    if (open !== undefined) {
      yield { ...causeOf(open, 'is let in or not by the authorizer, which gets no credentials with it'), severity: 'warning', evidence: [open.verdict] };
    }
  },
};

function passesAuthorizer(examined: Case): boolean {
  const via = preflightVia(examined);
  return via.some(({ kind }) => kind === 'method') && via.some(({ kind }) => kind === 'authorizer');
}

/** Whether it is an authorizer of a REST API that ended the preflight: nothing came of an integration. */
function endsAtAuthorizer(examined: Case): boolean {
  return passesAuthorizer(examined) && !preflightVia(examined).some(({ kind }) => kind === 'integration');
}

function causeOf(examined: Case, end: string): Cause {
  const found = methodIn(preflightVia(examined))!;
  const { method } = found;
  const name = preflightVia(examined).find(({ kind }) => kind === 'authorizer')!.name;
  const guard = SAYS[name] ?? `${SAYS[String(method.authorization)] ?? 'an authorizer'}, ${name}`;
  return {
    ...placeOf(method, 'AuthorizationType', 'security'),
    message: `${nameOf(method)} asks for ${guard}, so the preflight of ${routeName(examined)} ${end}`,
  };
}
