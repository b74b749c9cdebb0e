/**
 * HTTP APIs (`AWS::ApiGatewayV2::Api`), emulated.
 *
 * @packageDocumentation
 */
export { READINGS } from './readings';
export { httpApiEntrance } from './entrance';
export { eventParts } from './event';
export { responseOf } from './function-response';
export type { CorsConfiguration, HttpApi, Route } from './api';
