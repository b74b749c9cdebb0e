import { isRecord } from '../template';

/** What the names of an old template are called where its resources stand beside those of the new one. */
export interface Names {
  /** Of a resource or a parameter. */
  referent(name: string): string;
  condition(name: string): string;
  mapping(name: string): string;
}

/** A value of a template with all that it refers to renamed. */
export function rewritten(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((each) => rewritten(each, names));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value as Readonly<Record<string, unknown>>).map(([key, each]) => [key, argument(key, each, names)]));
}

function argument(key: string, value: unknown, names: Names): unknown {
  switch (key) {
    case 'Ref': return typeof value === 'string' ? names.referent(value) : rewritten(value, names);
    case 'Condition': return typeof value === 'string' ? names.condition(value) : rewritten(value, names);
    case 'Fn::GetAtt': return attribute(value, names);
    case 'Fn::Sub': return Array.isArray(value) ? [inText(value[0], names, value[1]), ...value.slice(1).map((each) => rewritten(each, names))] : inText(value, names);
    case 'Fn::If': return renamedFirst(value, (name) => names.condition(name), names);
    case 'Fn::FindInMap': return renamedFirst(value, (name) => names.mapping(name), names);
    default: return rewritten(value, names);
  }
}

function attribute(value: unknown, names: Names): unknown {
  if (typeof value === 'string') {
    const [name, ...rest] = value.split('.');
    return [names.referent(name), rest.join('.')];
  }
  return renamedFirst(value, (name) => names.referent(name), names);
}

function renamedFirst(value: unknown, rename: (name: string) => string, names: Names): unknown {
  if (!Array.isArray(value)) return rewritten(value, names);
  const [first, ...rest] = value as unknown[];
  return [typeof first === 'string' ? rename(first) : rewritten(first, names), ...rest.map((each) => rewritten(each, names))];
}

/** Names in a text, but for those that Fn::Sub itself gives values to. */
function inText(text: unknown, names: Names, own?: unknown): unknown {
  if (typeof text !== 'string') return rewritten(text, names);
  return text.replace(/\$\{([^!{}][^{}]*)\}/g, (all, reference: string) => {
    const [name, ...rest] = reference.trim().split('.');
    return isRecord(own) && Object.hasOwn(own, reference.trim()) ? all : `\${${[names.referent(name), ...rest].join('.')}}`;
  });
}
