export { CloudFrontCache } from './cloudfront';
export { stepName, stepTitle } from './kernel/describe-step';
export { type AsyncEffectHandler, drive, driveAsync, type EffectHandler } from './kernel/drive';
export { Emulator, type EmulatorOptions } from './emulator';
export type { RouteFingerprint } from './kernel/fingerprint';
export type {
  Circumstances, CloudFrontEntrance, Effect, EmulatedEntrance, Entrance, EntranceRoute, FetchEffect, FetchResult, HttpApiEntrance, InvokeEffect,
  InvokeResult, Machine, ObjectEffect, ObjectResult, RestApiEntrance, RuleSwitches,
} from './kernel/machine';
export { type Answer, type HeaderList, headerOf, type HttpRequest, type HttpResponse, type MoreHeaders, type RuleNote, withHeader } from './kernel/message';
export { bytesOf, headerList, type LooseHeaders, type LooseRequest } from './kernel/request';
export { type SwitchableRule, SWITCHABLE_RULES } from './rules';
export { MethodStep, RouteStep, StageStep, type Step, stepOf } from './kernel/step';
export type { BackendStub, FunctionStub, LooseResponse, Stubs } from './stubs';
export { type Resolved, type TemplateModel, type TemplateOptions, type TemplateResource } from '../template';
export { isUnknown, type Maybe, Unknown } from '../template';
export { partsOf, type UrlParts } from './kernel/url';
