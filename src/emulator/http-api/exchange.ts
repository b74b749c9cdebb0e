import type { TemplateResource } from '../../template';
import type { Circumstances } from '../machine';
import { type Answer, headerOf, type HttpRequest, type HttpResponse, type RuleNote, type Step, stepOf } from '../message';
import { readingOf } from '../readings';
import type { HttpApi, Route, Stage } from './api';
import { READINGS, type SwitchedRule } from './readings';
import { requestIdOf } from './request-id';
import type { HttpUrl } from './url';

/** One request on its way through an API, and the trail that it leaves. */
export class Exchange {
  public readonly origin: string | undefined;
  /** OPTIONS with `Origin` and `Access-Control-Request-Method` (rule 67). */
  public readonly isPreflight: boolean;
  public readonly requestId: string;
  private readonly via: Step[] = [];
  private readonly notes: RuleNote[] = [];

  constructor(public readonly api: HttpApi, public readonly request: HttpRequest, public readonly url: HttpUrl,
    public readonly circumstances: Circumstances, sequence: number) {
    this.origin = headerOf(request.headers, 'origin');
    this.isPreflight = request.method === 'OPTIONS' && this.origin !== undefined
      && headerOf(request.headers, 'access-control-request-method') !== undefined;
    this.requestId = requestIdOf(circumstances.now, sequence);
  }

  /** Says who had a hand in the answer. */
  public step(kind: Step['kind'], name: string, resource?: TemplateResource): void {
    this.via.push(stepOf(kind, name, resource));
  }

  /** Says that the answer rests on the reading of a rule. */
  public note(rule: SwitchedRule, text: string): void {
    this.remark(rule, `${text} (reading: ${this.reading(rule)})`);
  }

  /** The reading of a rule that can be switched. */
  public reading<R extends SwitchedRule>(rule: R) {
    return readingOf(READINGS, this.circumstances.rules, rule);
  }

  /** Says something that a rule is the reason of, whichever its reading. */
  public remark(rule: number, text: string): void {
    if (!this.notes.some((note) => note.rule === rule && note.text === text)) {
      this.notes.push({ rule, text });
    }
  }

  /** The answer, with the trail. Every answer of an HTTP API has an `apigw-requestid` (rule 64). */
  public answer(response: HttpResponse, requestId = this.requestId): Answer {
    const headers = [...response.headers, ['apigw-requestid', requestId] as const];
    return { ...response, headers, moreHeaders: response.moreHeaders && settled(response.moreHeaders), via: this.via, notes: this.notes };
  }
}

function settled({ because, except }: NonNullable<HttpResponse['moreHeaders']>): HttpResponse['moreHeaders'] {
  return { because, except: [...except, 'apigw-requestid'] };
}

/** A request at a route: what events, mappings and authorizers are made from. */
export interface RoutedCall {
  readonly exchange: Exchange;
  readonly stage: Stage;
  readonly route: Route;
  /** The path that the route was chosen by. */
  readonly path: string;
  readonly pathParameters: { readonly [name: string]: string };
  readonly rawParameters: { readonly [name: string]: string };
}
