import { BROWSER_NAMES, type Engine } from '../../browser';
import { sentenceList } from '../../values';
import type { Case, Rule } from '../app';
import { enginesOf } from '../engines';
import { resourceOf, routeName } from './evidence';
import { WITH_CORS } from './fixes';

/** What works in the browser that it was written with, and fails in another. */
export const browsersDisagree: Rule = {
  id: 'browsers-disagree',
  severity: 'warning',
  title: 'a call works in one browser and fails in another',
  fix: {
    cdk: WITH_CORS,
    cloudFormation: [
      '# one value of Access-Control-Allow-Origin, headers by their names, and no redirect to another origin:',
      'method.response.header.Access-Control-Allow-Origin: "\'https://app.example.com\'"',
      'method.response.header.Access-Control-Allow-Headers: "\'Authorization,Content-Type\'"',
    ].join('\n'),
  },
  * inspect(app) {
    for (const each of app.cases) {
      // what is asked of one route is asked of those that are configured alike
      if (each.equivalent !== undefined || each.variant.failure !== undefined || (each.page.role !== 'declared' && each.page.role !== 'site')) continue;
      const { allowed, blocked } = enginesOf(each);
      if (allowed.length === 0 || blocked.length === 0) continue;
      const note = noteOf(each, allowed, blocked);
      const names = (engines: readonly Engine[]) => sentenceList(engines.map((engine) => BROWSER_NAMES[engine]));
      yield {
        resource: resourceOf(each.verdict.via.at(-1), each),
        sameAs: `${blocked.join()} ${note ?? ''}`,
        message: `${routeName(each)} from ${each.page.origin} works in ${names(allowed)} and fails in ${names(blocked)}${note === undefined ? '' : `: ${note}`}`,
        evidence: [each.verdict],
      };
    }
  },
};

/** Where the browsers in which it fails depart from what the others do: first what all of them do, and none of the others. */
function noteOf({ verdict: { browsers } }: Case, allowed: readonly Engine[], blocked: readonly Engine[]): string | undefined {
  const notes = [...new Set(blocked.flatMap((engine) => browsers[engine].notes))];
  const isAbout = (note: string, engine: Engine) => note.includes(BROWSER_NAMES[engine]);
  return notes.find((note) => blocked.every((engine) => isAbout(note, engine)) && !allowed.some((engine) => isAbout(note, engine))) ?? notes[0];
}
