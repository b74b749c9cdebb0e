import { plural } from '../report';
import { type Span, wrap } from '../terminal';
import type { Comparison, Difference } from './compare-assembly';

const WIDTH = 100;
const LABEL = 11;
/** The first few say which; the number says how many. */
const MAX_QUESTIONS = 3;

/** For people at a terminal: how the live app is beside the template's. */
export function comparisonLines({ entrance, url, questions, undecided, notAsked, differences }: Comparison): Span[][] {
  const summed = [
    `${plural(questions, 'question')} asked of ${url} and of ${entrance}`,
    ...undecided === 0 ? [] : [`${undecided} of which the template decides nothing, mostly what a function answers`],
    ...notAsked === 0 ? [] : [`${notAsked} not asked`],
  ].join('; ');
  return [
    ...wrap(`Compared with the assembly: ${summed}.`, WIDTH).map((line): Span[] => [['bold', line]]),
    [],
    ...differences.flatMap((difference) => [...differenceLines(difference), []]),
  ];
}

function differenceLines({ side, message, resource, aspects, questions, otherReading }: Difference): Span[][] {
  const [width, more] = [Math.max(...aspects.map(({ name }) => name.length)), questions.length - MAX_QUESTIONS];
  return [
    [['red', '≠ differs'], ' ', ['bold', side]],
    ...wrap(message, WIDTH - 2).map((line): Span[] => [`  ${line}`]),
    [],
    ...aspects.flatMap(({ name, predicted, live }) => [
      [`  ${name.padEnd(width)}  predicted  ${predicted}`], [`  ${''.padEnd(width)}  live       ${live}`],
    ] satisfies Span[][]),
    [],
    ...labelled('Or', otherReading === undefined ? [] : wrap(`nothing of the app differs, and AWS does as by ${otherReading} (docs/aws-rules.md): please report it`, WIDTH - LABEL)),
    ...labelled('Asked', [...questions.slice(0, MAX_QUESTIONS), ...more > 0 ? [`and ${plural(more, 'more question')}`] : []]),
    ...labelled('Template', resource === undefined ? [] : [resource]),
  ];
}

function labelled(label: string, lines: readonly string[]): Span[][] {
  return lines.map((line, index): Span[] => [['dim', `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}`], line]);
}
