import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { ROOT } from './assembly';

/** What snippets of the rules take for granted besides what those of the README do, by name. */
const MORE: ReadonlyArray<readonly [name: string, declaration: string]> = [
  ['Validations', "import { Validations } from 'aws-cdk-lib';"],
  ['iam', "import * as iam from 'aws-cdk-lib/aws-iam';"],
  ['origins', "import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';"],
  ['CorsSpecRestApi', "import { CorsSpecRestApi } from 'cdk-cors';"],
  ['PreflightPlacement', "import { PreflightPlacement } from 'cdk-cors';"],
  ['CorsVerifier', "import { CorsVerifier } from 'cdk-cors';"],
  ['api', 'declare const api: apigateway.RestApi;'],
  ['httpApi', 'declare const httpApi: apigatewayv2.HttpApi;'],
  ['bucket', 'declare const bucket: s3.Bucket;'],
  ['distribution', 'declare const distribution: cloudfront.Distribution;'],
];

/** What TypeScript says of snippets of CDK code: `name: message`. Each is a block of a stack's constructor, as those of the README are. */
export function compiledSnippets(snippets: ReadonlyArray<readonly [name: string, code: string]>): string[] {
  const readme = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');
  const missing = MORE.filter(([name]) => !new RegExp(`\\b${name}\\b(?!['/-])`).test(readme)).map(([, declaration]) => declaration);
  const fixture = readme.replace(/\bclass Fixture/, `${missing.join('\n')}\n\nclass Fixture`);
  const blocks = snippets.map(([name, code]) => `// snippet ${name}\n{\n${code}\n}`);
  const text = fixture.replace('/// here', () => blocks.join('\n'));
  return diagnosticsOf(text).map(({ line, message }) => `${nameAt(text, line)}: ${message}`);
}

function nameAt(text: string, line: number): string {
  return text.split('\n').slice(0, line + 1).reverse().map((each) => /^\/\/ snippet (.*)$/.exec(each)?.[1]).find((name) => name !== undefined) ?? 'the fixture';
}

function diagnosticsOf(text: string): { readonly line: number; readonly message: string }[] {
  const file = join(ROOT, 'test', 'snippets-of-rules.ts');
  const configFile = join(ROOT, 'test', 'tsconfig.json');
  const { config } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configFile));
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const own = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  host.getSourceFile = (name, ...rest) => (name === file ? own : getSourceFile.call(host, name, ...rest));
  const program = ts.createProgram([file], { ...options, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true }, host);
  const source = program.getSourceFile(file)!;
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start = 0, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start).line,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}
