/** What a regular expression is made of. */
export type PatternNode =
  | { readonly type: 'character'; readonly test: CharacterTest }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly type: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number; readonly mode: RepeatMode }
  | { readonly type: 'group'; readonly node: PatternNode; readonly index: number }
  | { readonly type: 'atomic'; readonly node: PatternNode }
  | { readonly type: 'look'; readonly node: PatternNode; readonly ahead: boolean; readonly negative: boolean }
  | { readonly type: 'back-reference'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly type: 'boundary'; readonly test: (text: string, position: number) => boolean };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';
export type CharacterTest = (character: string) => boolean;

/** What `(?i)` and its like set. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}
