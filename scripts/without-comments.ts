import { transformSync } from 'esbuild';

// A text of one or three quotes, which stays, or a comment with the blanks before it.
const PYTHON_TEXT_OR_COMMENT = /("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[ \t]*#[^\n]*/g;
const PYTHON_DOCSTRING = /^[ \t]*"""[^]*?"""\n/gm;
const EMPTY_LINES = /^[ \t]*\n/gm;

/** A file of JavaScript or Python as it runs: without comments, and without docstrings, that nothing reads. */
export function withoutComments(source: string, file: string): string {
  if (!file.endsWith('.py')) return transformSync(source, { target: 'node20', minifyWhitespace: true, legalComments: 'none' }).code;
  return source.replace(PYTHON_TEXT_OR_COMMENT, (_, text = '') => text).replace(PYTHON_DOCSTRING, '').replace(EMPTY_LINES, '');
}
