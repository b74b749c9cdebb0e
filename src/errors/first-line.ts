/** The first line of an error's message, without a colon at its end, for a message of our own. */
export function firstLine(error: unknown): string {
  if (error instanceof RangeError && error.message.includes('call stack')) return 'it is nested too deeply';
  return String((error as Error | undefined)?.message ?? error).split('\n')[0].replace(/:$/, '');
}
