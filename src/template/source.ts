/** Everything that was read of an app, as plain data: what a cloud assembly holds, or templates that were given. */
export interface AppSource {
  readonly stacks: readonly StackSource[];
  /** The files that templates were read from, by what was parsed of them. */
  readonly files?: ReadonlyMap<unknown, string>;
}

/** A stack that is deployed by itself. Nested ones are found through the assets of the stack that they are in. */
export interface StackSource {
  /** As the assembly names it: `Prod/Shop`. No two stacks of an app have the same. */
  readonly name: string;
  /** As AWS names it: `Prod-Shop`. */
  readonly stackName: string;
  /** Parsed, but otherwise as it was found. */
  readonly template: unknown;
  /** undefined where the assembly leaves it to the deployment */
  readonly region?: string;
  /** undefined where the assembly leaves it to the deployment */
  readonly account?: string;
  /** The names of the stacks that the assembly has deployed before. */
  readonly dependencies?: readonly string[];
  readonly assets: readonly AssetSource[];
  /** Templates beside the stack's own, by the path that a `TemplateURL` or the metadata `aws:asset:path` may name them by. */
  readonly localTemplates: ReadonlyMap<string, unknown>;
}

/** A file or a folder that is uploaded before the stack is deployed. */
export interface AssetSource {
  /** With the placeholders that the manifest has: `cdk-assets-${AWS::AccountId}`. */
  readonly bucketName: string;
  /** With the placeholders that the manifest has. */
  readonly objectKey: string;
  /** Absolute. */
  readonly path: string;
  /** Parsed, where the asset is a template. */
  readonly template?: unknown;
}
