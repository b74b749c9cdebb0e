export { AssetFiles, type ReadAssetFile } from './asset-files';
export { DeployOrder } from './deploy-order';
export { jsonMistake } from './json-mistake';
export type { Resolved, TemplateModel, TemplateResource, TemplateStack } from './model';
export { parseTemplate } from './parse-template';
export { plainTemplates } from './plain';
export {
  booleanOf, entriesOf, field, fieldOf, flagOf, isRecord, knownText, listOf, numberOf, recordOf, textMap, textOf, textsOf, wholeListOf, wholeTextsOf,
} from './read';
export { readAssembly } from './read-assembly';
export type { AppSource, AssetSource, StackSource } from './source';
export { standInKey } from './stack';
export { templateModel, type TemplateOptions } from './template-model';
export { isUnknown, type Maybe, Unknown } from './unknown';
export { unzip } from './unzip';
export { matchesWildcard } from './wildcard';
