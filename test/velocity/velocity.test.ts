import * as fc from 'fast-check';
import { Compile, parse } from 'velocityjs';
import { Budget, Template, VelocityError } from '../../src/velocity';
import { fromJson, type Value } from '../../src/velocity/values';
import { attempt } from '../support/attempt';

function render(template: string, variables: object = {}): unknown {
  return Template.of(template).render(fromJson(variables, new Budget()) as Map<string, Value>);
}

function errorOf(template: string, variables?: object): string {
  try {
    return `no error, but ${String(render(template, variables))}`;
  } catch (error) {
    return error instanceof VelocityError ? error.kind : `another error: ${String(error)}`;
  }
}

const VARIABLES = { text: 'Hello', empty: '', list: ['a', 'b', 'c'], map: { k: 'v', n: 1 }, zero: 0, no: false, nested: { list: [{ id: 7 }] } };

describe('what Velocity 1 makes of', () => {
  test.each<[template: string, text: string, why?: string]>([
    ['plain { "a": 1 }', 'plain { "a": 1 }'],
    ['$text ${text}s $!text', 'Hello Hellos Hello'],
    ['$missing ${missing.x} $!missing.', '$missing ${missing.x} .', 'a variable that isn\'t there stays as written'],
    ['[$map.missing]', '[]', 'API Gateway shows nothing for what its data hasn\'t got'],
    ['$ $5 #fff # a#b', '$ $5 #fff # a#b', 'neither references nor directives'],
    ['\\$text \\\\$text \\#if', '$text \\Hello #if', 'backslashes escape'],
    ['$text.length().', '5.'],
    ['a##b\nc#*d\n*#e#[[$f]]#g', 'ace$fg', 'comments and what isn\'t parsed'],
    ['#set($x = 1 + 2 * 3 - 4 / 2)$x', '5'],
    ['#set($x = (1 + 2) * 3 % 5)$x', '4'],
    ['#set($x = -7 / 2)$x', '-3', 'whole numbers stay whole'],
    ['#set($x = "a$text!")$x', 'aHello!'],
    ['#set($x = \'a$text\')$x', 'a$text', 'single quotes are taken as they are'],
    ['#set($x = "say ""hi""")$x', 'say "hi"'],
    ['#set($x = "$")#set($y = \'$.a\')$x$y', '$$.a'],
    ['#set($x = 1)#set($x = $map.missing)$x', '1', 'null isn\'t an assignment'],
    ['#set($map.new = "y")$map.new$map.get("new")', 'yy'],
    ['#set($list[1] = "z")$list[1]$list.get(1)$list[-1]', 'zzc'],
    ['#set($m = {"a": [1, {"b": 2}]})$m', '{a=[1, {b=2}]}', 'as Java writes it'],
    ['#set($m = {"a-b": 1})$m.a-b', '1', 'a dash is part of a name'],
    ['#set($r = [1..3])$r|#set($r = [3..1])$r', '[1, 2, 3]|[3, 2, 1]'],
    ['#if($empty)yes#end', 'yes', 'an empty text is true'],
    ['#if($zero)yes#end#if($no)no#end#if($map.missing)no#end', 'yes', 'false and null are not'],
    ['#if(!$missing)yes#else no#end', 'yes'],
    ['#if($zero == 1)a#elseif($zero == 0)b#{else}c#end', 'b'],
    ['#if($zero == "0" && $map.n == "1")yes#end', 'yes', 'values of different kinds are compared by their texts'],
    ['#if($map.missing == "")yes#{else}no#end', 'no', 'null isn\'t a text'],
    ['#if(1 lt 2 and 2 ge 2 and not (1 eq 2) or 1 gt 2)yes#end', 'yes'],
    ['#foreach($i in $list)$i$foreach.index$velocityCount#if($foreach.hasNext),#end#end', 'a01,b12,c23'],
    ['#foreach($i in $map)$i#end', 'v1', 'the values of a map'],
    ['#foreach($i in [1..5])#if($i == 3)#break#end$i#end!', '12!'],
    ['#set($i = "x")#foreach($i in [1])$i#end$i', '1x', 'the variable is as it was'],
    ['#foreach($i in $list)#foreach($j in [1])$foreach.parent.index#end#end', '012'],
    ['a#stop b', 'a'],
    ['#macro(twice $x)$x$x#end#twice("ab")#twice($text)', 'ababHelloHello'],
    ['#macro(box)[$bodyContent]#end#@box()in#end', '[in]'],
    ['#define($d)<$text>#end$d', '<Hello>'],
    ['#evaluate("$text")', 'Hello'],
    ['#nothing("x")', '#nothing("x")', 'a macro that isn\'t there stays as written'],
    ['#if($zero == 0)\nyes\n#end\nend', 'yes\nend', 'a directive takes the rest of its line with it'],
    ['$nested.list[0].id$nested.list.get(0).get("id")$nested["list"].size()', '771'],
  ])('%j', (template, text) => {
    expect(render(template, VARIABLES)).toBe(text);
  });
});

describe('the methods of Java', () => {
  test.each<[expression: string, text: string]>([
    ['"abc".matches("b")', 'false'],
    ['"abc".matches(".b.")', 'true'],
    ['"https://a.example.com".matches("https://[^.]+[.]example[.]com")', 'true'],
    ['"https://a.example.com.evil".matches("https://[^.]+[.]example[.]com")', 'false'],
    ['"aXbX".replaceAll("[A-Z]", "-$0")', 'a-Xb-X'],
    ['"aXbX".replaceFirst("X", "")', 'abX'],
    ['"a.b.c".replace(".", "$1")', 'a$1b$1c'],
    ['"it\\\'s".replaceAll("\\\\\'", "\'")', 'it\'s'],
    ['"a,b,,".split(",")', '[a, b]'],
    ['"a,b,c".split(",", 2).get(1)', 'b,c'],
    ['"abc".split("")', '[a, b, c]'],
    ['"Hello".substring(1)', 'ello'],
    ['"Hello".substring(1, 3)', 'el'],
    ['"Hello".indexOf("l")', '2'],
    ['"Hello".lastIndexOf("l")', '3'],
    ['"Hello".indexOf("x")', '-1'],
    ['"Hello".toLowerCase().concat("!").toUpperCase()', 'HELLO!'],
    ['"Hello".equals("Hello")', 'true'],
    ['"1".equals(1)', 'false'],
    ['"Hello".equalsIgnoreCase("hELLO")', 'true'],
    ['"Hello".contains("ell")', 'true'],
    ['"Hello".startsWith("He")', 'true'],
    ['"Hello".endsWith("lo")', 'true'],
    ['"".isEmpty()', 'true'],
    ['" a ".trim().length()', '1'],
    ['"b".compareTo("a")', '1'],
    ['"hello".hashCode()', '99162322'],
    ['"Hello".charAt(1)', 'e'],
    ['["a", "b"].contains("b")', 'true'],
    ['["a", "b"].size()', '2'],
    ['["a"].isEmpty()', 'false'],
    ['["a", "b"].indexOf("b")', '1'],
    ['{"a": 1}.containsKey("a")', 'true'],
    ['{"a": 1}.keySet()', '[a]'],
    ['{"a": 1}.entrySet().iterator().next().getValue()', '1'],
    ['{"a": 1}.entrySet().iterator().next().key', 'a'],
    ['{"a": 1}.getOrDefault("b", 2)', '2'],
  ])('%s is %s', (expression, text) => {
    const [, base, call] = /^("(?:[^"]*)"|\[[^\]]*\]|\{[^}]*\})(\..*)$/.exec(expression)!;
    expect(render(`#set($x = ${base})#set($y = $x${call})$y`)).toBe(text);
  });

  test('lists and maps are changed in place', () => {
    const template = '#set($l = [])#set($void = $l.add("a"))#set($void = $l.add(0, "b"))#set($m = {})#set($void = $m.put("k", $l))$m $m.remove("k") $m';
    expect(render(template)).toBe('{k=[b, a]} [b, a] {}');
  });
});

describe('no name reaches JavaScript', () => {
  const NAMES = ['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', '__lookupGetter__', 'eval', 'call', 'apply', 'push', 'then'];
  const BASES = ['$text', '$list', '$map', '$zero', '$no'];
  const FORMS = [(base: string, name: string) => `${base}.${name}`, (base: string, name: string) => `${base}.get("${name}")`, (base: string, name: string) => `${base}["${name}"]`,
    (base: string, name: string) => `${base}.${name}.constructor("return process")()`, (base: string, name: string) => `${base}.${name}("x")`];

  test.each(NAMES)('%s', (name) => {
    for (const base of BASES) {
      for (const form of FORMS) {
        const { value = '', error = new VelocityError('limit', 'none') } = attempt(() => String(render(`[${form(base, name)}]`, VARIABLES)));
        expect(error).toBeInstanceOf(VelocityError);
        // What has no value is shown as it is written.
        expect(value.replaceAll(form(base, name), '').replaceAll('("return process")', '')).not.toMatch(/function|native code|object Object|process/);
      }
    }
  });

  test('nothing is polluted', () => {
    for (const name of NAMES) {
      render(`#set($map.${name} = "polluted")#set($map.${name}.polluted = "yes")#set($void = $map.put("${name}", "x"))#set($${name} = 1)`, VARIABLES);
      render('#set($m = {"__proto__": {"polluted": "yes"}, "constructor": 1})$m', VARIABLES);
    }
    expect(({} as any).polluted).toBeUndefined();
    expect(({}).constructor).toBe(Object);
  });
});

describe('a template that takes too much ends with an error', () => {
  const DEEP = 5000;
  test.each<[name: string, template: string, kind: string]>([
    ['a loop in a loop', '#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end', 'limit'],
    ['a loop of more rounds than API Gateway has', '#foreach($a in [1..1001])x#end', 'limit'],
    ['a range', '#set($a = [1..999999999])', 'limit'],
    ['a text that doubles', `#set($a = "xxxxxxxx")${'#set($a = "$a$a")'.repeat(40)}`, 'limit'],
    ['a text that grows by its parts', `#set($a = "xxxxxxxx")${'#set($a = $a.replace("x", "xxxxxxxx"))'.repeat(40)}`, 'limit'],
    ['lists that have each other', '#set($a = [])#set($b = [$a])#set($void = $a.add($b))$a', 'limit'],
    ['a macro that calls itself', '#macro(m)#m()#end#m()', 'limit'],
    ['a definition that shows itself in a loop', '#define($d)#foreach($i in [1..1000])#foreach($j in [1..1000])$d#end#end#end$d', 'limit'],
    ['a macro that calls itself twice', '#macro(m)#foreach($i in [1..500])#m()#end#end#m()', 'limit'],
    ['an argument that is evaluated again and again', `#macro(m $a)$a$a#end${'#m("'.repeat(1)}#foreach($i in [1..1000])#foreach($j in [1..1000])x#end#end")`, 'limit'],
    ['a number that grows', '#set($n = 99999999999999999999)#foreach($i in [1..1000])#set($n = $n * $n)#end$n', 'limit'],
    ['a wide format', '#set($s = "")$s.format("%999999999d", 1)', 'limit'],
    ['#evaluate of itself', '#set($e = \'#evaluate($e)\')#evaluate($e)', 'limit'],
    ['a regular expression', '#set($x = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")$x.matches("(a+)+")', 'limit'],
    ['parentheses', `#if(${'('.repeat(DEEP)}1${')'.repeat(DEEP)})x#end`, 'syntax'],
    ['blocks', '#if(1)'.repeat(DEEP) + '#end'.repeat(DEEP), 'syntax'],
    ['negations', `#if(${'!'.repeat(DEEP)}1)x#end`, 'syntax'],
    ['calls in calls', '$x.y('.repeat(DEEP) + ')'.repeat(DEEP), 'syntax'],
    ['its own length', 'x'.repeat(310_000), 'limit'],
  ])('%s', (_, template, kind) => {
    expect(errorOf(template, { x: {} })).toBe(kind);
  });

  // Time of the processor for a text and for one of four times its length: four times as much, where a quadratic reader takes sixteen. Other processes don't count.
  test.each(['$x ', '$x.y(', '#if(', '"', '$x[', '\\', '#', '$', '#*', '#set($a = "', '{"$a": '])('reading takes time linear in the length: %s', (part) => {
    const time = (length: number) => {
      const before = process.cpuUsage();
      errorOf(part.repeat(Math.floor(length / part.length)), { x: {} });
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const least = (length: number) => Math.min(...[1, 2, 3, 4, 5].map(() => time(length)));
    least(75_000);
    // What takes some milliseconds only is too little to compare.
    expect(least(300_000)).toBeLessThan(Math.max(9 * least(75_000), 50_000));
  });

  test.each(['#set($x = )', '#if($x)', '#foreach($x of $y)#end', '#end', '#set($x', '#include("a")', '#parse("a")', '#set($x.y() = 1)', '$x.y(', '${x',
    '#set($a = "abc")$a.substring(9)', '#set($a = "abc")$a.matches("(")', '#set($a = [])$a.get(3)'])('%j is an error or a text, never a crash', (template) => {
    expect(errorOf(template, { x: {}, y: [] })).toMatch(/^(syntax|evaluation|no error, but .*)$/);
  });

  test('any text', () => {
    const piece = fc.constantFrom('$', '#', '{', '}', '(', ')', '[', ']', '"', '\'', '.', '\\', 'x', '1', ' ', 'set', 'if', 'end', 'else', 'foreach', 'in', '=', '!', ',', '$x', '$x.get("a")', '#if(', '#end', '#set(');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')), (template) => {
      expect(errorOf(template, { x: { a: 1 } })).not.toMatch(/^another/);
    }), { numRuns: 3000 });
  });
});

test('another engine makes the same of what both know', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const text = fc.stringMatching(/^[a-z ,:]{0,5}$/);
  // No zero: to JavaScript, and so to that engine, 0 equals an empty text.
  const value = fc.oneof(text.map((each) => `"${each}"`), fc.integer({ min: 1, max: 9 }).map(String), name.map((each) => `$${each}`));
  const condition = fc.oneof(fc.tuple(name, fc.constantFrom('==', '!='), text).map(([left, operator, right]) => `$${left} ${operator} "${right}"`));
  const statement: fc.Arbitrary<string> = fc.letrec<{ statement: string; block: string }>((tie) => ({
    block: fc.array(tie('statement'), { maxLength: 3 }).map((parts) => parts.map((part) => `|${part}|`).join('')),
    statement: fc.oneof(
      { depthSize: 'small' },
      text, name.map((each) => `$${each}`), name.map((each) => `\${${each}}`),
      fc.tuple(name, value).map(([left, right]) => `#set($${left} = ${right})`),
      fc.tuple(condition, tie('block'), tie('block')).map(([test, yes, no]) => `#if(${test})|${yes}|#else|${no}|#end`),
      fc.tuple(name, tie('block')).map(([item, body]) => `#foreach($${item}x in ["p", "q"])$${item}x${body}#end`),
      fc.tuple(name, text).map(([each, part]) => `$${each}.concat("${part}")`.replace('.concat', '.toString().concat')),
    ),
  })).block;
  const TEXT_METHODS = [
    { uid: 'toString', match: ({ property }: any) => property === 'toString', resolve: ({ context }: any) => String(context) },
    { uid: 'concat', match: ({ property }: any) => property === 'concat', resolve: ({ context, params }: any) => String(context) + params[0] },
  ];
  fc.assert(fc.property(statement, (template) => {
    const theirs = new Compile(parse(template), { escape: false, customMethodHandlers: TEXT_METHODS }).render({ a: 'x', b: 'y', c: 'z' });
    expect(render(template, { a: 'x', b: 'y', c: 'z' })).toBe(theirs);
  }), { numRuns: 1000 });
});
