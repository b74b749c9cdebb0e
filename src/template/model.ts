import type { Unknown } from './unknown';

/** A value of a template with its intrinsics resolved: plain JSON, with an `Unknown` in the place of each value that isn't known. */
export type Resolved = string | number | boolean | null | undefined | Unknown | Resolved[] | { [name: string]: Resolved };

/** A resource of a template. */
export interface TemplateResource {
  readonly logicalId: string;
  /** The stack that it is in, as the assembly names it; nested ones with their parents: `Shop/Api`. */
  readonly stack: string;
  /** Where it stands in its template, for messages: `Shop/ApiF70053CD`. */
  readonly path: string;
  readonly type: string;
  /** Resolved when first read. */
  readonly properties: { readonly [name: string]: Resolved };
  readonly dependsOn: readonly string[];
  /** The logical ids of its own stack that it needs: by DependsOn, Ref, Fn::GetAtt and Fn::Sub, whether or not their values are in the resolved properties. */
  readonly needs: readonly string[];
  readonly metadata: { readonly [name: string]: unknown };
  /** What Ref gives. */
  readonly physicalId: string;
  /** Of its stack. */
  readonly region: string;
  /** Of its stack. */
  readonly account: string;
  /** What Fn::GetAtt gives, such as a distribution's `DomainName`. An Unknown where the type's attributes aren't known. */
  attribute(name: string): Resolved;
}

/** A stack of an app, nested or deployed by itself. */
export interface TemplateStack {
  /** As resources name it: `Shop/Api`. */
  readonly name: string;
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  /** The resource in the parent that a nested stack is. */
  readonly nestedIn?: TemplateResource;
  /** The stacks, each deployed by itself, that are deployed before: those that the assembly names, and those whose exports it imports. */
  readonly deployedAfter: readonly string[];
  /** Its template as it was read. */
  readonly template: unknown;
  /** A section of the template, with loops written out. */
  section(name: string): unknown;
}

/** All templates of an app as one, with every cross-reference resolved. Resources whose condition doesn't hold aren't in it. */
export interface TemplateModel {
  readonly resources: readonly TemplateResource[];
  /** Nested ones too, parents before their children. */
  readonly stacks: readonly TemplateStack[];
  /** What was found in the templates that can't be emulated, in the user's terms. */
  readonly unsupported: ReadonlyArray<{ readonly path: string; readonly type: string; readonly message: string }>;
  /** The ways in which it may be deployed, by the conditions that hold, where the template leaves that open; else empty. */
  readonly worlds: ReadonlyArray<ReadonlyMap<string, boolean>>;
  /** The files of the templates, as absolute paths; empty where none was read from a file. */
  readonly files: readonly string[];
  /** Of the stacks that name none; each resource has that of its stack. */
  readonly region: string;
  /** Of the stacks that name none; each resource has that of its stack. */
  readonly account: string;
  /** The resources of a type, in the order of the templates. */
  ofType(type: string): TemplateResource[];
  /** The resource that a resolved value is the Ref, the ARN or another attribute of; undefined where several have the same name. */
  referent(value: unknown, type?: string): TemplateResource | undefined;
  /** The resources whose Ref, ARN or attribute a text contains, such as the function in an integration's URI, in the order of the text. */
  referentsIn(text: unknown, type?: string): TemplateResource[];
  /** The template that a resource is declared in, as an absolute path; undefined where it wasn't read from a file. */
  fileOf(resource: TemplateResource): string | undefined;
  /** The files of an asset of the assembly (a function's code, a site), as an absolute path; undefined where the template names none. */
  assetOf(bucket: Resolved, key: Resolved): string | undefined;
}
