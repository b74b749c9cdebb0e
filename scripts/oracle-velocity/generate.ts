/** A template of the table: its class says what it is about. */
export interface Generated {
  readonly kind: string;
  readonly template: string;
}

/** Random choices that are the same each time (Park and Miller's generator). */
class Choice {
  constructor(private state: number) {}

  public below(limit: number): number {
    this.state = (this.state * 48271) % 2147483647;
    return Math.floor(this.state / 2147483647 * limit);
  }

  public of<T>(...items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  public some<T>(from: number, to: number, make: () => T): T[] {
    return Array.from({ length: from + this.below(to - from + 1) }, make);
  }
}

type Make = (choice: Choice) => string;

const SETTING = '#set($s = "Hello, you")#set($e = "")#set($i = 7)#set($d = 2.5)#set($t = true)#set($f = false)'
  + '#set($l = ["b", "a", "c", "a"])#set($n = [1, 2, 3])#set($m = {"k": "v", "n": 1, "l": [1, "x"]})#set($o = {})';

/** What each class is made of. */
const KINDS: { readonly [kind: string]: Make } = {
  'dollars and hashes': (choice) => choice.some(1, 6, () => choice.of('$', '$$', '$!', '#', '##x\n', '$s', '$!s', '${s}', '$!{s}', '$nope', '$!nope', '${nope}', ' ', '\n',
    '\\', '\\\\', 'a', '5', '.', '-', '{', '}', '!', '$5', '#5', '#fff', '#{x}', '$.', '$[', '$s.', '$s-', '@', '#@x', '\\$s', '\\$nope', '\\#if', '\\\\#set', '\\#x')).join(''),
  'references': (choice) => choice.some(1, 3, () => choice.of('$', '$!', '${', '$!{').concat(choice.of('s', 'm', 'l', 'i', 'nope', 'o', 'd', 't')) + path(choice))
    .map(closed).join(choice.of(' ', '|', '')),
  'texts': (choice) => shown(choice, choice.of('$s', '$e', '"a,b,,c"', '"AbC"', '"x1y22"', '" pad "', '"12"'), TEXT_CALLS),
  'numbers': (choice) => shown(choice, choice.of('$i', '0', '-12', '2147483647', '3000000000', '$d', '1.0', '1.5e3', '1e-5', '123456789.5'), NUMBER_CALLS),
  'lists': (choice) => `${choice.some(0, 2, () => `$!${choice.of('l', 'n')}${choice.of(...LIST_CALLS)} `).join('')}$l|$n|${call(choice, '$l', LIST_CALLS)}`,
  'maps': (choice) => `${choice.some(0, 2, () => `$!m${choice.of(...MAP_CALLS)} `).join('')}$m|${call(choice, '$m', MAP_CALLS)}`,
  'sets and entries': (choice) => `#foreach($x in $m${choice.of('.keySet()', '.values()', '.entrySet()', '', '.entrySet().iterator()', '.keySet().iterator()')})`
    + `$x${choice.of('', '.key', '.getKey()', '.value', '.getValue()', '.toString()', '.length()')};#end${call(choice, '$m.keySet()', VIEW_CALLS)}`,
  'arithmetic': (choice) => `#set($x = ${sum(choice, 2)})$x`,
  'comparisons': (choice) => `#set($x = ${operand(choice)} ${choice.of('==', '!=', '<', '>', '<=', '>=', 'eq', 'ne', 'lt', 'ge')} ${operand(choice)})$x`,
  'conditions': (choice) => `#if(${condition(choice, 2)})a#elseif(${condition(choice, 1)})b#{else}c#end`,
  'set': (choice) => choice.some(1, 4, () => `#set($${choice.of('a', 'b', 'o.a', 'o["b"]', 'l[0]', 'm.k', '!a', '{a}')} = ${simple(choice)})`).join(choice.of('', ' ', '\n', ' \n'))
    .concat('$a|$b|$o|$l|$m'),
  'loops': (choice) => loop(choice, 2),
  'macros': (choice) => macros(choice),
  'define and evaluate': (choice) => choice.some(1, 4, () => choice.of('#define($x)[$s]#end', '#define($x)$i#set($i = $i + 1)#end', '$x', '$!x', '#set($y = $x)', '$y',
    '#if($x)Y#end', '#evaluate("$s#set($z = 3)")', '#evaluate($e)$z', '#evaluate(\'#if($t)t#end\')', '#set($s = "new")', '#set($q = \'$s$i\')#evaluate($q)', '$x.length()',
    '#foreach($r in [1..2])$x#end', '#evaluate("a#stop b")', '#define($x)a#break b#end', '$x.toString()')).join(choice.of('', ' ')),
  'lines': (choice) => choice.some(2, 8, () => choice.of('#if($t)', '#if($f)', '#set($a = 1)', '#foreach($x in $n)', '#end', '#else', ' ', '  ', '\n', '\r\n', '\t', 'x', '## c\n', '#* c *#',
    '$s', '{', '"a": 1')).join(''),
  'balanced lines': (choice) => lines(choice, 3),
  'quotes': (choice) => `#set($x = ${choice.of('"', '\'')}${choice.some(0, 4, () => choice.of('a', '$s', '${s}', '$nope', '$', '#', '\\', '#if($t)y#end', '\\u0041', ' ', '#set($a = 2)',
    '$m.k', '##', '[', '$!nope')).join('')}`.replace(/^(#set\(\$x = (["'])[\s\S]*)$/, '$1$2)$x|$a'),
  'comments and literals': (choice) => choice.some(1, 5, () => choice.of('## one\n', '#* two *#', '#** three *#', '#[[ $s #if ]]#', '#literal() $s #end', '$s', 'a', '\n', ' ', '##', '#*$s*#',
    '#[[#]]#')).join(''),
  'body': (choice) => choice.some(1, 3, () => choice.of('$input.path("$.s")', '$input.path("$.one")', '$input.path("$.list")', '$input.path("$.map")', '$input.json("$.map")', '$input.json("$.list")',
    '$input.path("$").map.a', '$input.path("$.list").size()', '$input.path("$.list[0]").a', '#foreach($x in $input.path("$.list"))$x.a;#end', '$input.path("$.one") ',
    '#if($input.path("$.s") == "text")y#end', '$input.body', '$input.path("$.big")', '$input.path("$.half")', '$input.path("$.map").keySet()',
    '#set($r = $input.path("$"))$r.s $r.map.a $r.list.get(0).a', '#foreach($k in $input.path("$.map").keySet())$k=$input.path("$.map").get($k)#if($foreach.hasNext),#end#end',
    '$input.json("$")', '#set($h = $input.path("$.half") + 1)$h', '$input.path("$.t")', '$input.path("$.map.a").length()')).join(choice.of('', ' ', ',')),
  'parameters and context': (choice) => choice.some(1, 3, () => choice.of('$input.params("q")', '$input.params("nope")', '$input.params().header', '$input.params().header.get("h")',
    '$input.params().path.id', '#foreach($p in $input.params().keySet())$p;#end', '$context.stage', '$context.identity.sourceIp', '$stageVariables.v', '$stageVariables["v"]', '$context["stage"]',
    '#foreach($p in $input.params().header.keySet())"$p":"$util.escapeJavaScript($input.params().header.get($p))"#if($foreach.hasNext),#end#end',
    '#set($all = $input.params())#foreach($type in $all.keySet())#set($p = $all.get($type))$type:#foreach($name in $p.keySet())$name=$p.get($name)#end#end')).join(choice.of('', ' ')),
  'util': (choice) => `$util.${choice.of('escapeJavaScript', 'urlEncode', 'base64Encode')}(${choice.of('$s', '"it\'s ""so"""', '\'a/b?c=d&e f\'', '"é€\n"', '$m.k', '"<a>"', '"~*-_.!()"')})`
    + choice.of('', '|$util.parseJson("[1,2]").size()', '|$util.parseJson(\'{"a":{"b":1.0}}\').a', '|$util.urlDecode("a+b%20c")', '|$util.base64Decode("aGk=")'),
  'refused': (choice) => choice.some(0, 1, () => 'a ').join('') + choice.of('#set($x = "a\\"b")$x', '#set($x = $i -1)$x', '#set($x = -$i)$x', '#set($x = null)$x', '#set($x = [ ])$x', '#set($x = [1,])$x',
    '#if($t)a#else b#else c#end', 'cost 5$', 'a#', '$s.true', '#if $t)a#end', '#set($x 1)', '#set($x = [1 + 2])$x', '$l[9]', '$l.get($i + 1)', '$s.substring(99)', '$l.get(9)', '$i.parseInt("x")',
    '$s.trim(1)', '#foreach($x in $i + 1)#end', '#end', '#else', '$l[ab]', '${s', '#set($x = 1 +)', '#evaluate(5)', '#macro(5)#end', '$util.urlEncode($nope)', '$s.matches("(")', '#set($l[9] = 1)$l')
    + choice.of('', ' b'),
  'everything': (choice) => choice.some(1, 4, () => KINDS[choice.of('loops', 'conditions', 'references', 'set', 'arithmetic', 'balanced lines', 'quotes', 'texts')](choice).replace(SETTING, ''))
    .join(choice.of('', ' ', '\n')),
};

const TEXT_CALLS = ['.length()', '.toUpperCase()', '.toLowerCase()', '.trim()', '.substring(1)', '.substring(0, 1)', '.indexOf("b")', '.lastIndexOf("a")', '.indexOf("zz")', '.contains("b")', '.contains(1)',
  '.startsWith("a")', '.endsWith("c")', '.replace("a", "_")', '.replaceAll("[a-z]", "<$0>")', '.replaceFirst("l+", "")', '.matches(".*b.*")', '.equals("12")', '.equals(12)', '.equalsIgnoreCase("ABC")',
  '.concat("!")', '.isEmpty()', '.empty', '.length', '.charAt(0)', '.compareTo("B")', '.compareToIgnoreCase("abc")', '.hashCode()', '.split(",").size()', '.split(",")[0]', '.valueOf(5)', '.valueOf(2.0)',
  '.format("%s-%s", "a", 1)', '.format("%05d|%x", 42, 255)', '.format("%.2f", 2.5)', '.format("%-5s|%5s|", "a", "b")', '.join("-", ["x", "y"])', '.toString()', '.substring("1")', '.indexOf(98)', '.nope()',
  '.repeat(2)', '.isBlank()', '.strip()', '.replace("a", 1)', '.toCharArray().size()', '.split("").size()', '.regionMatches(0, "AbC", 0, 2)', '.join(",", "a", "b")', '.equals($nope)', '.format("%,d", 1234567)'];
const NUMBER_CALLS = ['', '.intValue()', '.longValue()', '.doubleValue()', '.toString()', '.equals(7)', '.compareTo(3)', '.hashCode()', '.parseInt("42")', '.parseInt("-5")', '.parseInt("ff", 16)', '.valueOf("9")',
  '.toString(5)', '.toHexString(255)', '.toBinaryString(5)', '.max(3, 9)', '.min(3, 9)', '.sum(1, 2)', '.compare(1, 2)', '.parseDouble("1.50")', '.parseLong("5000000000")', '.nope', '.class.nope',
  '.length()', '.floatValue()', '.isNaN()', '.toOctalString(9)', '.signum(-3)', '.byteValue()', '.shortValue()'];
const LIST_CALLS = ['.size()', '.get(0)', '.get("0")', '[0]', '[-1]', '.isEmpty()', '.empty', '.size', '.contains("a")', '.contains(2)', '.indexOf("a")', '.lastIndexOf("a")', '.add("z")', '.add(0, "first")',
  '.remove(0)', '.remove("a")', '.addAll(["p", "q"])', '.removeAll(["a"])', '.retainAll(["a", "b"])', '.subList(0, 2)', '.set(0, "S")', '.toString()', '.equals(["b"])', '.containsAll(["a"])', '.clear()',
  '.iterator().next()', '.iterator().hasNext()', '.nope', '.first', '.length()', '.toArray().size()', '.get(0).length()', '.contains($nope)', '.remove(2)', '.addAll(1, [5])'];
const MAP_CALLS = ['.k', '.nope', '.get("k")', '.get("nope")', '["k"]', '.size()', '.isEmpty()', '.empty', '.size', '.containsKey("k")', '.containsValue("v")', '.put("x", 1)', '.put("k", "w")', '.remove("k")',
  '.remove("nope")', '.putAll({"p": 1})', '.keySet()', '.values()', '.entrySet()', '.getOrDefault("nope", 5)', '.toString()', '.l', '.l[1]', '.l.size()', '.n', '.clear()', '.putIfAbsent("k", 2)',
  '.putIfAbsent("y", 3)', '.equals({})', '.get(1)', '.keySet().size()', '.values().contains("v")', '.replace("k", "r")', '.keySet().remove("k")'];
const VIEW_CALLS = ['.size()', '.contains("k")', '.isEmpty()', '.get(0)', '[0]', '.toString()', '.iterator().next()', '.empty', '.containsAll(["k"])', '.add("x").nope', '.toArray().size()'];

function call(choice: Choice, base: string, calls: readonly string[]): string {
  return base + choice.of(...calls);
}

function shown(choice: Choice, base: string, calls: readonly string[]): string {
  return `#set($x = ${base})#set($y = $x${choice.of(...calls)})$y|$x${choice.of(...calls)}`;
}

function path(choice: Choice): string {
  return choice.some(0, 2, () => choice.of('.k', '.nope', '.size()', '.length()', '[0]', '.get("k")', '.empty', '.toString()', '.l', '[-1]', '.n')).join('');
}

function closed(reference: string): string {
  return reference.includes('{') ? `${reference}}` : reference;
}

function simple(choice: Choice): string {
  return choice.of('1', '-2', '2.5', '"a"', '\'b\'', '"$s"', 'true', 'false', '[]', '[1, "x"]', '{}', '{"p": 2}', '$i', '$nope', '$m.k', '$m.nope', '[1..3]', '$l', '$s.length()', '1 + 2', '"a" + 1', '$i * 2', '[$i..9]');
}

function operand(choice: Choice): string {
  return choice.of('1', '2', '7', '2.5', '7.0', '"1"', '"a"', '"7"', '$i', '$d', '$s', '$e', '""', '$nope', '$t', 'true', 'false', '"true"', '$l', '[]', '{}', '$o', '$m.n', '$n', '[1, 2, 3]', '3000000000', '$n.get(0)');
}

function sum(choice: Choice, depth: number): string {
  const side = () => (depth > 0 && choice.below(3) === 0 ? `(${sum(choice, depth - 1)})` : choice.of('1', '2', '3', '0', '7', '2.5', '0.5', '-4', '$i', '$d', '"a"', '$nope', '2147483647', '4000000000', '1.0', '$s', '$m.n',
    '99999999999999999999', '9223372036854775807'));
  return choice.some(1, 2, side).concat(side()).join(` ${choice.of('+', '-', '*', '/', '%', '+', '+')} `);
}

function condition(choice: Choice, depth: number): string {
  if (depth === 0 || choice.below(3) === 0) return choice.of('$t', '$f', '$nope', '$s', '$e', 'true', 'false', '1', '"x"', '0', '[]', '{}', '$l', '$m.nope', '$m.k', '!$t', '!$nope', 'not $f', '!1', '$i', '$i + 1');
  return choice.of(() => `${operand(choice)} ${choice.of('==', '!=', '<', '>=')} ${operand(choice)}`, () => `${condition(choice, depth - 1)} ${choice.of('&&', '||', 'and', 'or')} ${condition(choice, depth - 1)}`,
    () => `(${condition(choice, depth - 1)})`, () => `!(${condition(choice, depth - 1)})`)();
}

const FOREACH = ['.index', '.count', '.hasNext', '.first', '.last', '.getIndex()', '.getCount()', '.hasNext()', '.getHasNext()', '.isFirst()', '.isLast()', '.getFirst()', '.getLast()', '.nope', '.parent.index',
  '.parent.count', '.topmost.index', '.getParent().getIndex()', '.getTopmost().count', '.parent.nope', '.index()', '.size()', '.x'];

function loop(choice: Choice, depth: number): string {
  const body = choice.some(1, 4, () => choice.of<() => string>(() => '$x', () => `$foreach${choice.of(...FOREACH)}`, () => `$!foreach${choice.of(...FOREACH)}`, () => '#if($foreach.hasNext),#end', () => '#if($foreach.hasNext()),#end',
    () => '$velocityCount', () => '$velocityHasNext', () => '#if($x == "a")#break#end', () => '#set($x = "new")', () => '#set($foreach.x = 1)', () => '#if(!$foreach.last);#end', () => '\n', () => ' ',
    () => (depth > 0 ? loop(choice, depth - 1) : '|'), () => '#if($foreach.count == 2)#break($foreach)#end', () => '#if($foreach.first)[#end', () => '#stop')()).join('');
  const list = choice.of('$l', '$n', '[1..3]', '[3..1]', '["a", 2]', '$m', '[]', '$nope', '$s', '$m.keySet()', '$n.iterator()', '{"p": "q"}', '[$nope, 1]', '$m.l', '"abc"', '$s.split(",")', '5');
  return `#foreach($x in ${list})${body}#end${choice.of('', '$x', '$foreach.index', '$velocityCount')}`;
}

function macros(choice: Choice): string {
  const define = (): string => choice.of('#macro(a)A#end', '#macro(a $x)<$x>#end', '#macro(a $x $y)$x-$y#end', '#macro(b $x)#a($x)$x#end', '#macro(a $x)#set($x = "in")$x#end', '#macro(c)\nC\n#end', '#macro(d $x)$!x$x$!{x}${x}#end',
    '#macro(a)#set($s = "m")#end', '#macro(w)[$bodyContent]#end', '#macro(a)x#break y#end', '#macro(r $q)#if($q > 0)$q#set($q2 = $q - 1)#r($q2)#end#end');
  const use = (): string => choice.of('#a()', '#a', '#a("x")', '#a($s)', '#a($nope)', '#a(1 2)', '#a("x", "y")', '#b("b")', '#b($i)', '#c()', '#c()\n', '#{a}', '#d($nope)', '#d($m.nope)', '#d("$nope")', '#d([1..2])', '#d({"a": 1})',
    '#@w()in$s#end', '#@w() x #end', '#a(true)', '#r(2)', '#undefined("x")', '#a\n', '#a ()', '#a("#set($i = $i + 1)$i")', '$s', '\\#a', '#nope', '#a( $s )\n', '#d($s.length())', '#a(a)');
  return [...choice.some(1, 3, define), ...choice.some(1, 3, use), ...choice.some(0, 1, define)].join(choice.of('', '\n', ' '));
}

function lines(choice: Choice, depth: number): string {
  const part = (): string => choice.of(() => 'text', () => '  ', () => '\n', () => '\r\n', () => `#set($a = ${simple(choice)})`, () => '  #set($a = 1)\n', () => '$s', () => '## note\n', () => '"k": "$m.k",\n', () => '#*c*#', () => '\t',
    ...depth === 0 ? [] : [() => `#if($${choice.of('t', 'f')})${lines(choice, depth - 1)}#end`, () => `#if($f)x${choice.of('#else', '#{else}', ' #else\n')}${lines(choice, depth - 1)}#end\n`,
      () => `#foreach($q in $n)${choice.of('', '\n', ' \n', '  ')}${lines(choice, depth - 1)}#end${choice.of('', '\n', ' \n', ' ')}`])();
  return choice.some(1, 4, part).join('');
}

/** So many templates, the same for one seed, none twice, each class with the same share. */
export function generate(count: number, seed: number): Generated[] {
  const choice = new Choice(seed);
  const kinds = Object.keys(KINDS);
  const made = new Map<string, Generated>();
  for (let turn = 0; made.size < count; turn++) {
    const kind = kinds[turn % kinds.length];
    const template = (kind === 'body' || kind === 'parameters and context' ? '' : SETTING) + KINDS[kind](choice);
    made.set(template, { kind, template });
  }
  return [...made.values()];
}

/** What the templates are rendered with. `$nope` and the like are in none of it. */
export const REQUEST = {
  body: '{"s":"text","one":1,"half":1.0,"big":12345678901,"t":true,"list":[{"a":"b"},{"a":"c"}],"map":{"a":"x","b":[1,2]}}',
  params: { path: { id: '7' }, querystring: { q: '1' }, header: { 'h': 'v', 'x-y': 'it\'s' } },
  context: { stage: 'prod', identity: { sourceIp: '192.0.2.1' } },
  stageVariables: { v: 'green' },
};
