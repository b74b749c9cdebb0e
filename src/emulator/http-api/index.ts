/**
 * HTTP APIs (`AWS::ApiGatewayV2::Api`), emulated.
 *
 * @packageDocumentation
 */
export { READINGS } from './readings';
export { httpApiEntrance } from './entrance';
export type { CorsConfiguration, HttpApi, Route } from './api';
