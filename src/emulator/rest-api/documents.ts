import { type Resolved, type TemplateModel, type TemplateResource, field, flagOf, listOf, textOf, isUnknown, type Maybe, Unknown } from '../../template';
import type { ApiKey } from './api';

/** The resources of a template that belong to an API, and what its methods name. */
export class Documents {
  constructor(private readonly api: TemplateResource, private readonly model: TemplateModel) {}

  /** Resources of a type whose `RestApiId` is the API. */
  public ownedBy(type: string): TemplateResource[] {
    return this.model.ofType(type).filter(({ properties }) => this.model.referent(properties.RestApiId, this.api.type) === this.api);
  }

  /** The JSON schema of a model. `Empty` and `Error` are there in every API: the first allows everything. */
  public schema(name: Resolved): Resolved {
    const model = this.ownedBy('AWS::ApiGateway::Model')
      .find((each) => each.physicalId === name || each.properties.Name === name || this.model.referent(name, each.type) === each);
    if (model !== undefined) return parsed(model.properties.Schema, `${model.path}/Properties/Schema`);
    return name === 'Empty' || name === 'Error' ? {} : new Unknown(`${this.api.path}/RequestModels`, 'the model isn\'t in the template');
  }

  public validator(id: Resolved): { body: Maybe<boolean>; parameters: Maybe<boolean> } {
    const validator = this.model.referent(id, 'AWS::ApiGateway::RequestValidator');
    if (validator === undefined) {
      const unknown = new Unknown(`${this.api.path}/RequestValidatorId`, 'the request validator isn\'t in the template');
      return { body: unknown, parameters: unknown };
    }
    const { ValidateRequestBody, ValidateRequestParameters } = validator.properties;
    return { body: flagOf(ValidateRequestBody), parameters: flagOf(ValidateRequestParameters) };
  }
}

/** A schema may be written as JSON in a text. */
export function parsed(value: Resolved, path: string): Resolved {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Resolved;
  } catch {
    return new Unknown(path, 'the text isn\'t JSON');
  }
}

/** The API keys of the usage plans that an API's stages are in. */
export function apiKeysOf(api: TemplateResource, model: TemplateModel): ApiKey[] {
  const plans = model.ofType('AWS::ApiGateway::UsagePlan').filter(({ properties }) =>
    listOf(properties.ApiStages).some((stage) => model.referent(field(stage, 'ApiId'), api.type) === api));
  return model.ofType('AWS::ApiGateway::UsagePlanKey')
    .filter(({ properties }) => plans.includes(model.referent(properties.UsagePlanId, 'AWS::ApiGateway::UsagePlan')!))
    .flatMap((resource): ApiKey[] => {
      const { KeyId } = resource.properties;
      const key = model.referent(KeyId, 'AWS::ApiGateway::ApiKey');
      return key !== undefined ? [apiKey(key)] : isUnknown(KeyId) ? [{ resource, value: KeyId, enabled: true }] : [];
    });
}

/** A key that may be disabled is treated as one whose value is unknown. */
function apiKey(resource: TemplateResource): ApiKey {
  const { Value, Enabled } = resource.properties;
  const enabled = flagOf(Enabled);
  const value = textOf(Value) ?? new Unknown(`${resource.path}/Properties/Value`, 'AWS makes the key up when it is deployed');
  return { resource, value: isUnknown(enabled) ? enabled : value, enabled: enabled !== false };
}
