export { CloudFrontCache } from './cloudfront';
export { stepName, stepTitle } from './describe-step';
export { type AsyncEffectHandler, drive, driveAsync, type EffectHandler } from './drive';
export { Emulator, type EmulatorOptions } from './emulator';
export type { RouteFingerprint } from './fingerprint';
export type {
  Circumstances, CloudFrontEntrance, Effect, EmulatedEntrance, Entrance, EntranceRoute, FetchEffect, FetchResult, HttpApiEntrance, InvokeEffect,
  InvokeResult, Machine, ObjectEffect, ObjectResult, RestApiEntrance, RuleSwitches,
} from './machine';
export { type Answer, type HeaderList, headerOf, type HttpRequest, type HttpResponse, type MoreHeaders, type RuleNote, withHeader } from './message';
export { bytesOf, headerList, type LooseHeaders, type LooseRequest } from './request';
export { type SwitchableRule, SWITCHABLE_RULES } from './rules';
export { MethodStep, RouteStep, StageStep, type Step, stepOf } from './step';
export type { BackendStub, FunctionStub, LooseResponse, Stubs } from './stubs';
export { type Resolved, type TemplateModel, type TemplateOptions, type TemplateResource } from '../template';
export { isUnknown, type Maybe, Unknown } from '../template';
export { partsOf, type UrlParts } from './url';
