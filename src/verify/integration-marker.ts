import { type Answer, type MoreHeaders, Unknown } from '../emulator';

/** The response headers that a browser decides by. */
export const DECISIVE = [
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers',
  'access-control-max-age', 'access-control-expose-headers',
] as const;

const MARK = 'unspecified';
const MARKER = 'x-cdk-cors-unspecified';

/**
 * An answer of an integration that stands for any: a mark in each header that matters, and one in a header that nothing else writes.
 *
 * The layers before the integration do with it what they do with every answer. Where a mark arrives, the integration decides; where none does, a layer
 * has replaced or removed the header, whatever the integration answers.
 */
export const UNSPECIFIED = { status: 200, headers: [MARKER, ...DECISIVE].map((name) => [name, MARK] as const) };

/** What the layers before an integration made of {@link UNSPECIFIED}, with unknowns in the place of its marks. */
export function withoutMarks(answer: Answer): Answer {
  const marked = answer.headers.filter(([, value]) => value.includes(MARK)).map(([name]) => name.toLowerCase());
  if (marked.length === 0) return answer;
  const because = new Unknown(answer.via.at(-1)?.resource?.path ?? 'integration', 'what the integration answers isn\'t in the template');
  return {
    ...answer,
    status: marked.includes(MARKER) ? because : answer.status,
    headers: answer.headers.filter(([, value]) => !value.includes(MARK)),
    moreHeaders: {
      because, except: DECISIVE.filter((name) => !marked.includes(name) && (answer.moreHeaders === undefined || settles(answer.moreHeaders, name))),
    },
  };
}

/** Whether a header is certainly one of those that are listed, or absent. */
export function settles({ except }: MoreHeaders, name: string): boolean {
  return except.some((settled) => (settled.endsWith('*') ? name.startsWith(settled.slice(0, -1)) : name === settled));
}
