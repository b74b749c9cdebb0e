import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib';
import { InvocationUri, isObject, type JsonObject, mapValues, objectOf } from '../../open-api';
import { INTEGRATION } from './integrations';

/**
 * A document as one token. The CDK resolves the body of an API half a dozen times: for the template, for references, for the deployment's hash. With a token at each
 * of thousands of operations that takes longer than all else; here each function's URI is resolved once a time, and its operations share it.
 */
export class DocumentToken implements IResolvable {
  public readonly creationStack: string[] = [];
  private readonly uris = new Map<InvocationUri, { [key: string]: unknown }>();
  private readonly document: JsonObject;

  constructor(document: JsonObject) {
    const paths = mapValues(objectOf(document.paths), (item) => mapValues(objectOf(item), (operation) => this.shared(operation)));
    this.document = { ...document, paths };
  }

  public resolve(context: IResolveContext): unknown {
    for (const [uri, shared] of this.uris) {
      Object.assign(shared, uri.resolve(context));
    }
    return this.document;
  }

  public toString(): string {
    return Token.asString(this);
  }

  /** The operation with the object that all operations of its function share. */
  private shared(operation: unknown): unknown {
    const integration = isObject(operation) ? operation[INTEGRATION] : undefined;
    if (!isObject(integration) || !(integration.uri instanceof InvocationUri)) return operation;
    const uri = this.uris.get(integration.uri) ?? {};
    this.uris.set(integration.uri, uri);
    return { ...operation as JsonObject, [INTEGRATION]: { ...integration, uri } };
  }
}
