import { type Emulator, SWITCHABLE_RULES } from '../emulator';
import { type AskVerdict, ask } from '../verify';
import { type Aspect, compareAnswerers, compareAnswers, type Compared } from './aspects';
import { type AssemblyQuestion, assemblyQuestions, questionAt } from './assembly-questions';
import { type Conversation, type Heard, isUnsent } from './conversation';
import { isFromCache } from './kept';
import type { LiveExchange } from './live-answer';
import type { Place } from './place';
import { originOf, withoutCache } from './scene';
import { type Side, sideOf } from './sides';
import { whoAnswered } from './who-answered';

/** Something in which the live app is another than the template's, however many questions show it. */
export interface Difference {
  readonly side: Side;
  /** Which side is another, in a sentence without a full stop. */
  readonly message: string;
  /** The path of the resource that would have answered: `Shop/ApiF70053CD`. */
  readonly resource?: string;
  /** What is other, of the first question. */
  readonly aspects: readonly Aspect[];
  /** The reading of a rule of AWS by which the templates would answer as the server does: `rule 62, read as "accepted"`. Then nothing of the app may be other. */
  readonly otherReading?: string;
  /** The questions that show it: `OPTIONS /items for PUT, from https://app.example.com`. */
  readonly questions: readonly string[];
  /** The first of them, as it was asked live. */
  readonly evidence: Heard;
}

/** The live app beside the template's. */
export interface Comparison {
  /** The path of the entrance: `Shop/ApiF70053CD`. */
  readonly entrance: string;
  readonly kind: Place['entrance']['kind'];
  /** The URL that stands for the entrance's root. */
  readonly url: string;
  /** How many questions were asked. */
  readonly questions: number;
  /** Of how many the template decides nothing that can be compared. */
  readonly undecided: number;
  /** How many weren't asked, for want of requests or time. */
  readonly notAsked: number;
  readonly differences: readonly Difference[];
}

/** What is compared. */
export interface Comparing {
  readonly emulator: Emulator;
  readonly place: Place;
  /** Pages that should be let in, besides those that the templates declare. */
  readonly pages: readonly string[];
  /** What was asked of the URL already. */
  readonly asked: readonly Heard[];
}

/** Asks a live app what `check` asks of its templates, and says in what they differ, and on which side. */
export async function compareWithAssembly(conversation: Conversation, { emulator, place, pages, asked }: Comparing): Promise<Comparison> {
  const comparer = new Comparer(conversation, emulator, place);
  for (const heard of asked) {
    const { page, url, ...request } = heard.page;
    await comparer.compare(questionAt(place, { ...request, page }, url.slice(place.live.length)), heard);
  }
  const questions = assemblyQuestions(emulator, place, pages);
  let index = 0;
  for (; index < questions.length && conversation.cutShort === undefined; index++) {
    await comparer.compare(questions[index], await conversation.ask(questions[index].live));
  }
  return comparer.conclude(questions.length - index);
}

class Comparer {
  private questions = 0;
  private undecided = 0;
  private readonly differences = new Map<string, Difference>();

  constructor(private readonly conversation: Conversation, private readonly emulator: Emulator, private readonly place: Place) {}

  public async compare({ modelled }: AssemblyQuestion, heard: Heard): Promise<void> {
    const verdict = ask(this.emulator, modelled);
    this.questions++;
    let decided = 0;
    for (const [index, exchange] of heard.exchanges.entries()) {
      const predicted = verdict.exchanges[index];
      // what comes after an answer that is other says nothing more
      if (predicted === undefined || (exchange.answer === undefined && isUnsent(exchange.failure))) break;
      const compared = exchange.answer === undefined ? NO_ANSWER : this.compared(verdict, index, exchange);
      decided += compared.decided;
      if (compared.aspects.length > 0) {
        await this.add(verdict, index, heard, compared.aspects, modelled);
        break;
      }
    }
    if (decided === 0) {
      this.undecided++;
    }
  }

  public conclude(notAsked: number): Comparison {
    const { questions, undecided, differences, place: { entrance, live: url } } = this;
    return { entrance: entrance.resource.path, kind: entrance.kind, url, questions, undecided, notAsked, differences: [...differences.values()] };
  }

  private compared(verdict: AskVerdict, index: number, { answer, request }: LiveExchange): Compared {
    const content = compareAnswers(verdict.exchanges[index].response, answer!, request.preflight, (text) => this.local(text));
    const answerer = compareAnswerers(verdict.viaOf[index], answer!, whoAnswered(answer!, request.url));
    return { decided: content.decided + answerer.decided, aspects: [...answerer.aspects, ...content.aspects] };
  }

  /** An origin or a URL of the model, as it is live. */
  private local(text: string): string {
    const { modelled, live } = this.place;
    const [from, to] = [new URL(modelled).origin, new URL(live).origin];
    return text === from || text.startsWith(`${from}/`) ? `${to}${text.slice(from.length)}` : text;
  }

  private async add(verdict: AskVerdict, index: number, heard: Heard, aspects: readonly Aspect[], modelled: AssemblyQuestion['modelled']): Promise<void> {
    const exchange = heard.exchanges[index];
    const via = verdict.viaOf[index];
    const { side, message } = sideOf({
      entrance: this.place.entrance,
      exchange,
      via,
      aspects,
      isRightUncached: await this.isRightUncached(verdict, index, exchange),
    }, exchange.answer && whoAnswered(exchange.answer, exchange.request.url));
    const resource = via.filter((step) => step.resource !== undefined).at(-1)?.resource?.path;
    const key = JSON.stringify([side, message]);
    const before = this.differences.get(key);
    const asked = nameOf(heard, exchange, this.place);
    const reading = this.otherReading(verdict, index, exchange, modelled);
    const otherReading = before === undefined || before.otherReading === reading ? reading : undefined;
    const questions = [...new Set([...before?.questions ?? [], asked])];
    this.differences.set(key, { side, message, resource, aspects, evidence: heard, ...before, otherReading, questions });
  }

  /** The reading of an uncertain rule by which the model answers as the server does. */
  private otherReading(verdict: AskVerdict, index: number, exchange: LiveExchange, modelled: AssemblyQuestion['modelled']): string | undefined {
    const { answer } = exchange;
    if (answer === undefined) return undefined;
    const readings = verdict.rules.flatMap(({ rule }) => readingsOf(rule).map((reading) => ({ rule, reading })));
    const found = readings.find(({ rule, reading }) => {
      const other = ask(this.emulator, { ...modelled, rules: { [rule]: reading } });
      if (other.exchanges[index] === undefined) return false;
      const { decided, aspects } = this.compared(other, index, exchange);
      return decided > 0 && aspects.length === 0;
    });
    return found && `rule ${found.rule}, read as ${JSON.stringify(found.reading)}`;
  }

  private async isRightUncached(verdict: AskVerdict, index: number, { answer, request }: LiveExchange): Promise<boolean> {
    if (answer === undefined || !isFromCache(answer)) return false;
    const fresh = await this.conversation.send({ ...request, url: withoutCache(request.url) });
    if (fresh.answer === undefined) return false;
    const { decided, aspects } = this.compared(verdict, index, fresh);
    return decided > 0 && aspects.length === 0;
  }
}

function readingsOf(rule: number): string[] {
  return (SWITCHABLE_RULES.get(rule) ?? []).flatMap(({ readings }) => readings.map(([reading]) => reading));
}

/** Where no answer comes, everything is other. */
const NO_ANSWER = { decided: 1, aspects: [{ name: 'answer', predicted: 'one', live: 'none' }] };

/** `OPTIONS /items for PUT, from https://app.example.com`. */
function nameOf(heard: Heard, { request }: LiveExchange, { live }: Place): string {
  const path = request.url.startsWith(live) ? request.url.slice(live.length) || '/' : request.url;
  const purpose = request.preflight ? ` for ${heard.page.method ?? 'GET'}` : '';
  return `${request.method} ${path}${purpose}, from ${originOf(heard)}`;
}
