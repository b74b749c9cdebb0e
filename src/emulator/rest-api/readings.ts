import { RuleSwitches } from '../machine';

/**
 * Rules that nobody recorded from AWS or that sources contradict, with the readings they can be switched to; the first is the default.
 *
 * | rule | about | readings |
 * |---|---|---|
 * | 8 | a fixed path without the method, beside a variable that has it | `fallback`: the variable answers; `no-fallback` |
 * | 19 | a gateway response maps a request header that is absent | `absent`: no header; `empty`: one without a value |
 * | 20 | the case in which request header names arrive | `http2`: lower case but for those AWS capitalises; `as-sent` |
 * | 21 | header names in mappings | `strict`: case counts; `ignore-case` |
 * | 22 | a 413 with a gateway response of its own | `fixed`: it can't be customised; `customised` |
 * | 25 | the status of INTEGRATION_FAILURE | `504`; `500`; `502` |
 * | 26 | the body of ACCESS_DENIED | `Message`; `message` |
 * | 31 | MOCK without a request template | `error`: 500; `default`: the default integration response |
 * | 36 | MOCK with every type binary and no contentHandling | `breaks`: 500; `works` |
 * | 37 | which CONVERT_TO_TEXT mends that | `integration`: the integration's is enough for an empty answer; `both` |
 * | 38 | the binary type that has stars on both sides | `all`: every type; `none`: nothing |
 * | 41 | `$input.params().header.get(x)` of a missing header | `empty`: an empty text, as the CDK's preflights need; `null` |
 * | 54 | no `AWS::Lambda::Permission` lets API Gateway call the function | `denied`: 500; `allowed` |
 * | 57 | the body when a Lambda authorizer fails | `null`: `{"message":null}`; `text`: Internal server error |
 * | 61 | headers of more than 10,240 bytes | `431`; `400` |
 * | 62 | a Host that isn't the API's | `forbidden`; `ignored` |
 */
export const READINGS = {
  8: ['fallback', 'no-fallback'],
  19: ['absent', 'empty'],
  20: ['http2', 'as-sent'],
  21: ['strict', 'ignore-case'],
  22: ['fixed', 'customised'],
  25: ['504', '500', '502'],
  26: ['Message', 'message'],
  31: ['error', 'default'],
  36: ['breaks', 'works'],
  37: ['integration', 'both'],
  38: ['all', 'none'],
  41: ['empty', 'null'],
  54: ['denied', 'allowed'],
  57: ['null', 'text'],
  61: ['431', '400'],
  62: ['forbidden', 'ignored'],
} as const;

export type Readings = typeof READINGS;
export type SwitchedRule = keyof Readings;

/** The reading of a rule: what it is switched to where that is one of its readings, else the default. `true` is the first, `false` the second. */
export function readingOf<R extends SwitchedRule>(rule: R, switches: RuleSwitches): Readings[R][number] {
  const readings: readonly Readings[R][number][] = READINGS[rule];
  const choice = Object.hasOwn(switches, rule) ? switches[rule] : undefined;
  return typeof choice === 'boolean' ? readings[choice ? 0 : 1] : readings.find((each) => each === choice) ?? readings[0];
}
