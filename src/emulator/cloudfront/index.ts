export { CloudFrontCache } from './cache';
export { CloudFrontContext } from './context';
export { cloudFrontEntrance } from './entrance';
export { FunctionRuntime } from './function-runtime';
export { READINGS } from './readings';
