import type { FunctionError, RuntimeMessage } from './runtime';

type Fields = { readonly [name: string]: unknown };

/**
 * Reads a message of a thread or a process. The function's own code can send there, too, so that anything may arrive.
 *
 * @returns `unreadable` for a message that doesn't fit its type; undefined for what isn't a message
 */
export function readMessage(value: unknown): RuntimeMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  switch (fields.type) {
    case 'ready': return { type: 'ready' };
    case 'log': return readLog(fields);
    case 'result': return readResult(fields);
    case 'error': return readError(fields);
    case 'fatal': return readFatal(fields);
    default: return undefined;
  }
}

/** Reads a line of a process, which is expected to be JSON. */
export function readLine(line: string): RuntimeMessage | undefined {
  try {
    return readMessage(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function readLog({ level, text }: Fields): RuntimeMessage {
  return isText(level) && isText(text) ? { type: 'log', level, text } : unreadable('log');
}

function readResult({ id, payload }: Fields): RuntimeMessage {
  return isText(id) && isText(payload) ? { type: 'result', id, payload } : unreadable('result');
}

function readError({ id, error }: Fields): RuntimeMessage {
  const read = functionErrorIn(error);
  return isText(id) && read !== undefined ? { type: 'error', id, error: read } : unreadable('error');
}

function readFatal({ error }: Fields): RuntimeMessage {
  const read = functionErrorIn(error);
  return read !== undefined ? { type: 'fatal', error: read } : unreadable('fatal');
}

function functionErrorIn(value: unknown): FunctionError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { errorType, errorMessage, trace } = value as Fields;
  if (!isText(errorType) || !isText(errorMessage) || !isTrace(trace)) return undefined;
  return { errorType, errorMessage, ...trace !== undefined && { trace } };
}

function unreadable(type: string): RuntimeMessage {
  return { type: 'unreadable', reason: `a message of type ${type} that doesn't have the fields of one` };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTrace(value: unknown): value is readonly string[] | undefined {
  return value === undefined || (Array.isArray(value) && value.every(isText));
}
