import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { CorsPolicy, CorsRestApi, RestApiCors } from '../../src';
import { Emulator } from '../../src/emulator';
import { attempt, messageOf as messageOfAttempt } from '../support/attempt';
import { brokenStack, corsApi, handler, PAGE, rightStack } from './support';
import '../../src/jest';

const FOREIGN = 'https://foreign.example';
const DELETE = { method: 'DELETE', path: '/items' };
/** What the function answers where it does CORS as it should. */
const answer = { headers: { 'access-control-allow-origin': PAGE } };

/** The message of an expectation that isn't met. */
function messageOf(expectation: () => void): string {
  return messageOfAttempt(attempt(expectation)) ?? 'the expectation was met';
}

describe.each(['capacitor://localhost', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'tauri://localhost'])('the app shell or extension %s', (shell) => {
  const stack = new Stack(new App(), 'Shop');
  new CorsRestApi(stack, 'Api', { cors: CorsPolicy.forOrigins(shell, PAGE), handler: handler(stack) });
  const reply = { headers: { 'access-control-allow-origin': shell } };

  test('may call where the policy names it', () => {
    expect(stack).toAllowCors({ from: shell, method: 'PUT', path: '/items', answer: reply });
    expect(rightStack()).toBlockCors({ from: shell, ...DELETE });
  });

  test('sends its origin as it stands', () => {
    const message = messageOf(() => expect(stack).toBlockCors({ from: shell, method: 'PUT', path: '/items', answer: reply }));
    expect(message).toContain(`origin: ${shell}`);
  });
});

describe('a request', () => {
  test.each([
    ['of the page that may call', { from: PAGE, ...DELETE, answer }, 'allowed'],
    ['with a header that may be sent, by its name', { from: PAGE, ...DELETE, headers: ['Authorization'], answer }, 'allowed'],
    ['with a header and its value', { from: PAGE, ...DELETE, headers: { 'content-type': 'application/json' }, answer }, 'allowed'],
    ['that is throttled, and can be read', { from: PAGE, ...DELETE, failure: 'THROTTLED' }, 'allowed'],
    ['of another page, which is throttled', { from: FOREIGN, ...DELETE, failure: 'THROTTLED' }, 'blocked'],
    ['of another page, whatever the function answers', { from: FOREIGN, ...DELETE }, 'blocked'],
    ['of a sandboxed frame', { from: 'null', ...DELETE }, 'blocked'],
    ['with a header that may not be sent', { from: PAGE, ...DELETE, headers: ['X-Other'], answer }, 'blocked'],
    ['with a method that browsers send for nobody', { from: PAGE, ...DELETE, method: 'TRACE' }, 'blocked'],
    ['with cookies, which the policy doesn\'t say', { from: PAGE, ...DELETE, credentials: true, answer }, 'blocked'],
    ['that the function answers without a header', { from: PAGE, ...DELETE, answer: {} }, 'blocked'],
  ])('%s', (_what, question, outcome) => {
    const stack = rightStack();
    const [met, failing, why] = outcome === 'allowed' ? ['toAllowCors', 'toBlockCors', 'can read the answer of'] as const : ['toBlockCors', 'toAllowCors', 'is blocked at'] as const;
    expect(stack)[met](question);
    expect(stack).not[failing](question);
    expect(() => expect(stack)[failing](question)).toThrow(why);
    expect(() => expect(stack).not[met](question)).toThrow(`expect(received).not.${met}(`);
  });

  test('that nobody can judge fails every expectation, and says what would decide it', () => {
    const question = { from: PAGE, ...DELETE };
    const expectations = [
      () => expect(rightStack()).toAllowCors(question), () => expect(rightStack()).toBlockCors(question),
      () => expect(rightStack()).not.toAllowCors(question), () => expect(rightStack()).not.toBlockCors(question),
    ];
    for (const expectation of expectations) {
      expect(messageOf(expectation)).toMatch(/^It isn't known from the template whether a page of https:\/\/app\.example\.com can read the answer of /m);
      expect(messageOf(expectation)).toContain('What would decide it:\n  what the function or back end answers: answer: { headers: { \'access-control-allow-origin\': … } }');
    }
  });

  test.each<[string, any, string]>([
    ['nobody asks', {}, 'from is the origin of the page that asks'],
    ['a failure that there isn\'t', { from: PAGE, failure: 'NOPE' }, 'got "NOPE"; there are ACCESS_DENIED, '],
    ['a word that isn\'t known', { from: PAGE, origin: FOREIGN }, 'the matcher knows no "origin"; it takes from, entrance, path'],
    ['an entrance that isn\'t there', { from: PAGE, entrance: 'Other' }, '"Other" isn\'t an entrance of the app; its entrances are Shop/Api'],
    ['a path without a slash', { from: PAGE, path: 'items' }, 'path must begin with a slash, got "items"; write "/items"'],
  ])('makes no sense where %s', (_what, question, message) => {
    expect(() => expect(rightStack()).toAllowCors(question)).toThrow(message);
  });
});

describe('expect() takes', () => {
  const question = { from: PAGE, ...DELETE, failure: 'THROTTLED' };
  const template = () => Template.fromStack(rightStack());
  const inFile = (name: string, text: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'cdk-cors-jest-')), name);
    writeFileSync(file, text);
    return file;
  };
  const yaml = 'Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      Name: a\n      ProtocolType: HTTP\n      CorsConfiguration: { AllowOrigins: ["https://app.example.com"] }\n';

  test.each<[string, () => unknown]>([
    ['a stack', () => rightStack()],
    ['an app', () => rightStack().node.root],
    ['a stage', () => {
      const stage = new Stage(new App(), 'Prod');
      rightStack(stage);
      return stage;
    }],
    ['a stack of a stage', () => rightStack(new Stage(new App(), 'Prod'))],
    ['a nested stack', () => {
      const nested = new NestedStack(new Stack(new App(), 'Outer'), 'Nested');
      corsApi(nested);
      return nested;
    }],
    ['the stack around it', () => {
      const outer = new Stack(new App(), 'Outer');
      corsApi(new NestedStack(outer, 'Nested'));
      return outer;
    }],
    ['a stack beside another with an API of its own', () => {
      const app = new App();
      brokenStack(app, 'Other');
      return rightStack(app);
    }],
    ['a Template', template],
    ['a template', () => template().toJSON()],
    ['a template\'s text', () => JSON.stringify(template().toJSON())],
    ['a cdk.out', () => (rightStack().node.root as App).synth().directory],
    ['a template\'s file', () => inFile('template.json', JSON.stringify(template().toJSON()))],
    ['an Emulator', () => Emulator.fromTemplate(template().toJSON())],
  ])('%s', (_what, make) => {
    const received = make();
    expect(received).toAllowCors(question);
    expect(received).toHaveNoCorsFindings();
  });

  test('YAML', () => {
    expect(yaml).toBlockCors({ from: FOREIGN, method: 'DELETE', path: '/' });
    expect(inFile('template.yaml', yaml)).toBlockCors({ from: FOREIGN, method: 'DELETE', path: '/' });
  });

  test('stubs of an Emulator, which answer for the functions', () => {
    const [id] = Object.keys(template().findResources('AWS::Lambda::Function'));
    const answering = (origin: string) => Emulator.fromTemplate(template().toJSON(), {
      functions: { [id]: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': origin } }) },
    });
    expect(answering(PAGE)).toAllowCors({ from: PAGE, ...DELETE });
    expect(answering(FOREIGN)).toBlockCors({ from: PAGE, ...DELETE });
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'expect() was given undefined; give a Stack, a Stage, an App'],
    ['a number', 42, 'expect() was given 42; give'],
    ['another object', new Date(0), 'expect() was given an object of the class Date, without Resources; give a Stack'],
    ['a construct that isn\'t a stack', rightStack().node.findChild('Api'), 'expect() was given Shop/Api, which isn\'t a stack; give a Stack'],
    ['a construct of no app', new Construct(undefined as any, 'Alone'), 'expect() was given Alone, which is in no App; give a Stack'],
    ['a file that isn\'t there', 'no-such-cdk.out', 'expect() was given "no-such-cdk.out", and there is no such file or directory'],
    ['a broken template', '{ "Resources": ', 'the template'],
    ['a template without Resources', '{}', 'Resources'],
  ])('not %s', (_what, received, message) => {
    expect(() => expect(received).toAllowCors({ from: PAGE })).toThrow(message);
  });
});

describe('a page that isn\'t in the policy', () => {
  const several = () => {
    const stack = new Stack(new App(), 'Shop');
    const cors = CorsPolicy.forOrigins(PAGE, 'https://*.preview.example.com', 'https://pr-*.example.net');
    new CorsRestApi(stack, 'Api', { cors, handler: handler(stack), proxy: false }).root.addResource('items').addMethod('DELETE');
    return stack;
  };

  test.each<[name: string, make: () => Stack, request: object, named: string]>([
    ['of one origin', rightStack, DELETE, PAGE],
    ['of several and patterns', several, DELETE, `${PAGE}, https://*.preview.example.com and https://pr-*.example.net`],
    ['that a failure answers', rightStack, { ...DELETE, failure: 'THROTTLED' }, PAGE],
  ])('%s', (_name, make, request, named) => {
    const message = messageOf(() => expect(make()).toAllowCors({ from: FOREIGN, ...request }));
    expect(message).toContain(`The cause:\n  ${FOREIGN} isn't among the allowed origins: ${named}\n`);
    expect(message).not.toContain('What mends it');
    expect(message).not.toContain('forOrigins');
  });

  test('a page that is in it, and can\'t call, gets the cause', () => {
    const message = messageOf(() => expect(brokenStack()).toAllowCors({ from: PAGE, ...DELETE, failure: 'THROTTLED' }));
    expect(message).toContain('What mends it');
    expect(message).not.toContain('isn\'t among');
  });
});

describe('toHaveNoCorsFindings', () => {
  test('of a right stack', () => {
    expect(rightStack()).toHaveNoCorsFindings();
    expect(messageOf(() => expect(rightStack()).not.toHaveNoCorsFindings())).toMatch(/^expect\(received\)\.not\.toHaveNoCorsFindings\(\)\n\n\d+ questions were asked, and none went otherwise than it should\.\n\nNot known, so that nothing is proven of it:\n {2}\d+ unknown: /);
  });

  test('of a broken one', () => {
    expect(brokenStack()).not.toHaveNoCorsFindings();
    const message = messageOf(() => expect(brokenStack()).toHaveNoCorsFindings());
    expect(message).toMatch(/^expect\(received\)\.toHaveNoCorsFindings\(\)\n\n\d findings?:\n\n✗ error [\w-]+\n {2}Shop\/Api/);
    expect(message).toContain('blocked by CORS policy');
    expect(message).toContain('RestApiCors');
  });

  test('of one stack of an app, whatever the others do', () => {
    const app = new App();
    brokenStack(app, 'Broken');
    expect(rightStack(app)).toHaveNoCorsFindings();
    expect(app).not.toHaveNoCorsFindings();
  });

  test('as a proof: exactly the pages of a policy may call', () => {
    expect(rightStack()).toHaveNoCorsFindings({ policy: CorsPolicy.forOrigins(PAGE) });
    expect(rightStack()).not.toHaveNoCorsFindings({ policy: CorsPolicy.forOrigins(PAGE, 'https://admin.example.com') });
    expect(rightStack()).not.toHaveNoCorsFindings({ policy: CorsPolicy.forOrigins('https://admin.example.com') });
  });

  test('failOn unknown: what isn\'t known is no proof', () => {
    expect(rightStack()).not.toHaveNoCorsFindings({ failOn: 'unknown' });
    const message = messageOf(() => expect(rightStack()).toHaveNoCorsFindings({ failOn: 'unknown', policy: CorsPolicy.forOrigins(PAGE) }));
    expect(message).toMatch(/\n {2}\d+ unknown: what the template alone doesn't tell/);
    const known = new Stack(new App(), 'Shop');
    const api = new apigateway.RestApi(known, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [PAGE] } });
    new RestApiCors(CorsPolicy.forOrigins(PAGE)).applyTo(api);
    api.root.addMethod('GET', new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: [{ statusCode: '200' }],
    }), { methodResponses: [{ statusCode: '200' }] });
    expect(known).toHaveNoCorsFindings({ failOn: 'unknown' });
  });

  test('failOn unknown: an API that nothing says who may call', () => {
    const closed = new Stack(new App(), 'Shop');
    new apigateway.RestApi(closed, 'Api').root.addMethod('GET');
    expect(closed).toHaveNoCorsFindings();
    expect(messageOf(() => expect(closed).toHaveNoCorsFindings({ failOn: 'unknown' }))).toContain('Shop/ApiF70053CD: nothing in the template says which pages elsewhere may call it');
  });

  test('without anything that pages call proves nothing', () => {
    expect(() => expect(new Stack(new App(), 'Empty')).toHaveNoCorsFindings()).toThrow('there is no REST API, HTTP API or distribution');
  });

  test('counts what it is told to', () => {
    expect(() => expect(rightStack()).toHaveNoCorsFindings({ failOn: 'info' as any })).toThrow('failOn must be \'unknown\', \'warning\' or \'error\', got "info"');
    expect(() => expect(rightStack()).toHaveNoCorsFindings({ rules: { 'no-such-rule': false } })).toThrow('unknown rule "no-such-rule"');
  });
});

describe('the browsers that a request names', () => {
  // https://github.com/cdk-cors/cdk-cors/blob/main/docs/browsers.md: status 407 is for proxies in Chromium alone
  const asked = { from: PAGE, ...DELETE, answer: { ...answer, status: 407 } };

  test.each([
    [['firefox', 'webkit'], 'allowed'], [['chromium'], 'blocked'],
  ] as const)('all of %j: %s', (browsers, outcome) => {
    const [met, unmet] = outcome === 'allowed' ? ['toAllowCors', 'toBlockCors'] as const : ['toBlockCors', 'toAllowCors'] as const;
    expect(rightStack())[met]({ ...asked, browsers });
    expect(() => expect(rightStack())[unmet]({ ...asked, browsers })).toThrow('expect(received)');
  });

  test('without one the message names those that do otherwise', () => {
    expect(messageOf(() => expect(rightStack()).toAllowCors(asked))).toMatch(/ is blocked at https:\S+, not in Firefox and WebKit\.\n/);
    expect(messageOf(() => expect(rightStack()).toAllowCors({ ...asked, browsers: ['chromium'] }))).not.toContain('not in');
  });

  test('the message says in which one it is otherwise', () => {
    expect(messageOf(() => expect(rightStack()).toAllowCors({ ...asked, browsers: ['firefox', 'chromium'] }))).toContain(`A page of ${PAGE} is blocked in Chromium at `);
    const message = messageOf(() => expect(rightStack()).toAllowCors({ from: FOREIGN, ...DELETE, browsers: ['firefox'] }));
    expect(message).toContain('Cross-Origin Request Blocked: ');
  });

  test.each([[[]], [['safari']], ['firefox']])('%j isn\'t a list of engines', (browsers) => {
    expect(() => expect(rightStack()).toAllowCors({ ...asked, browsers } as never)).toThrow('browsers must be a list of chromium, firefox, webkit, got ');
  });
});
