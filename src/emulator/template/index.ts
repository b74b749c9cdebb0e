export type { TemplateModel, TemplateResource, Resolved } from './model';
export { parseTemplate } from './parse-template';
export { plainTemplates } from './plain';
export type { AppSource, AssetSource, StackSource } from './source';
export { templateModel, type TemplateOptions } from './template-model';
