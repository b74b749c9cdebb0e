import type { TemplateResource } from '../../template';
import type { HttpApi, Route } from '../http-api/api';
import type { Method, RestApi } from '../rest-api/api';

/** Layers that are described by their name and their resource. */
export type PlainStepKind =
  | 'behavior' | 'edge-function' | 'origin' | 'error-page' | 'redirect' | 'cache' | 'response-headers-policy'
  | 'preflight' | 'authorizer' | 'integration' | 'gateway-response' | 'gateway' | 'function' | 'function-url' | 'bucket' | 'backend';

/** A layer that had a part in an answer, from the outside in: a cache behavior, a method, a gateway response, a function. */
export type Step = MethodStep | RouteStep | StageStep | StepOf<PlainStepKind>;

/** A step of a kind. In JSON it is `{ kind, name, logicalId, resource }`, with the resource's path. */
class StepOf<K extends string> {
  /** The resource's logical id, where there is one. */
  public readonly logicalId?: string;

  /**
   * @param name as people call it: `/api/*`, `OPTIONS /{proxy+}`, `UNAUTHORIZED`
   * @param resource in the template, where there is one
   */
  constructor(public readonly kind: K, public readonly name: string, public readonly resource?: TemplateResource) {
    this.logicalId = resource?.logicalId;
  }

  public toJSON() {
    return { kind: this.kind, name: this.name, logicalId: this.logicalId, resource: this.resource?.path };
  }
}

/** A method of a REST API. */
export class MethodStep extends StepOf<'method'> {
  constructor(public readonly api: RestApi, public readonly method: Method) {
    super('method', `${method.httpMethod} ${method.path}`, method.resource);
  }
}

/** A route of an HTTP API. */
export class RouteStep extends StepOf<'route'> {
  constructor(public readonly api: HttpApi, public readonly route: Route) {
    super('route', route.key, route.resource);
  }
}

/** A stage of an API. */
export class StageStep extends StepOf<'stage'> {
  constructor(public readonly api: RestApi | HttpApi, { name, resource }: { readonly name: string; readonly resource: TemplateResource }) {
    super('stage', name, resource);
  }
}

/** A step of a layer that is described by its name and its resource. */
export function stepOf(kind: PlainStepKind, name: string, resource?: TemplateResource): Step {
  return new StepOf(kind, name, resource);
}
