export { deploymentProblems, deploymentProblemsOf } from './deployments';
export type { DeploymentProblem } from './deployments';
export { restApiEntrance } from './entrance';
export { GATEWAY_RESPONSE_DEFAULTS } from './gateway-response-defaults';
export { READINGS } from './readings';
export type { GatewayResponseDefinition, Integration, IntegrationResponse, Method, RestApi } from './api';
export { methodsOf } from './paths';
