import { findFunction, InvokePermissions } from '../lambda/find-function';
import { TemplateModel, TemplateResource } from '../template/model';
import { Maybe } from '../unknown';

/** What an API needs to know of the rest of the template. Each function is looked up once. */
export class Surroundings {
  private readonly permissions: InvokePermissions;
  private readonly functions = new Map<Maybe<string> | undefined, Maybe<TemplateResource>>();

  constructor(api: TemplateResource, private readonly model: TemplateModel) {
    this.permissions = new InvokePermissions(api, model);
  }

  /** The function that the URI of an integration or an authorizer names. */
  public functionOf(uri: Maybe<string> | undefined): Maybe<TemplateResource> {
    let found = this.functions.get(uri);
    if (found === undefined) {
      found = findFunction(uri, this.model);
      this.functions.set(uri, found);
    }
    return found;
  }

  /** Whether a permission lets API Gateway call the function. */
  public mayInvoke(fn: TemplateResource): boolean {
    return this.permissions.allow(fn);
  }
}
