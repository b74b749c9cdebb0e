import type { Budget } from './budget';
import { jsonNumber } from './numbers';
import { BodyMap, fromJson, JsonList, type Value } from './values';

/** What JavaScript would lose: `1.0`, `1e3`, more digits than its numbers have, and the order of names that are numbers. */
const SPECIAL = /\d[.eE]|\d{10}|"\d+"\s*:/;
const TOKEN = /[\s]*(?:("(?:[^"\\\x00-\x1F]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([[\]{},:]))/y;

/** The value of a JSON text, with numbers as Java has them. Throws a SyntaxError for what isn't JSON. */
export function readJson(text: string, budget: Budget): Value {
  const json: unknown = JSON.parse(text);
  return SPECIAL.test(text) ? new Reader(text, budget).value() : fromJson(json, budget, BodyMap);
}

/** Reads what JSON.parse has found to be right. */
class Reader {
  private position = 0;

  constructor(private readonly text: string, private readonly budget: Budget) {}

  public value(): Value {
    this.budget.spend();
    const [text, number, word, sign] = this.token();
    if (text !== undefined) return JSON.parse(text) as string;
    if (number !== undefined) return jsonNumber(number);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    return this.budget.deeper(() => (sign === '[' ? this.list() : this.map()));
  }

  private token(): (string | undefined)[] {
    TOKEN.lastIndex = this.position;
    const found = TOKEN.exec(this.text)!;
    this.position = TOKEN.lastIndex;
    return found.slice(1);
  }

  private list(): Value {
    const list = new JsonList();
    if (this.ends(']')) return list;
    do {
      list.push(this.value());
    } while (this.token()[3] === ',');
    return list;
  }

  private map(): Value {
    const map = new BodyMap();
    if (this.ends('}')) return map;
    do {
      const name = JSON.parse(this.token()[0]!) as string;
      this.token();
      map.set(name, this.value());
    } while (this.token()[3] === ',');
    return map;
  }

  private ends(sign: string): boolean {
    const before = this.position;
    const isEnd = this.token()[3] === sign;
    this.position = isEnd ? this.position : before;
    return isEnd;
  }
}
