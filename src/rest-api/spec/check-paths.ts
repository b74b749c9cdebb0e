import { isGreedy, isSegment, isVariable, misplacedGreedy, segmentsOf, variableNames } from '../../api-gateway';
import { isObject, type JsonObject } from '../../open-api';
import { refusal, shown } from '../../policy';
import { variableConflicts } from '../../routes';
import type { SpecOperation, SpecPath } from './read-paths';

/** What API Gateway would refuse of the paths of a document when it is imported. */
export function pathProblems(paths: readonly SpecPath[]): string[] {
  return [...paths.flatMap(syntaxProblems), ...duplicates(paths), ...siblingProblems(paths)];
}

function syntaxProblems({ path, where }: SpecPath): string[] {
  const problem = (message: string) => [refusal('specPath', `${where}: ${message}`)];
  if (!path.startsWith('/')) return problem(`a path starts with "/", write ${shown(`/${path}`)}`);
  const segments = segmentsOf(path);
  const bad = segments.find((segment) => !isSegment(segment));
  if (bad !== undefined) {
    return problem(/[{}]/.test(bad) && bad.length > 2
      ? `the variable in ${shown(bad)} must be a whole segment for API Gateway, such as "/{id}/content" instead of "/{id}.json"`
      : `API Gateway takes letters, digits and ._:,$- or one variable between slashes, got ${shown(bad)}`);
  }
  const greedy = misplacedGreedy(segments);
  return greedy === undefined ? [] : problem(`${shown(greedy)} takes the rest of the path, so nothing can follow it (rule 6)`);
}

function duplicates(paths: readonly SpecPath[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap(({ path, where }) => {
    const same = seen.get(path);
    seen.set(path, where);
    return same === undefined ? [] : [refusal('specPath', `${where} is the same resource as ${same}; put the operations of both into one, or let adaptDocument: true do it where they differ`)];
  });
}

/** A parent can have one variable child only (rule 6), whatever is below it. */
function siblingProblems(paths: readonly SpecPath[]): string[] {
  return variableConflicts(paths, isVariable).map(({ where, variable, other, below }) => refusal('specSiblings',
    `${where} has the variable ${variable} where ${other.where} has ${other.variable}, and API Gateway takes one variable below ${shown(below)}; ` +
    `give both the same name${isGreedy(variable) === isGreedy(other.variable) ? ', or let adaptDocument: true do it' : ''}`));
}

/** Path parameters that the path doesn't have. */
export function strayParameters({ path, parameters }: SpecOperation): JsonObject[] {
  const variables = variableNames(path);
  return parameters.filter((parameter) => isObject(parameter) && parameter.in === 'path' && !variables.includes(String(parameter.name)));
}
