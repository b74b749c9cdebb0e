/**
 * Whether what is written to an output is coloured: as FORCE_COLOR says, else not where NO_COLOR is set or the terminal is a dumb one, else on a
 * terminal.
 *
 * @see https://no-color.org
 * @see https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */
export function isColoured(output: { readonly isTTY?: boolean }, env: { readonly [name: string]: string | undefined }): boolean {
  const { FORCE_COLOR, NO_COLOR = '', TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return output.isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}
