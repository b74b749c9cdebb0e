import { apiOf, mock, type Seen, send, type Sent } from './support';

/** What a MOCK's request template makes of the request's body, shown in a header. */
function rendered(expression: string, sent: Sent = {}): Pick<Seen, 'status' | 'notes'> & { readonly text: string } {
  const shown = `#define($shown)${expression}#end#set($context.responseOverride.header.x = "$shown"){"statusCode": 200}`;
  const { status, notes, headers } = send(apiOf({ 'POST /': mock(200, {}, { RequestTemplates: { 'application/json': shown } }) }), { method: 'POST', ...sent });
  return { status, notes, text: headers.x };
}

describe('rule 132: a missing value', () => {
  test.each([
    ['#set($r = $input.path("$.nope")){"body": $r, "nested": $r.nested, "null": #if($r == $null)"true"#else"false"#end, "empty": #if($r == "")"true"#else"false"#end}',
      '{"body": , "nested": , "null": "true", "empty": "true"}'],
    ['#set($r = $input.path("$.nothing"))[$r]#if($r == "")empty#end', '[]empty'],
    ['[$input.body.testAccess][$util.urlEncode($input.body.testAccess)]', '[][]'],
    ['[$context.authorizer.principalId][$stageVariables.none]', '[][]'],
  ])('%s', (expression, text) => {
    expect(rendered(expression, { body: '{"nothing":null}' })).toMatchObject({ status: 200, text, notes: [] });
  });

  test('an empty body is {}', () => {
    expect(rendered('Action=SendMessage&MessageBody=$input.body').text).toBe('Action=SendMessage&MessageBody={}');
  });
});

test.each([
  ['$input.path("$.l")', '[{"foo":"bar"}]'], ['$input.path("$").m', '{l=[{"foo":"bar"}]}'], ['$input.path("$.l[0]")', '{foo=bar}'],
  ['$util.parseJson("[1.0,""a""]")', '[1.0,"a"]'],
])('rule 133: a list prints as JSON: %s is %s', (expression, text) => {
  expect(rendered(expression, { body: '{"l":[{"foo":"bar"}],"m":{"l":[{"foo":"bar"}]}}' }).text).toBe(text);
});

describe('rule 134: what Velocity 1.7 refuses', () => {
  test.each(['#set($a = "x\\"y")x"y', '#set($l = [1,2,])x"y', 'x"y#set($l = [1])#set($n = $l[7])', '#set($a = 1)#set($b = $a -1)x"y', 'x"y#evaluate("#set($z = [ ])")'])('%s is rendered, and noted', (expression) => {
    expect(rendered(expression)).toMatchObject({ status: 200, text: 'x"y', notes: [134] });
  });

  test('is a 500 by the other reading', () => {
    expect(rendered('#set($a = [ ])a', { circumstances: { rules: { 134: 'refused' } } })).toMatchObject({ status: 500, notes: [134] });
    expect(rendered('#set($a = [])a', { circumstances: { rules: { 134: 'refused' } } })).toMatchObject({ status: 200, notes: [] });
  });
});
