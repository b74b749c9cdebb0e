import { outcomeOf, type Seen } from './support';

const BODY = '{"l":[{"a":"b"}],"m":{"l":[{"c":"d"}]},"n":null,"e":[],"f":1.0,"x":1.50,"big":12345678901234567890,"exp":1e3,"s":"t","2":1,"1":2}';

/** What AWS answered, where LocalStack's tests ran there. */
describe('recorded on AWS', () => {
  test.each<[about: string, template: string, text: string, seen?: Seen]>([
    ['a missing value equals an empty text and null', '#set($r = $input.path("$.nope"))#if($r == "")E#{else}N#end#if($r == $null)E#{else}N#end', 'EE'],
    ['and prints nothing, whatever is asked of it', '#set($r = $input.path("$.nope"))[$r][$r.deep][$!r][${r}][$r.size()]', '[][][][][]'],
    ['null in a body is a missing value', '#set($r = $input.path("$.n"))[$r]#if($r == "")E#end#if($r == $null)N#end', '[]EN'],
    ['a list has no such property, and is neither null nor empty', '#set($r = $input.path("$.e"))$r|$r.nested|#if($r == "" || $r == $null)N#end', '[]||'],
    ['what a body text hasn\'t got prints nothing', '#set($r = $input.body.nope)[$r][$util.urlEncode($input.body.nope)]', '[][]'],
    ['through $util as well', '[$util.base64Encode($input.path("$.nope"))][$util.escapeJavaScript($input.path("$").nope)]', '[][]'],
    ['a list prints as JSON', '$input.path("$.l")', '[{"a":"b"}]'],
    ['a map as Java, and a list in it as JSON', '$input.path("$.m") $input.path("$.m").toString()', '{l=[{"c":"d"}]} {l=[{"c":"d"}]}'],
    ['a map in a list as Java', '$input.path("$.l")[0] $input.path("$.l").get(0)', '{a=b} {a=b}'],
    ['an empty body is {}', '[$input.body][$input.json("$")]', '[{}][{}]', { body: '' }],
    ['a body that isn\'t JSON is itself', '$input.body', 'some raw data', { body: 'some raw data' }],
    ['a map of overrides takes what is put in it, and shows nothing',
      '#set($n = "foo")#set($context.requestOverride.querystring[$n] = "bar")[$context.requestOverride.querystring.put("put", "x")]'
      + '#set($context["requestOverride"].querystring["deep"] = "y")$context.requestOverride.querystring["foo"]$context.requestOverride.querystring.put$context.requestOverride.querystring["deep"]',
      '[]barxy'],
  ])('%s', (...[, template, text, seen = { body: BODY }]) => {
    expect(outcomeOf(template, seen)).toEqual({ text, doubt: undefined });
  });
});

/** What no recording says is taken as Velocity 1.7 does it. */
describe('as Velocity 1.7', () => {
  test.each<[about: string, template: string, text: string]>([
    ['a variable that has a value keeps it where the new one is missing', '#set($a = 1)#set($a = $input.path("$.nope"))$a', '1'],
    ['a missing value is false', '#if($input.path("$.nope"))Y#{else}N#end#if(!$input.path("$.nope"))Y#end', 'NY'],
    ['a static method is called on any number', '#set($Integer = 0)#set($n = $Integer.parseInt("5"))#set($n = $n + 1)$n', '6'],
    ['and on any text', '#set($S = "")$S.valueOf(5) $S.format("%s-%s", "a", "b") $S.join(",", ["x","y"])', '5 a-b x,y'],
    ['a property is a getter, and size and length have none', '#set($l = [1,2,3])#if($l.size > 2)Y#{else}N#end#set($s = "abc")#if($s.length > 2)Y#{else}N#end', 'NN'],
    ['whole numbers and fractions', '#set($a = 7 / 2)$a #set($a = 7 / 2.0)$a|#set($b = 2 / 3.0)$b|#set($c = 2147483647 + 1)$c', '33.5|0.6666666666666666|2147483648'],
    ['what has no value is joined as it is written', '#set($a = "a" + $undef)$a', 'a$undef'],
    ['what isn\'t a number compares as false', '#set($a = "b" < 1)$a|#set($b = $undef > 1)$b', 'false|false'],
    ['#set takes the blanks before it', '  #set($a = 1)\n{"a":$a}', '{"a":1}'],
    ['but not those at the end of a text', '{\n  #set($a = 1)\n"a":$a}', '{\n  "a":1}'],
    ['a macro is called without parentheses, too', '#macro(hi)H#end#hi!', 'H!'],
    ['a macro takes the end of its line', '#macro(hi)H#end\n#hi()\nb', 'Hb'],
    ['a macro is known before it is written, and the first counts', '#hi()#macro(hi)1#end#macro(hi)2#end#hi()', '11'],
    ['an argument is evaluated each time', '#macro(m $a)$a$a#end#set($n = 0)#m("#set($n = $n + 1)$n")', '12'],
    ['a parameter without a value shows what was written', '#macro(m $a)[$a]#end#m($undef)#m()', '[$undef][$a]'],
    ['#define makes a value', '#define($d)x#end#if($d)Y#end#set($e = $d)$e', 'Yx'],
    ['an escaped quiet reference', '#set($a = 1)\\$!a \\$!undef', '$!a \\$!undef'],
    ['wrong arguments give null', '#set($l = ["a"])[$!l.get("0")][$!l.get("x")]#set($s = "a1")[$!s.contains(1)]', '[][][]'],
    ['\\u in double quotes', '#set($a = "\\u0041")$a#set($b = \'\\u0041\')$b', 'A\\u0041'],
    ['where a loop stands', '#foreach($x in ["a","b"])$foreach.index$foreach.count$foreach.hasNext()$foreach.isFirst()$foreach.last$foreach.getIndex();#end', '01truetruefalse0;12falsefalsetrue1;'],
    ['a loop in a loop', '#foreach($x in [1,2])#foreach($y in [1])$foreach.parent.index$foreach.topmost.count#end#end', '0112'],
    ['words that begin like directives', '#endDate #elsewhere #ifx #setting', '#endDate #elsewhere #ifx #setting'],
    ['numbers of a body keep their form', '$input.path("$.f") $input.path("$.x") $input.path("$.exp") $input.path("$.big") $input.json("$.f")', '1.0 1.5 1000.0 12345678901234567890 1.0'],
    ['names of a body keep their order', '$input.json("$.m") #foreach($k in $input.path("$").keySet())$k#end', '{"l":[{"c":"d"}]} lmnefxbigexps21'],
    ['conditions that are literals', '#if("x")Y#end#if(1)Y#end#if([])Y#end#if(true)T#end', 'T'],
    ['#stop ends all, #break the nearest', '#foreach($x in [1,2])$x#break#end|#macro(m)a#break b#end#m()|#stop|', '1|a|'],
    ['#foreach takes any word for in, and loops over what is third', '#foreach($x of [1,2])$x#end|#foreach($x, in, [1,2])$x#end|#foreach($x [1,2])$x#end|#foreach($x in)$x#end|', '12|12|||'],
    ['lone signs in an expression are dropped', '#set($s = "x")#set($t =$ "y")$s.concat($"y")$s.concat(#"z")$t#if(true $)a#end', 'xyxzya'],
    ['a word is null as an argument', '#set($m = {"k": "v"})$m.get(k)|$m.k(see)', '$m.get(k)|$m.k(see)'],
    ['behind a dollar # begins only the directives of Velocity\'s own', '$#break $#stop $#foo() $#if(true)a#end', '$#break $#stop $#foo() a'],
    ['two hashes right behind a property are text', '#set($m = {"k": "v"})$m.k##x|$m.k##\\#set($a = 1)', 'v##x|v#set($a = 1)'],
    ['what a method gives can\'t be set, and nothing happens', '#set($s = "a")#set($s.length() = 5)$s', 'a'],
    ['a comment without an end goes to the end', 'a#* b\nc', 'a'],
    ['BigDecimals with an exponent', '#set($a = 2.5 / 9223372036854775807 / 99999999999999999999)$a', '2.7105054312137610850457371E-39'],
    ['keys of any class', '#set($m = {1: "a", "1": "b"})$m.get(1)$m.get("1")$m', 'ab{1=a, 1=b}'],
  ])('%s', (_, template, text) => {
    expect(outcomeOf(template, { body: BODY })).toEqual({ text, doubt: undefined });
  });
});

describe('what Velocity 1.7 refuses is taken, and doubted', () => {
  test.each<[template: string, text: string]>([
    ['#set($a = "x\\"y")$a', 'x"y'],
    ['#set($a = 5)#set($b = $a -1)$b', '4'],
    ['#set($a = 5)#set($b = -$a)$b', '-5'],
    ['#set($a = null)$a', '$a'],
    ['#set($a = [ ])$a', '[]'],
    ['#set($a = [1,2,])$a', '[1, 2]'],
    ['#if(true)a#else b#else c#end', 'a'],
    ['cost: 5$', 'cost: 5$'],
    ['a#', 'a#'],
    ['[$util.base64Encode($undef)]', '[]'],
    ['#set($l = [1])[$l[3]]', '[$l[3]]'],
    ['#set($l = [1])#set($l[3] = 2)$l', '[1]'],
    ['#set($a = 1)#set($l = [$a + 1])$l', '[2]'],
    ['#set($s = " a ")[$s.trim(1)]', '[a]'],
    ['#foreach($x in $y || $z)a#end.', '.'],
    ['#set($s = "x")$s.length( )', '1'],
    ['#macro(m $a)$a#end#m(1,)', '1'],
    ['#macro(m $a,)$a#end#m(1)', '1'],
    ['#evaluate("a$")', 'a$'],
  ])('%j', (template, text) => {
    const outcome = outcomeOf(template);
    expect(outcome.text).toBe(text);
    expect(outcome.doubt).toEqual(expect.stringMatching(/\w/));
  });
});
