export { CloudFrontCache } from './cloudfront';
export { type AsyncEffectHandler, drive, driveAsync, type EffectHandler } from './drive';
export { Emulator, type EmulatorOptions } from './emulator';
export type {
  Circumstances, Effect, EmulatedEntrance, Entrance, EntranceRoute, FetchEffect, FetchResult, InvokeEffect, InvokeResult, Machine, ObjectEffect,
  ObjectResult, RuleSwitches,
} from './machine';
export { type Answer, type HeaderList, headerOf, type HttpRequest, type HttpResponse, type MoreHeaders, type RuleNote, type Step, stepOf } from './message';
export type { LooseHeaders, LooseRequest } from './request';
export { type SwitchableRule, SWITCHABLE_RULES } from './rules';
export type { BackendStub, FunctionStub, LooseResponse, Stubs } from './stubs';
export { type Resolved, type TemplateModel, type TemplateOptions, type TemplateResource } from '../template';
export { isUnknown, type Maybe, Unknown } from '../template';
