export { GATEWAY_RESPONSE_TYPES, type GatewayResponseType, isGatewayResponseType } from './gateway-response-type';
export { GATEWAY_RESPONSE_HEADER, METHOD_RESPONSE_HEADER, methodResponseHeader } from './mapping-key';
export { ANY_METHOD_KEY, methodOfOperation, OPERATION_KEYS, operationKey } from './operation-key';
export {
  decoded, isGreedy, isSegment, isVariable, misplacedGreedy, segmentsOf, shapeOf, takes, variableName, variableNames, variablesOf,
} from './path-template';
