import { Token } from 'aws-cdk-lib';
import { METHODS } from '../http';
import { refuse, shown } from './refusal';

/**
 * Checks the methods of a policy.
 *
 * @internal
 */
export function checkAllowMethods(methods: readonly string[], allowCredentials: boolean): void {
  if (Token.isUnresolved(methods)) {
    refuse('tokenList', 'allowMethods is a list that is only known at deploy time; it must be known at synth, so write the methods out');
  }
  if (!Array.isArray(methods)) {
    refuse('notAList', `allowMethods must be a list of methods, got ${shown(methods)}; write ["GET", "POST"]`);
  }
  if (methods.length === 0) {
    refuse('emptyList', 'allowMethods must not be an empty list; leave it out for all methods, or name at least one');
  }
  methods.forEach((method) => checkAllowMethod(method, allowCredentials));
  if (methods.includes('*') && methods.length > 1) {
    refuse('wildcardAmongMethods', `allowMethods "*" stands alone, got ${shown(methods)}; write ["*"] or only the methods`);
  }
}

function checkAllowMethod(method: string, allowCredentials: boolean): void {
  if (typeof method !== 'string' || Token.isUnresolved(method)) {
    refuse('tokenMethod', `allowMethods contains ${shown(String(method))}, which isn't known at synth; write one of ${METHODS.join(', ')}`);
  }
  if (method === '*') {
    if (allowCredentials) {
      refuse('wildcardMethodsWithCredentials',
        'allowMethods "*" can\'t be combined with allowCredentials: browsers then take "*" for the name of a method; use CorsPolicy.ALL_METHODS');
    }
    return;
  }
  if (METHODS.includes(method)) return;
  if (method.toUpperCase() === 'ANY') {
    refuse('unknownMethod', `allowMethods contains ${shown(method)}, which browsers don't know; use CorsPolicy.ALL_METHODS`);
  }
  if (METHODS.includes(method.toUpperCase())) {
    refuse('lowerCaseMethod',
      `allowMethods contains ${shown(method)}, but methods are compared case-sensitively; write ${shown(method.toUpperCase())}`);
  }
  refuse('unknownMethod', `allowMethods contains ${shown(method)}; allowed are ${METHODS.join(', ')}`);
}
