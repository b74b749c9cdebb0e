import { renderLines, type Span, wrap } from '../terminal';
import { shownCount } from '../values';
import type { Examined, Format } from './examined';
import { type Section, sectionsOf } from './matrix';
import { findingLines } from './text-findings';
import { sectionLines } from './text-matrix';
import { entranceCount, NO_ENTRANCE, plural, UNKNOWN } from './wording';

const WIDTH = 100;

/** For people at a terminal: the matrix, then what is wrong, then the sum. */
export const text: Format = {
  about: 'the matrix and the findings, for people',
  write(examined, { colour, quiet }) {
    const sections = quiet ? [] : sectionsOf(examined);
    if (quiet && examined.report.findings.length + examined.report.unsupported.length === 0 && !isOpenProof(examined)) return '';
    const matrix = quiet ? [] : matrixLines(examined, sections);
    const open = [...standInLines(examined), ...uncheckedLines(examined)];
    return renderLines([...matrix, ...open, ...findingsLines(examined), ...sumLines(examined)], colour);
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

/** Pages whose origin only the deployment knows. */
function standInLines({ report: { standIns } }: Examined): Span[][] {
  const lines = standIns.map(({ origin, of }): Span[] => [`  ${origin} stands for ${of}`]);
  return lines.length === 0 ? [] : [[['yellow', 'Only known when it is deployed']], ...lines, []];
}

function findingsLines({ report, placeOf }: Examined): Span[][] {
  return report.findings.flatMap((finding) => [...findingLines(finding, placeOf(finding)), []]);
}

/** Whether something was to be proven, and isn't. */
function isOpenProof({ policy, report: { open: { unknown, notAsked } } }: Examined): boolean {
  return policy !== undefined && unknown + notAsked.length > 0;
}

function sumLines({ report: { findings, open: { unknown } }, entrances }: Examined): Span[][] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (entrances.length === 0 && findings.length === 0) return [];
  const found = findings.length === 0 ? 'No findings' : `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`;
  const style = errors > 0 ? 'red' : findings.length > 0 || unknown > 0 ? 'yellow' : 'green';
  const counts: Span = [style, `${found}.`];
  return [unknown === 0 ? [counts] : [counts, ['yellow', ` ${shownCount(unknown)} unknown`], ['dim', `: ${UNKNOWN}.`]]];
}
