import { renderLines, type Span, wrap } from '../terminal';
import type { Examined, Format } from './examined';
import { type Section, sectionsOf } from './matrix';
import { findingLines } from './text-findings';
import { sectionLines } from './text-matrix';
import { entranceCount, NO_ENTRANCE, plural } from './wording';

const WIDTH = 100;

/** For people at a terminal: the matrix, then what is wrong, then the sum. */
export const text: Format = {
  about: 'the matrix and the findings, for people',
  write(examined, { colour, quiet }) {
    const sections = quiet ? [] : sectionsOf(examined);
    if (quiet && examined.report.findings.length + examined.report.unsupported.length === 0) return '';
    const matrix = quiet ? [] : matrixLines(examined, sections);
    return renderLines([...matrix, ...uncheckedLines(examined), ...findingsLines(examined), ...sumLines(examined, sections)], colour);
  },
};

function matrixLines(examined: Examined, sections: readonly Section[]): Span[][] {
  const { app, entrances, report } = examined;
  if (entrances.length === 0) return [[`${app}: ${NO_ENTRANCE}`], []];
  return [
    [['bold', app], `: ${entranceCount(entrances)}, ${plural(report.questions, 'question')} asked`], [],
    ...sections.flatMap((section) => [...sectionLines(section), []]),
  ];
}

function uncheckedLines({ report: { unsupported } }: Examined): Span[][] {
  if (unsupported.length === 0) return [];
  const lines = unsupported.flatMap(({ message }) => wrap(message, WIDTH - 4).map((line, index): Span[] => [`  ${index === 0 ? '- ' : '  '}${line}`]));
  return [[['yellow', 'Not checked']], ...lines, []];
}

function findingsLines({ report, placeOf }: Examined): Span[][] {
  return report.findings.flatMap((finding) => [...findingLines(finding, placeOf(finding)), []]);
}

function sumLines({ report: { findings }, entrances }: Examined, sections: readonly Section[]): Span[][] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (entrances.length === 0 && findings.length === 0) return [];
  const counts: Span[] = findings.length === 0 ? [['green', 'No findings.']]
    : [[errors > 0 ? 'red' : 'yellow', `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}.`]];
  const unknown = sections.some(({ groups }) => groups.some(({ pages }) => pages.some(({ cells }) => cells.some(({ mark }) => mark === 'unknown'))));
  return [unknown ? [...counts, ['dim', ' Unknown is what the template alone doesn\'t tell, mostly what a function answers.']] : counts];
}
