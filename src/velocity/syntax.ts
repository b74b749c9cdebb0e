import type { AnyNumber } from './numbers';

/** What a template is made of. */
export type Block = readonly Node[];

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | Reference
  | { readonly type: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly type: 'if'; readonly branches: ReadonlyArray<{ readonly condition?: Expression; readonly body: Block }> }
  | { readonly type: 'foreach'; readonly name: string; readonly list: Expression; readonly body: Block }
  | { readonly type: 'define'; readonly name: string; readonly body: Block }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly source: string; readonly body?: Block }
  | { readonly type: 'evaluate'; readonly text: Expression }
  | { readonly type: 'break'; readonly scope?: Expression }
  | { readonly type: 'stop' };

/** `#macro`: known from the beginning of the template on, wherever it stands. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Block;
}

/** `$x`, `$!{x.y}`, `$x.get("a")[0]`. */
export interface Reference {
  readonly type: 'reference';
  readonly name: string;
  readonly path: readonly PathPart[];
  /** `$!x`: without a value it prints nothing instead of its own source. */
  readonly quiet: boolean;
  /** As written, without what stands before the dollar. */
  readonly source: string;
  /** Dollars and backslashes before it that are text: `$` of `$$x`. */
  readonly before: string;
  /** How many backslashes stand before all of it. */
  readonly backslashes: number;
}

export type PathPart =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression };

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | Reference
  | { readonly type: 'literal'; readonly value: string | AnyNumber | boolean | null }
  | { readonly type: 'interpolated'; readonly body: Block; readonly padded: boolean }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly type: 'map'; readonly entries: ReadonlyArray<readonly [Expression, Expression]> }
  | Binary
  | { readonly type: 'group'; readonly inner: Expression; readonly source: string }
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'not' | 'negative'; readonly operand: Expression };

export interface Binary {
  readonly type: 'binary';
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
  /** What `+` shows of a side that has no value. */
  readonly sources: readonly [left: string, right: string];
  /** What is shown of all of it in such a place: what stands behind the operator. */
  readonly tail: string;
}
