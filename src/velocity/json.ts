import type { Budget } from './budget';
import { jsonNumber } from './numbers';
import { Scanner } from './scanner';
import { BodyMap, fromJson, JsonList, type Value } from './values';

/** What JavaScript would lose: `1.0`, `1e3`, more digits than its numbers have, and the order of names that are numbers. */
const SPECIAL = /\d[.eE]|\d{10}|"\d+"\s*:/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;

/** The value of a JSON text, with numbers as Java has them. Throws a SyntaxError for what isn't JSON. */
export function readJson(text: string, budget: Budget): Value {
  const json: unknown = JSON.parse(text);
  return SPECIAL.test(text) ? new Reader(text, budget).value() : fromJson(json, budget, BodyMap);
}

/** Reads what JSON.parse has found to be right. */
class Reader {
  private readonly scanner: Scanner;

  constructor(text: string, private readonly budget: Budget) {
    this.scanner = new Scanner(text);
  }

  public value(): Value {
    const { scanner, budget } = this;
    budget.spend();
    scanner.space();
    switch (scanner.text[scanner.position]) {
      case '"': return this.string();
      case '[': return budget.deeper(() => this.list());
      case '{': return budget.deeper(() => this.map());
      case 't': return this.word('true', true);
      case 'f': return this.word('false', false);
      case 'n': return this.word('null', null);
      default: return jsonNumber(scanner.match(NUMBER)!);
    }
  }

  private word<T>(text: string, value: T): T {
    this.scanner.position += text.length;
    return value;
  }

  private string(): string {
    const { scanner } = this;
    const start = scanner.position + 1;
    const end = scanner.text.indexOf('"', start);
    const text = scanner.text.slice(start, end);
    if (text.includes('\\')) return JSON.parse(scanner.match(STRING)!) as string;
    scanner.position = end + 1;
    return text;
  }

  private list(): Value {
    const list = new JsonList();
    this.scanner.position++;
    while (!this.takes(']')) {
      list.push(this.value());
      this.takes(',');
    }
    return list;
  }

  private map(): Value {
    const map = new BodyMap();
    this.scanner.position++;
    while (!this.takes('}')) {
      const name = this.string();
      this.takes(':');
      map.set(name, this.value());
      this.takes(',');
    }
    return map;
  }

  private takes(sign: string): boolean {
    const { scanner } = this;
    scanner.space();
    const isNext = scanner.text[scanner.position] === sign;
    if (isNext) {
      scanner.position++;
      scanner.space();
    }
    return isNext;
  }
}
