import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { plainTemplates, templateModel, type TemplateModel, type TemplateOptions, type TemplateResource } from '../../src/template';
import { readAssembly } from '../../src/template/read-assembly';

/** The model of a template that is given as an object, or as a text of JSON or YAML. */
export function modelOf(template: unknown, options?: TemplateOptions): TemplateModel {
  return templateModel(plainTemplates([template]), options);
}

/** The model of resources alone: `{ Api: { Type, Properties } }`. */
export function modelOfResources(resources: { readonly [logicalId: string]: unknown }, options?: TemplateOptions): TemplateModel {
  return modelOf({ Resources: resources }, options);
}

/** The model of an app that is built here, read from the cloud assembly that it makes. */
export function modelOfApp(build: (app: App) => void, options?: TemplateOptions): TemplateModel {
  return templateModel(readAssembly(assemblyOf(build)), options);
}

/** The model of a stack that is built here. */
export function modelOfStack(build: (stack: Stack) => void, options?: TemplateOptions): TemplateModel {
  return modelOfApp((app) => build(new Stack(app, 'Stack')), options);
}

/** The directory of the cloud assembly of an app. */
export function assemblyOf(build: (app: App) => void, props: AppProps = {}): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'cdk-cors-assembly-')), ...props });
  build(app);
  return app.synth().directory;
}

/** The resource of a logical id, which there must be one of. */
export function resourceOf(model: TemplateModel, logicalId: string): TemplateResource {
  const [found, ...others] = model.resources.filter((resource) => resource.logicalId === logicalId);
  if (found === undefined || others.length > 0) throw new Error(`there are ${others.length + (found ? 1 : 0)} resources of the logical id ${logicalId}`);
  return found;
}
