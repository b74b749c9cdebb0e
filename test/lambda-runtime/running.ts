import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FunctionRunner, type FunctionRunnerOptions, type LogLine, type RunResult } from '../../src/lambda-runtime';
import { plainTemplates, templateModel } from '../../src/template';
import type { TemplateModel, TemplateResource } from '../../src/template/model';
import type { Maybe } from '../../src/template/unknown';

/** Properties of a function besides its code. */
export function nodeFunction(properties: object = {}): object {
  return { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111122223333:role/r', ...properties };
}

export function inline(code: string, properties: object = {}): object {
  return nodeFunction({ Code: { ZipFile: code }, ...properties });
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with files, as an asset. */
export function folderWith(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Functions of a template, run. Assets are named by their path. */
export class Functions {
  public readonly lines: LogLine[] = [];
  public readonly runner: FunctionRunner;
  public readonly model: TemplateModel;

  constructor(functions: { readonly [logicalId: string]: object }, options: FunctionRunnerOptions = {}, more: object = {}) {
    const resources = Object.entries(functions).map(([logicalId, Properties]) => [logicalId, { Type: 'AWS::Lambda::Function', Properties }]);
    const template = { Parameters: { Given: { Type: 'String' } }, Resources: { ...Object.fromEntries(resources), ...more } };
    const model = templateModel(plainTemplates([template]), { region: 'eu-west-1', account: '111122223333' });
    this.model = Object.create(model, { assetOf: { value: (bucket: unknown, key: unknown) => bucket === 'assets' ? key : undefined } });
    this.runner = new FunctionRunner(this.model, { log: (line) => this.lines.push(line), ...options });
  }

  /** The lines, once there are this many: a process's output isn't ordered with its answer. */
  public async linesWhenThere(count: number): Promise<LogLine[]> {
    for (let waited = 0; this.lines.length < count && waited < 5000; waited += 10) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.lines;
  }

  public of(logicalId: string): TemplateResource {
    return this.model.ofType('AWS::Lambda::Function').find((each) => each.logicalId === logicalId)!;
  }

  public invoke(logicalId = 'Fn', event: unknown = {}, timeout = 20_000): Promise<Maybe<RunResult>> {
    return this.runner.invoke(this.of(logicalId), event, timeout);
  }
}
