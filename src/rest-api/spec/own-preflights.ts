import { isObject, type JsonObject, objectOf } from '../../open-api';
import { doesCorsOnly } from '../cors-only-method';
import { INTEGRATION, integrationOf } from './integrations';
import type { SpecOperation } from './read-paths';

/** What of an OPTIONS operation describes it. */
const DESCRIPTION = ['operationId', 'summary', 'description', 'tags'];

/** Operations whose OPTIONS are the policy's to answer, or have a back end. */
export interface WithoutOwnPreflights {
  readonly operations: SpecOperation[];
  /** The paths whose OPTIONS did nothing but CORS. */
  readonly replaced: string[];
}

/**
 * Takes out of a document what answers preflights in it: OPTIONS that nothing answers, and a MOCK that does nothing but CORS. What is left of them describes
 * them; parameters, validators and authorization would keep preflights out.
 */
export function withoutOwnPreflights(operations: readonly SpecOperation[]): WithoutOwnPreflights {
  const replaced: string[] = [];
  return {
    replaced,
    operations: operations.map((operation) => {
      const isReplaced = operation.method === 'OPTIONS' && isCorsMock(integrationOf(operation));
      if (isReplaced) {
        replaced.push(operation.path);
      }
      return isReplaced || isDescribed(operation) ? describedOnly(operation) : operation;
    }),
  };
}

/** Whether an operation is an OPTIONS that the document describes without saying who answers. */
export function isDescribed({ method, value }: SpecOperation): boolean {
  return method === 'OPTIONS' && value[INTEGRATION] === undefined;
}

function isCorsMock(integration: JsonObject | undefined): boolean {
  return integration !== undefined && doesCorsOnly({
    type: integration.type,
    requestTemplates: objectOf(integration.requestTemplates),
    responses: Object.values(objectOf(integration.responses)).filter(isObject),
  });
}

function describedOnly({ value, parameters, ...operation }: SpecOperation): SpecOperation {
  return {
    ...operation,
    parameters: parameters.filter((parameter) => parameter.in === 'path'),
    value: Object.fromEntries(Object.entries(value).filter(([key]) => DESCRIPTION.includes(key))),
  };
}
