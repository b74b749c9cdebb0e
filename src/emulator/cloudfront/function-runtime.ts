import { type Context, createContext, Script } from 'node:vm';
import { Remembered } from '../../values';
import { withoutJobs } from './function-async';
import { wrapped } from './function-prelude';
import { type Token, tokensOf } from './function-tokens';

/** A CloudFront Function, ready to run. */
export interface FunctionCode {
  readonly code: string;
  readonly runtime: 'cloudfront-js-1.0' | 'cloudfront-js-2.0';
}

/** A key value store as a function sees it: its values, or why they aren't known. */
export interface KeyValues {
  readonly id: string;
  readonly values?: { readonly [key: string]: string };
  readonly unknown?: string;
}

/** What a function asked of the module `cloudfront` (rule 155): the call that counts is the last one. */
export type OriginCall =
  | { readonly method: 'updateRequestOrigin'; readonly properties: unknown }
  | { readonly method: 'selectRequestOriginById'; readonly originId: unknown; readonly overrides?: unknown }
  | { readonly method: 'createRequestOriginGroup'; readonly properties: unknown };

/** What came of a run: what the handler returned, as plain JSON; why it failed; or why that can't be known. */
export type FunctionOutcome = (
  | { readonly result: unknown; readonly origin?: OriginCall }
  | { readonly error: string }
  | { readonly unknown: string }
) & { readonly logs?: readonly string[] };

/** Whether an outcome hangs on the time, on the request's id or on chance. */
interface Moment {
  readonly isOfItsMoment?: boolean;
}

/**
 * How long a function may take here, in milliseconds. CloudFront stops it sooner (rule 108), but measures by another clock; this one only
 * keeps a loop from holding up the emulator.
 */
// Far above what CloudFront gives: a function that goes on for ever must end, and one that a busy machine delays must not.
const LIMITS = { timeout: 2000, displayErrors: false };

/** How many outcomes are remembered. */
const MAX_OUTCOMES = 10_000;

/** Compiled once; what it is called with changes. */
const CALL = new Script('__run.call(__input)');

/** How long the JSON of an answer may be: CloudFront's own limit for a body is 40 KB. */
const RESULT_LIMIT = 1_000_000;

/**
 * Runs a CloudFront Function in a context of its own (rule 108): no network, no timers, no `eval`, nothing of Node.js. Only texts go in and out.
 *
 * The built-in objects of the context are frozen and the code starts anew each time, so that no run sees anything of another.
 */
export class FunctionRuntime {
  private context: Context | undefined;
  /** Outcomes that hang on the event alone, and on nothing of its moment: an app is asked the same for many a reason, and to stop loops takes long. */
  private readonly outcomes = new Remembered<string, FunctionOutcome>(MAX_OUTCOMES, 2000);
  private readonly script: Script | string;

  constructor(private readonly source: FunctionCode) {
    const isCurrent = source.runtime === 'cloudfront-js-2.0';
    const unsupported = isCurrent ? undefined : tokensOf(source.code).find(isOfRuntime2);
    if (unsupported !== undefined) {
      this.script = `Token "${unsupported.text}" not supported in this version`;
      return;
    }
    try {
      const code = withoutJobs(withoutImportKeyword(isCurrent ? withImports(source.code) : source.code));
      this.script = new Script(wrapped(code, isCurrent), { filename: 'function.js' });
    } catch (error) {
      // Only the compiler has run so far: this is its error and not an object of the function's.
      this.script = String((error as Error).message);
    }
  }

  /** @param now milliseconds since 1970: what the function's clock shows */
  public run(event: object, now: number, stores: readonly KeyValues[] = []): FunctionOutcome {
    const { context = {} } = event as { context?: object };
    const timeless = JSON.stringify([{ ...event, context: { ...context, requestId: '' } }, stores]);
    const known = this.outcomes.get(timeless);
    if (known !== undefined) return known;
    const { isOfItsMoment, ...outcome } = this.runAnew(JSON.stringify({ event, at: now, stores }));
    if (!isOfItsMoment) {
      this.outcomes.set(timeless, outcome);
    }
    return outcome;
  }

  private runAnew(input: string): FunctionOutcome & Moment {
    if (typeof this.script === 'string') return { error: `SyntaxError: ${this.script}` };
    try {
      const context = this.context ??= startContext(this.script);
      context.__input = input;
      return outcomeOf(CALL.runInContext(context, LIMITS));
    } catch {
      // Stopped, or out of stack even for saying so. What was thrown may be an object of the function's: it isn't looked at.
      this.context = undefined;
      return { error: `the ${this.source.runtime} function was stopped: it exceeded its time or memory`, isOfItsMoment: true };
    }
  }
}

function startContext(script: Script): Context {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  script.runInContext(context, LIMITS);
  return context;
}

function outcomeOf(text: unknown): FunctionOutcome & Moment {
  if (typeof text !== 'string' || text.length > RESULT_LIMIT) return { error: 'what the function returned is too large' };
  // Both words in front are of six letters.
  return { ...JSON.parse(text.slice(6)) as FunctionOutcome, isOfItsMoment: text.startsWith('moment') };
}

/** Declarations that runtime 1.0 hasn't got. */
function isOfRuntime2({ kind, text }: Token, at: number, tokens: readonly Token[]): boolean {
  if (kind !== 'word' || text !== 'const' && text !== 'let') return false;
  const isSign = (token: Token) => token.kind !== 'space';
  const before = tokens.slice(0, at).reverse().find(isSign);
  const after = tokens.slice(at + 1).find(isSign);
  return before?.text !== '.' && (after?.kind === 'word' || /^[[{]$/.test(after?.text ?? ''));
}

/** `import cf from 'cloudfront'` of runtime 2.0 (rule 108) as a declaration. Functions aren't modules otherwise. */
function withImports(code: string): string {
  return code.replace(/^([ \t]*)import\s+([\w$]+|\*\s*as\s+[\w$]+|\{[\w$\s,]*\})\s+from\s*(['"])([\w-]+)\3[ \t]*;?/gm,
    (_, indent: string, names: string, _quote, name: string) =>
      `${indent}const ${names.replace(/^\*\s*as\s+/, '').replace(/\s+as\s+/g, ': ')} = __import('${name}');`);
}

/**
 * Takes away the other `import`, the one that is called: its promises come from outside of the context. With an escape in it the word is
 * the same in texts, patterns and names, and a syntax error as the keyword.
 */
function withoutImportKeyword(code: string): string {
  return code.replace(/\bimport\b/g, '\\u0069mport');
}
