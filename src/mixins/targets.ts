import { CfnResource, Resource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkType, refuse, shown } from '../policy';
import { adviceFor } from './advice';

/** A mixin as its targets see it. */
export interface MixinKind {
  /** The mixin's class. */
  readonly name: string;
  /** What it is for: `REST API`. */
  readonly target: string;
  /** The code of the refusal. */
  readonly code: string;
  isFor(construct: IConstruct): boolean;
}

/**
 * The constructs that one mixin was asked about by `supports`.
 *
 * `api.with(mixin)` and `Mixins.of(app).apply(mixin)` ask the same: first about the construct itself, then about all below it. In a tree it is right that
 * most constructs are passed over. A resource that is asked about first is what the user applied the mixin to: where the mixin is neither for that nor for
 * anything in it, the call would do nothing.
 */
export class MixinTargets {
  private first?: IConstruct;
  private readonly asked = new Set<IConstruct>();

  constructor(private readonly mixin: MixinKind) {}

  /**
   * Whether the mixin is for a construct.
   *
   * One question alone may come from anyone, so that the refusal waits for the second one. A construct without children gets one question only: for such a
   * construct this is true where another mixin is the right one, and `applyTo` refuses it.
   */
  public supports(construct: IConstruct): boolean {
    checkType('the construct of supports', construct, 'construct');
    const second = this.note(construct);
    if (second && this.isMistaken(this.first!)) {
      this.refuse(this.first!);
    }
    return this.mixin.isFor(construct)
      || (this.first === construct && construct.node.children.length === 0 && adviceFor(construct) !== undefined);
  }

  /** Whether a construct was reached from one above it. */
  public isWithinTree(construct: IConstruct): boolean {
    return this.first !== construct && this.asked.has(construct);
  }

  /** @throws an Error that says what to do instead */
  public refuse(construct: IConstruct): never {
    checkType('the construct of applyTo', construct, 'construct');
    const { name, target, code } = this.mixin;
    const said = adviceFor(construct);
    refuse(code, said === undefined
      ? `${name} can't be applied to ${shown(construct.node.path)}, where there is no ${target}; RestApiCors is for REST APIs, HttpApiCors for HTTP APIs, FunctionCors for Lambda functions`
      : `${name} can't be applied to ${shown(construct.node.path)}, which is ${said.kind}; ${said.advice}`);
  }

  /** Whether this is the second question about what is in a construct. */
  private note(construct: IConstruct): boolean {
    if (this.first === undefined || this.asked.has(construct) || !construct.node.scopes.includes(this.first)) {
      this.first = construct;
      this.asked.clear();
    }
    this.asked.add(construct);
    return this.asked.size === 2;
  }

  private isMistaken(construct: IConstruct): boolean {
    return (Resource.isResource(construct) || CfnResource.isCfnResource(construct))
      && !construct.node.findAll().some((each) => this.mixin.isFor(each));
  }
}
