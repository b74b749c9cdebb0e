import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FunctionRunner, type FunctionRunnerOptions, type LogLine, type RunResult } from '../../src/lambda-runtime';
import { plainTemplates, templateModel } from '../../src/template';
import type { TemplateModel, TemplateResource } from '../../src/template/model';
import type { Maybe } from '../../src/template/unknown';
import { ManualClock } from './manual-clock';

/** Properties of a function besides its code. */
export function nodeFunction(properties: object = {}): object {
  return { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111122223333:role/r', ...properties };
}

export function inline(code: string, properties: object = {}): object {
  return nodeFunction({ Code: { ZipFile: code }, ...properties });
}

/** A folder with files, as an asset. */
export function folderWith(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-cors-test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** What calls wait for: a function looks for the file. */
export class Gate {
  public readonly path = join(mkdtempSync(join(tmpdir(), 'cdk-cors-gate-')), 'open');

  public open(): void {
    writeFileSync(this.path, '');
  }
}

/** Functions of a template, run. Assets are named by their path. Time passes where the test says so, or by the clock in the options. */
export class Functions {
  public readonly lines: LogLine[] = [];
  public readonly runner: FunctionRunner;
  public readonly model: TemplateModel;
  public readonly clock = new ManualClock();
  private onLine?: () => void;

  constructor(functions: { readonly [logicalId: string]: object }, options: FunctionRunnerOptions = {}, more: object = {}) {
    const resources = Object.entries(functions).map(([logicalId, Properties]) => [logicalId, { Type: 'AWS::Lambda::Function', Properties }]);
    const template = { Parameters: { Given: { Type: 'String' } }, Resources: { ...Object.fromEntries(resources), ...more } };
    const model = templateModel(plainTemplates([template]), { region: 'eu-west-1', account: '111122223333' });
    this.model = Object.create(model, { assetOf: { value: (bucket: unknown, key: unknown) => bucket === 'assets' ? key : undefined } });
    this.runner = new FunctionRunner(this.model, { log: (line) => this.add(line), clock: this.clock, ...options });
  }

  /** The lines, once there are this many: output isn't ordered with answers. */
  public async linesWhenThere(count: number): Promise<readonly LogLine[]> {
    while (this.lines.length < count) {
      await new Promise<void>((added) => { this.onLine = added; });
    }
    return this.lines;
  }

  public of(logicalId: string): TemplateResource {
    return this.model.ofType('AWS::Lambda::Function').find((each) => each.logicalId === logicalId)!;
  }

  public invoke(logicalId = 'Fn', event: unknown = {}, timeout = 20_000): Promise<Maybe<RunResult>> {
    return this.runner.invoke(this.of(logicalId), event, timeout);
  }

  private add(line: LogLine): void {
    this.lines.push(line);
    this.onLine?.();
  }
}
