import { checkOrigin } from './origin-syntax';
import { isPublicSuffix } from './public-suffix';
import { refuse, shown } from './refusal';

/** Any port of this machine: `https://localhost:*`, `http://127.0.0.1:*`. */
const ANY_PORT = /^(https?):\/\/(localhost|127\.0\.0\.1):\*$/;
/** A part of a label. A label has 63 characters at most, which also bounds what a long `Origin` can cost. */
const PART_OF_LABEL = '[a-z0-9-]{1,63}';
/** A label of a subdomain and its dot. Service names have underscores, too. */
export const LABEL = '[a-z0-9_-]{1,63}[.]';
/** A name has 253 characters at most. Without a bound Java's engine takes a stack frame for each label, and overflows on a long `Origin`. */
export const MAX_LABELS = 126;
/** More in one origin would take long to compare. */
const MAX_STARS = 3;
/** Stands for a `*` where the rest is checked: no name has it by chance, and it is taken out of what an error says. */
const STAND_IN = 'any0part0of0a0label';

/** Whether a text is a pattern of ports or of parts of labels, such as `https://*--shop.netlify.app`. A label that is a `*` as a whole isn't. */
export function isPartialPattern(text: string): boolean {
  if (ANY_PORT.test(text)) return true;
  const [, host] = /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]*\*[^/:?#]*)/.exec(text) ?? [];
  return host !== undefined && host.split('.').every((label) => label !== '' && !/^\*+$/.test(label)) && !host.includes('**');
}

/**
 * The pattern as a regular expression for the whole origin.
 *
 * @throws a refusal where the rest isn't an origin, or where the pattern would allow domains of others
 * @internal
 */
export function partialPattern(text: string): string {
  const [, scheme, host] = ANY_PORT.exec(text) ?? [];
  if (host !== undefined) return `${scheme}://${literal(host)}(?::[0-9]{1,5})?`;
  checkRest(text);
  const labels = /:\/\/([^:]*)/.exec(text)![1].split('.');
  // of a name such as shop-*.com every registrar sells some
  const own = labels[labels.length - 1] === 'localhost' ? 1 : isPublicSuffix(labels.slice(-2).join('.')) ? 3 : 2;
  if (labels.slice(-own).some((label) => label.includes('*')) || labels.length < 2) {
    refuse('patternOfTopLevel',
      `origin ${shown(text)} would allow domains of others; a "*" may stand for a part of a label below a domain of yours, such as "https://pr-*.example.com"`);
  }
  if (text.split('*').length - 1 > MAX_STARS) {
    refuse('misplacedWildcard', `origin ${shown(text)} has more than ${MAX_STARS} "*"; write fewer, or several origins`);
  }
  return literal(text).replace(/\*/g, PART_OF_LABEL);
}

function checkRest(text: string): void {
  try {
    checkOrigin(text.replace(/\*/g, STAND_IN));
  } catch (error) {
    throw error instanceof Error ? new Error(error.message.split(STAND_IN).join('*')) : error;
  }
}

/** A text as a regular expression that has no backslash. */
export function literal(text: string): string {
  return text.replace(/[.]/g, '[.]');
}
