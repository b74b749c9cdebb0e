import { existsSync, readFileSync, statSync } from 'node:fs';
import { Emulator } from '../emulator';

/** What an expectation is about. */
export interface Subject {
  readonly emulator: Emulator;
  /** The stack that was handed over, as the assembly names it, where it was one of an app's. */
  readonly stack?: string;
}

interface ConstructLike {
  readonly node: { readonly path: string; readonly scope?: ConstructLike };
}

interface StageLike extends ConstructLike {
  synth(): { readonly directory: string };
}

interface StackLike extends ConstructLike {
  readonly stackName?: string;
  readonly nestedStackParent?: StackLike;
  readonly nestedStackResource?: { readonly logicalId: string };
  resolve(value: unknown): string;
}

const known = new WeakMap<object, Emulator>();

/**
 * Reads what `expect()` was given. Constructs are recognised by their methods, so that it doesn't matter which copy of aws-cdk-lib made them.
 *
 * @throws an Error that says what can be given
 */
export function subjectOf(received: unknown): Subject {
  if (received instanceof Emulator || isEmulator(received)) return { emulator: received };
  if (typeof received === 'string') return { emulator: fromText(received) };
  if (isConstruct(received)) return fromConstruct(received);
  const template = plain(received);
  if (typeof template === 'object' && template !== null && 'Resources' in template) return { emulator: Emulator.fromTemplate(template) };
  throw new Error(`expect() was given ${kindOf(received)}; give ${GIVE}`);
}

/** What a `Template` of aws-cdk-lib/assertions wraps. */
function plain(received: unknown): unknown {
  return typeof received === 'object' && received !== null && 'toJSON' in received && typeof received.toJSON === 'function' ? received.toJSON() : received;
}

const GIVE = 'a Stack, a Stage, an App, a Template of aws-cdk-lib/assertions, a CloudFormation template, the path of one or of a cdk.out, or an Emulator';

/** A stack is synthesized with its app, so that nested stacks, assets and what other stacks export are known. */
function fromConstruct(construct: ConstructLike): Subject {
  let stage: ConstructLike | undefined = construct;
  while (stage !== undefined && !isStage(stage)) {
    stage = stage.node.scope;
  }
  if (stage === undefined) throw new Error(`expect() was given ${construct.node.path || 'a construct'}, which is in no App; give ${GIVE}`);
  const assembly = stage.synth();
  let emulator = known.get(assembly);
  if (emulator === undefined) {
    known.set(assembly, emulator = Emulator.fromAssembly(assembly.directory));
  }
  return stage === construct ? { emulator } : { emulator, stack: stackName(construct) };
}

/** Nested stacks are named by their logical ids in the model, so that what is in one is found by the stack around it. */
function stackName(construct: ConstructLike): string {
  const stack = construct as StackLike;
  if (stack.stackName === undefined) throw new Error(`expect() was given ${construct.node.path}, which isn't a stack; give ${GIVE}`);
  if (stack.nestedStackParent === undefined) return construct.node.path;
  return `${stackName(stack.nestedStackParent)}/${stack.nestedStackParent.resolve(stack.nestedStackResource?.logicalId)}`;
}

function fromText(text: string): Emulator {
  if (text.length < 4096 && !text.includes('\n') && existsSync(text)) {
    return statSync(text).isDirectory() ? Emulator.fromAssembly(text) : Emulator.fromTemplate(readFileSync(text, 'utf8'));
  }
  if (/[\n{]/.test(text)) return Emulator.fromTemplate(text);
  throw new Error(`expect() was given ${JSON.stringify(text)}, and there is no such file or directory`);
}

function isEmulator(value: unknown): value is Emulator {
  return typeof value === 'object' && value !== null && 'entrances' in value && 'send' in value && 'model' in value;
}

function isConstruct(value: unknown): value is ConstructLike {
  return typeof value === 'object' && value !== null && 'node' in value && typeof value.node === 'object' && value.node !== null && 'path' in value.node;
}

function isStage(construct: ConstructLike): construct is StageLike {
  return 'synth' in construct && typeof construct.synth === 'function';
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? String(value);
  return `an object of the class ${value.constructor?.name ?? 'null'}, without Resources`;
}
