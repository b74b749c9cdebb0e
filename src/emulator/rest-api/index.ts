export { deploymentProblems, deploymentProblemsOf } from './deployments';
export type { DeploymentProblem } from './deployments';
export { restApiEntrance } from './entrance';
export { GATEWAY_RESPONSE_TYPES } from './gateway-types';
export type { GatewayResponseType } from './gateway-types';
export { READINGS } from './readings';
