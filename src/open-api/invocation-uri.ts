import { type IResolvable, type IResolveContext, Names, Token } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** The URI by which API Gateway invokes a function. */
export function invocationUri(handler: IFunction): InvocationUri {
  const known = URIS.get(handler) ?? new InvocationUri(handler);
  URIS.set(handler, known);
  return known;
}

/** One of each function, so that who has many of them knows which are the same. */
const URIS = new WeakMap<IFunction, InvocationUri>();

/** `Fn::Sub` in one line where the function is of this stack: a document of thousands of operations has thousands of them. */
export class InvocationUri implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly handler: IFunction) {}

  public resolve(context: IResolveContext): { readonly 'Fn::Sub': unknown } {
    const arn: any = context.resolve(this.handler.functionArn);
    if (typeof arn === 'string') return { 'Fn::Sub': uriOf(arn) };
    const [id, attribute] = Array.isArray(arn['Fn::GetAtt']) ? arn['Fn::GetAtt'] : [arn.Ref];
    return typeof id === 'string'
      ? { 'Fn::Sub': uriOf(`\${${id}${attribute === undefined ? '' : `.${attribute}`}}`) }
      : { 'Fn::Sub': [uriOf('${Function}'), { Function: arn }] };
  }

  public toString(): string {
    return Token.asString(this);
  }

  /** About what it becomes, for those who count bytes. */
  public toJSON(): unknown {
    return { 'Fn::Sub': uriOf(`\${${Names.uniqueId(this.handler)}.Arn}`) };
  }
}

function uriOf(functionArn: string): string {
  return `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
