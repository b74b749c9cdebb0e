import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CorsPolicy } from '../policy';
import { shown } from '../policy';

// A method that is safelisted passes a preflight that doesn't list it.
const NEVER_ASKED = ['ANY', 'GET', 'HEAD', 'OPTIONS', 'POST'];

/** Warns of methods that no page can call, because the policy doesn't list them. */
export function warnOfUnlistedMethods(
  api: IConstruct, methods: ReadonlyArray<{ readonly httpMethod: string; readonly path: string; readonly policy: CorsPolicy }>,
): void {
  const unlisted = methods.filter(({ httpMethod, policy: { allowMethods } }) =>
    ![httpMethod, '*'].some((each) => allowMethods.includes(each)) && !NEVER_ASKED.includes(httpMethod));
  if (unlisted.length === 0) return;
  const names = [...new Set(unlisted.map(({ httpMethod }) => httpMethod))];
  Annotations.of(api).addWarningV2('cdk-cors:methodsNotAllowed',
    `no page can call ${unlisted.map(({ httpMethod, path }) => `${httpMethod} ${path}`).sort().join(', ')}: allowMethods of the policy lacks ` +
    `${names.map(shown).join(' and ')}; add ${names.length === 1 ? 'it' : 'them'}, or acknowledge this where pages needn't`);
}
