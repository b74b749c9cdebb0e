import { RuleSwitches } from '../machine';
import { RuleNote } from '../message';

/**
 * Rules that nobody recorded from AWS or that sources contradict, with the readings they can be switched to; the first is the default.
 *
 * | rule | about | readings |
 * |---|---|---|
 * | 54 | no `AWS::Lambda::Permission` lets API Gateway call the function | `denied`: 500; `allowed`: the function runs |
 * | 64 | OPTIONS of a path that no route has, with a CORS configuration | `preflight`: answered like any other; `not-found`: 404 |
 * | 65 | a slash at the end of a path | `either`: an empty variable where a route has one there, else ignored; `ignored`; `empty` |
 * | 68 | an origin pattern other than `*`, `https://*`, `http://*` | `refused`: the API can't be deployed; `literal`: it matches nothing |
 * | 69 | any origin together with credentials | `refused`: the API can't be deployed; `accepted`: both headers are sent |
 * | 70 | `ANY` and `$default` routes and preflights | `captured`: they take them; `automatic`: API Gateway answers first |
 * | 71 | CORS headers on a preflight that a route took | `overlay`: the configuration's; `backend`: what the integration sent |
 * | 72 | CORS headers on errors that the gateway makes | `unknown`; `cors` or true: as on any response; `bare` or false: none |
 * | 73 | `Vary`, and preflights that ask for what isn't allowed | `unknown`: Vary unknown, lists unchanged; `vary`; `no-vary`; `matching`: no CORS headers then |
 * | 74 | an origin that isn't listed | `none`: no CORS headers; `without-origin`: all but Access-Control-Allow-Origin |
 * | 77 | signatures of tokens, which can't be checked offline | `trusted`; `refused`: 401 for a JWT, 403 for SigV4 |
 * | 78 | `rawPath` on a named stage | `with-stage`; `without-stage` |
 */
export const READINGS = {
  54: ['denied', 'allowed'],
  64: ['preflight', 'not-found'],
  65: ['either', 'ignored', 'empty'],
  68: ['refused', 'literal'],
  69: ['refused', 'accepted'],
  70: ['captured', 'automatic'],
  71: ['overlay', 'backend'],
  72: ['unknown', 'cors', 'bare'],
  73: ['unknown', 'vary', 'no-vary', 'matching'],
  74: ['none', 'without-origin'],
  77: ['trusted', 'refused'],
  78: ['with-stage', 'without-stage'],
} as const;

type Readings = typeof READINGS;

/** The readings that hold while a request is answered. */
export class Beliefs {
  constructor(private readonly switches: RuleSwitches) {}

  /** The reading of a rule: what it is switched to, where that is one of its readings, else the default. */
  public reading<R extends keyof Readings>(rule: R): Readings[R][number] {
    const choice = this.switches[rule];
    if (choice === undefined) {
      return READINGS[rule][0];
    }
    const named = typeof choice === 'boolean' ? (choice ? 'cors' : 'bare') : choice;
    return (READINGS[rule] as readonly Readings[R][number][]).find((each) => each === named) ?? READINGS[rule][0];
  }

  /** A note that an answer rests on the reading of a rule. */
  public note(rule: keyof Readings, text: string): RuleNote {
    return { rule, text: `${text} (reading: ${this.reading(rule)})` };
  }
}
