import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as ts from 'typescript';
import { edge, edgeRequest } from './support';

const routed = (routing: string, uri: string, querystring = {}) => edge(['site.js'], { routing })({ request: edgeRequest({ uri, querystring }) });

describe('a single page', () => {
  test.each([
    ['/', '/index.html'],
    ['/cart', '/index.html'],
    ['/cart/', '/index.html'],
    ['/orders/42/lines', '/index.html'],
    ['/docs/v1.2', '/index.html'],
    ['/index.html', '/index.html'],
    ['/favicon.ico', '/favicon.ico'],
    ['/assets/index-BxY3k9aZ.js', '/assets/index-BxY3k9aZ.js'],
    ['/assets/font.woff2', '/assets/font.woff2'],
    ['/assets/missing.js', '/assets/missing.js'],
    ['/v1.2/app.js', '/v1.2/app.js'],
    ['/users/jane.doe', '/users/jane.doe'],
    ['/.well-known/apple-app-site-association', '/.well-known/apple-app-site-association'],
    ['/x/.well-known/y', '/index.html'],
  ])('%s is %s', (uri, expected) => {
    expect(routed('SINGLE_PAGE', uri)).toEqual(edgeRequest({ uri: expected }));
  });

  test('every path is either the page or itself', () => {
    fc.assert(fc.property(fc.webPath(), (path) => {
      const uri = path.startsWith('/') ? path : `/${path}`;
      expect(['/index.html', uri]).toContain(routed('SINGLE_PAGE', uri).uri);
    }), { numRuns: 100 });
  });
});

describe('a folder\'s index', () => {
  test.each([
    ['/', '/index.html'],
    ['/docs/', '/docs/index.html'],
    ['/docs/a/', '/docs/a/index.html'],
    ['/docs/a.html', '/docs/a.html'],
    ['/.well-known/security', '/.well-known/security'],
  ])('%s is %s', (uri, expected) => {
    expect(routed('DIRECTORY_INDEX', uri)).toEqual(edgeRequest({ uri: expected }));
  });

  test.each<[string, object, string]>([
    ['/docs', {}, './docs/'],
    ['/docs/v1.2', {}, './v1.2/'],
    ['//evil', {}, './evil/'],
    ['/javascript:alert(1)', {}, './javascript:alert(1)/'],
    ['/docs', { q: { value: 'a%20b' }, flag: { value: '' }, id: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] } }, './docs/?q=a%20b&flag&id=1&id=2'],
  ])('%s with %j is redirected to %s', (uri, querystring, location) => {
    expect(routed('DIRECTORY_INDEX', uri, querystring)).toEqual({ statusCode: 302, statusDescription: 'Found', headers: { location: { value: location } } });
  });

  const segments = fc.array(fc.constantFrom('', 'docs', '.', '..', 'evil', '@evil', 'javascript:alert(1)', 'https:', '\\\\evil', '%2f%2fevil', 'a:80'), { minLength: 1, maxLength: 4 });

  test('a redirect never leaves the host', () => {
    let redirects = 0;
    fc.assert(fc.property(segments, (names) => {
      const uri = `/${names.join('/')}`;
      const { location } = routed('DIRECTORY_INDEX', uri).headers;
      redirects += location === undefined ? 0 : 1;
      expect(new URL(location?.value ?? '', `https://app.example.com${uri}`).host).toBe('app.example.com');
    }), { numRuns: 300 });
    expect(redirects).toBeGreaterThan(100);
  });
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html: ES 5.1 and what it lists.
describe('the runtime has everything that the files use', () => {
  const folder = join(__dirname, '../../src/web-app/edge');
  test.each(readdirSync(folder))('%s', (file) => {
    const unsupported: string[] = [];
    const visit = (node: ts.Node): void => {
      if ([
        ts.SyntaxKind.SpreadElement, ts.SyntaxKind.SpreadAssignment, ts.SyntaxKind.ObjectBindingPattern, ts.SyntaxKind.ArrayBindingPattern,
        ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.ForOfStatement, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.QuestionDotToken,
        ts.SyntaxKind.YieldExpression, ts.SyntaxKind.ImportDeclaration, ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.ShorthandPropertyAssignment,
        ts.SyntaxKind.ComputedPropertyName, ts.SyntaxKind.MethodDeclaration,
      ].includes(node.kind)) {
        unsupported.push(node.getText());
      }
      if (ts.isIdentifier(node) && ['require', 'eval', 'Function', 'setTimeout', 'fetch', 'globalThis', 'process', 'console'].includes(node.text)) {
        unsupported.push(node.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS));
    expect(unsupported).toEqual([]);
  });
});
