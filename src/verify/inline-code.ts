import { type EmulatedEntrance, isUnknown, type TemplateResource } from '../emulator';
import { findFunction } from '../emulator/lambda';
import type { App, Case } from './app';
import { at } from './declaring-layers';
import { apiEdgesOf, writesCors } from './edges';
import { methodIn } from './rest-method';

/** What an inline function answers, as far as its code shows without being run. */
export interface InlineAnswer {
  /** The only values that it has for Access-Control-Allow-Origin; empty where it never writes it. */
  readonly allowOrigins: readonly string[];
}

const LITERAL_ORIGIN = /access-control-allow-origin["']?\]?\s*[:=]\s*(["'`])((?:(?!\1)[^$\n])*)\1/gi;
/** Headers that come from elsewhere: of another answer, of a helper, or put together. */
const FROM_ELSEWHERE = /cors|allow-?origin|\.\.\.|\*\*|Object\.|\.update\(|Payload|InvokeCommand|\.invoke\(|fetch\(|request\(|headers\[[^'"\]]/i;
const HEADERS = /headers["']?\s*[:=](?!=)\s*(.)/gi;

/**
 * The answer of a function whose code stands in the template and writes all its headers by itself. Undefined for any other, and for one that writes none: such code is
 * mostly there to be replaced, as `async () => ({ statusCode: 200 })`.
 */
export function inlineAnswer({ properties }: TemplateResource): InlineAnswer | undefined {
  const code = at(properties.Code, ['ZipFile']);
  if (typeof code !== 'string' || isUnknown(code) || properties.Layers !== undefined || !/statusCode/.test(code)) return undefined;
  const allowOrigins = [...new Set([...code.matchAll(LITERAL_ORIGIN)].map(([, , value]) => value))];
  const rest = code.replace(LITERAL_ORIGIN, '');
  if (FROM_ELSEWHERE.test(rest)) return undefined;
  const written = [...code.matchAll(HEADERS)];
  return (written.length > 0 || allowOrigins.length > 0) && written.every(([, value]) => value === '{') ? { allowOrigins } : undefined;
}

/** A call of a page that may make it, which a function answers as its code shows. */
export interface AnsweredInline {
  readonly of: Case;
  readonly fn: TemplateResource;
  readonly answer: InlineAnswer;
  /** The function URL that adds headers of its own to the answer. */
  readonly addedBy?: TemplateResource;
}

/** The calls of pages that an inline function answers and nothing on the way back changes. */
export function answeredInline(app: App): readonly AnsweredInline[] {
  return app.once(findAnswered).filter(({ addedBy }) => addedBy === undefined);
}

/** The calls of pages that an inline function answers, to which its URL adds the CORS headers. */
export function answeredBesideUrl(app: App): ReadonlyArray<AnsweredInline & { readonly addedBy: TemplateResource }> {
  return app.once(findAnswered).flatMap((each) => (each.addedBy === undefined ? [] : [{ ...each, addedBy: each.addedBy }]));
}

function findAnswered(app: App): AnsweredInline[] {
  const { model } = app.emulator;
  const answers = new Map(model.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const answer = inlineAnswer(fn);
    return answer === undefined ? [] : [[fn, answer] as const];
  }));
  if (answers.size === 0) return [];
  const leftToEdges = new Set(apiEdgesOf(app).filter(writesCors).map(({ api }): EmulatedEntrance => api));
  return app.cases.filter((each) => isUndecided(each) && !leftToEdges.has(each.target.entrance)).flatMap((of) => {
    const fn = ofFunctionUrl(of) ?? findFunction(methodIn(of.verdict.via)?.method.integration?.uri, model);
    const answer = isUnknown(fn) ? undefined : answers.get(fn);
    return isUnknown(fn) || answer === undefined ? [] : [{ of, fn, answer, addedBy: addingUrl(of) }];
  });
}

function isUndecided({ page, variant, verdict }: Case): boolean {
  return page.role === 'declared' && variant.failure === undefined && verdict.outcome === 'unknown' && verdict.exchanges.at(-1)?.preflight !== true
    && (verdict.via.at(-1)?.name === 'AWS_PROXY' || ofFunctionUrl({ verdict }) !== undefined);
}

function addingUrl({ verdict: { via } }: Case): TemplateResource | undefined {
  const url = via.find(({ kind }) => kind === 'function-url')?.resource;
  return url?.properties.Cors === undefined ? undefined : url;
}

/** The function that a function URL, alone or behind a distribution, let answer. */
function ofFunctionUrl({ verdict: { via } }: Pick<Case, 'verdict'>): TemplateResource | undefined {
  const last = via.at(-1);
  return last?.kind === 'function' && via.some(({ kind }) => kind === 'function-url') ? last.resource : undefined;
}

/** The first for each function. */
export function firstOfEach<T extends AnsweredInline>(answered: readonly T[]): readonly T[] {
  return answered.filter(({ fn }, index) => answered.findIndex((each) => each.fn === fn) === index);
}
