import { isDeepStrictEqual } from 'node:util';

/** The resources of a template, by logical id. */
export interface Resources {
  readonly [id: string]: { readonly Type: string; readonly Properties?: { readonly [name: string]: unknown }; readonly Metadata?: unknown };
}

/** A line for each resource that isn't the same in both. What the CDK only notes isn't compared, nor the code of its own functions, which changes with its version. */
export function differences(expected: Resources, actual: Resources): string[] {
  const ids = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  return ids.flatMap((id) => {
    if (!(id in actual)) return [`${id} is missing`];
    if (!(id in expected)) return [`${id} is one too many`];
    return isDeepStrictEqual(compared(id, expected[id]), compared(id, actual[id])) ? [] : [`${id} is another: ${JSON.stringify(actual[id])} instead of ${JSON.stringify(expected[id])}`];
  });
}

function compared(id: string, { Metadata: _, ...resource }: Resources[string]): unknown {
  const isOfCdk = id.startsWith('CustomCDK');
  return isOfCdk ? { ...resource, Properties: { ...resource.Properties, Code: undefined } } : resource;
}
