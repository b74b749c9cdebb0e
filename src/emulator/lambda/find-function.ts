import { type Resolved, type TemplateModel, type TemplateResource, isUnknown, type Maybe, Unknown } from '../../template';

/**
 * The function that a text names: its ARN, the URI of an integration or an authorizer, or the ARN of one of its aliases or versions.
 *
 * Unknown where the template doesn't have it.
 */
export function findFunction(text: Resolved, model: TemplateModel): Maybe<TemplateResource> {
  if (isUnknown(text)) return text;
  const [found] = model.referentsIn(text, 'AWS::Lambda::Function');
  if (found !== undefined) return found;
  const [published] = [...model.referentsIn(text, 'AWS::Lambda::Alias'), ...model.referentsIn(text, 'AWS::Lambda::Version')];
  const name = published?.properties.FunctionName;
  // An alias names a function or a version of it, never an alias: one step more is enough, and a loop can't hang this.
  const [owner] = name === undefined || isUnknown(name) ? [] : model.referentsIn(name, 'AWS::Lambda::Function');
  return owner ?? new Unknown(typeof text === 'string' ? text : 'a function', 'the function isn\'t in the template, so that it can\'t be run');
}

/** The functions that an API calls. */
export class ApiFunctions {
  private readonly found = new Map<Maybe<string> | undefined, Maybe<TemplateResource>>();
  private readonly allowed = new Set<TemplateResource>();
  private readonly hasUnknown: boolean;

  /**
   * @param api permissions for another API don't count
   */
  constructor(api: TemplateResource, private readonly model: TemplateModel) {
    const permissions = model.ofType('AWS::Lambda::Permission').filter(({ properties }) => mayBeFor(properties.Principal, properties.SourceArn, api, model));
    const functions = permissions.map(({ properties }) => findFunction(properties.FunctionName, model));
    this.hasUnknown = functions.some(isUnknown);
    functions.filter((each): each is TemplateResource => !isUnknown(each)).forEach((each) => this.allowed.add(each));
  }

  /** The function that the URI of an integration or an authorizer names. Each is looked up once. */
  public find(uri: Maybe<string> | undefined): Maybe<TemplateResource> {
    const known = this.found.get(uri) ?? findFunction(uri, this.model);
    this.found.set(uri, known);
    return known;
  }

  /** Whether an `AWS::Lambda::Permission` lets API Gateway call the function; true where a permission isn't known to be for another one. */
  public mayBeCalled(fn: TemplateResource): boolean {
    return this.hasUnknown || this.allowed.has(fn);
  }
}

function mayBeFor(principal: Resolved, sourceArn: Resolved, api: TemplateResource, model: TemplateModel): boolean {
  if (!isUnknown(principal) && principal !== 'apigateway.amazonaws.com' && principal !== '*') return false;
  const apis = model.referentsIn(sourceArn, api.type);
  return apis.length === 0 || apis.includes(api);
}
