import { Exchange } from './exchange';
import { GatewayFault } from './fault';
import { findFunction, InvokePermissions } from '../lambda/find-function';
import { InvokeResult } from '../machine';
import { TemplateModel, TemplateResource } from '../template/model';
import { isUnknown, Maybe, Unknown } from '../unknown';

/** The functions that an API calls. */
export class Functions {
  private readonly permissions: InvokePermissions;
  private readonly found = new Map<Maybe<string> | undefined, Maybe<TemplateResource>>();

  constructor(api: TemplateResource, private readonly model: TemplateModel) {
    this.permissions = new InvokePermissions(api, model);
  }

  /** The function that a URI names. Each is looked up once. */
  public find(uri: Maybe<string> | undefined): Maybe<TemplateResource> {
    const known = this.found.get(uri) ?? findFunction(uri, this.model);
    this.found.set(uri, known);
    return known;
  }

  /** Whether API Gateway may call the function (rule 54). Credentials of an integration would allow it as well. */
  public may(fn: TemplateResource, exchange: Exchange): boolean {
    if (this.permissions.allow(fn)) {
      return true;
    }
    exchange.note(54, `no AWS::Lambda::Permission lets API Gateway call ${fn.logicalId}`);
    return exchange.reading(54) === 'allowed';
  }
}

/** What a call gave, or the fault that the gateway makes of a time-out. */
export function inTime(result: Maybe<InvokeResult>): Unknown | Exclude<InvokeResult, { readonly timedOut: true }> {
  if (!isUnknown(result) && 'timedOut' in result) {
    throw new GatewayFault('INTEGRATION_TIMEOUT');
  }
  return result;
}
