import { type Resolved, type TemplateResource, textMap, textOf, isUnknown } from '../../template';
import type { GatewayResponseDefinition } from './api';

/** Reads a gateway response, of a resource or of a document. */
export function readGatewayResponse(
  resource: TemplateResource, statusCode: Resolved, parameters: Resolved, templates: Resolved,
): GatewayResponseDefinition {
  return {
    resource,
    statusCode: textOf(statusCode),
    parameters: textMap(parameters),
    templates: textMap(templates),
    open: { parameters: isUnknown(parameters) ? parameters : undefined, templates: isUnknown(templates) ? templates : undefined },
  };
}
