import { GatewayResponseDefinition } from './api';
import { Resolved, TemplateResource } from '../../template';
import { textMap, textOf } from '../../template';
import { isUnknown } from '../../template';

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
