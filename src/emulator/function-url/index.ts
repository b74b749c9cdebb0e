/**
 * Function URLs (`AWS::Lambda::Url`), emulated.
 *
 * @packageDocumentation
 */
export { READINGS } from './readings';
export { CLOUDFRONT_CREDENTIAL, functionUrlEntrance } from './entrance';
export type { FunctionUrl, FunctionUrlCors } from './read-url';
