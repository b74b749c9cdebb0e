import type { DeclaredResource } from './resource';
import { LANGUAGE_EXTENSIONS, type Stack } from './stack';
import { isUnknown } from './unknown';
import { isRecord, own, textOf } from './values';

/** What can't be emulated, in the user's terms. */
export interface Unsupported {
  readonly path: string;
  readonly type: string;
  readonly message: string;
}

const SERVERLESS = 'AWS::Serverless-2016-10-31';
/** Changes where code is deployed to, which doesn't concern what is emulated. */
const HARMLESS = new Set([LANGUAGE_EXTENSIONS, 'AWS::SecretsManager-2020-07-23', 'AWS::SecretsManager-2024-09-16', 'AWS::CodeDeployBlueGreen']);

/** Types that answer HTTP and that the emulator doesn't know, each with what it is. */
const OTHER_ENTRANCES: ReadonlyMap<string, string> = new Map([
  ['AWS::AppSync::GraphQLApi', 'an AppSync API'],
  ['AWS::AppRunner::Service', 'an App Runner service'],
  ['AWS::ElasticLoadBalancingV2::Listener', 'a load balancer'],
  ['AWS::CloudFront::StreamingDistribution', 'a streaming distribution'],
]);

/** What a stack has that can't be emulated, apart from its nested stacks. */
export function unsupportedIn(stack: Stack): Unsupported[] {
  return [...macros(stack), ...malformed(stack), ...[...stack.resources.values()].flatMap(ofResource)];
}

function macros(stack: Stack): Unsupported[] {
  const declared = stack.section('Transform');
  const path = stack.place.name;
  return (Array.isArray(declared) ? declared : [declared]).flatMap((macro): Unsupported[] => {
    const name = isRecord(macro) ? macro.Name : macro;
    if (typeof name !== 'string' || HARMLESS.has(name)) return [];
    const message = name === SERVERLESS
      ? `${path} is a SAM template, which CloudFormation transforms before it deploys it; give the transformed template: ${HOW_TO_TRANSFORM}`
      : `the macro ${name} changes ${path} when it is deployed; give the template as it is after the macro`;
    return [{ path, type: name, message }];
  });
}

const HOW_TO_TRANSFORM = '"aws cloudformation get-template --template-stage Processed" has it of a deployed stack or a change set';

function malformed(stack: Stack): Unsupported[] {
  const resources = stack.section('Resources');
  return Object.keys(isRecord(resources) ? resources : {}).flatMap((logicalId): Unsupported[] => {
    const path = `${stack.place.name}/${logicalId}`;
    const declared = own(resources, logicalId);
    if (logicalId.startsWith('Fn::')) return [{ path, type: logicalId, message: `${logicalId} ${whyNotWritten(stack)}` }];
    if (!stack.resources.has(logicalId)) return [{ path, type: '', message: `${path} isn't a resource: it is expected to be an object with a Type` }];
    const properties = own(declared, 'Properties');
    if (properties === undefined || isRecord(properties)) return [];
    return [{ path, type: String(own(declared, 'Type')), message: `the Properties of ${path} are expected to be an object; they are ignored` }];
  });
}

function whyNotWritten(stack: Stack): string {
  const transform = stack.section('Transform');
  return (Array.isArray(transform) ? transform : [transform]).includes(LANGUAGE_EXTENSIONS)
    ? 'makes resources of what isn\'t known before it is deployed; give the parameters that it goes over their values'
    : `makes no resources without the transform ${LANGUAGE_EXTENSIONS}`;
}

function ofResource(resource: DeclaredResource): Unsupported[] {
  const { path, type, logicalId } = resource;
  const exists = resource.exists();
  if (exists === false) return [];
  const messages: string[] = [];
  if (isUnknown(exists)) {
    messages.push(`it isn't known whether ${logicalId} is deployed, and it is taken as deployed: ${exists.reason}`);
  }
  if (type.startsWith('AWS::Serverless::')) {
    messages.push(`${logicalId} is of SAM's ${type}, which is to be transformed first: ${HOW_TO_TRANSFORM}`);
  }
  if (type === 'AWS::CloudFormation::Stack' && resource.nested() === undefined) {
    messages.push(`the template of the nested stack ${logicalId} isn't known; give the cloud assembly with its assets`);
  }
  const elsewhere = documentElsewhere(resource);
  if (elsewhere !== undefined) {
    messages.push(`the routes of ${logicalId} aren't in the template, so none was asked: ${elsewhere}`);
  }
  const entrance = OTHER_ENTRANCES.get(type) ?? (isWebSocket(resource) ? 'a WebSocket API' : undefined);
  if (entrance !== undefined) {
    messages.push(`${logicalId} is ${entrance}, which the emulator doesn't answer for`);
  }
  return messages.map((message) => ({ path, type, message }));
}

/** Where the document of an API is, if it can't be read. */
function documentElsewhere(resource: DeclaredResource): string | undefined {
  if (resource.type !== 'AWS::ApiGateway::RestApi' && resource.type !== 'AWS::ApiGatewayV2::Api') return undefined;
  const [body, location] = [resource.property('Body'), resource.property('BodyS3Location')];
  if (isUnknown(body)) return `its document isn't known: ${body.reason}`;
  if (location === undefined || location === null || body !== undefined || resource.documentInBucket() !== undefined) return undefined;
  const [bucket, key] = ['Bucket', 'Key'].map((name) => textOf(own(location, name)) ?? '…');
  return `its document is in a bucket, s3://${bucket}/${key}; write it into Body, or have the app upload it`;
}

function isWebSocket(resource: DeclaredResource): boolean {
  return resource.type === 'AWS::ApiGatewayV2::Api' && resource.property('ProtocolType') === 'WEBSOCKET';
}
