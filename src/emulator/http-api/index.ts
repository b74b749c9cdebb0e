/**
 * HTTP APIs (`AWS::ApiGatewayV2::Api`), emulated.
 *
 * @packageDocumentation
 */
export { READINGS } from './beliefs';
export { httpApiEntrance } from './entrance';
