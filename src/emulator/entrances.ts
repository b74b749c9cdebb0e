import type { TemplateModel, TemplateResource } from '../template';
import { cloudFrontEntrance, type CloudFrontContext } from './cloudfront';
import { functionUrlEntrance } from './function-url';
import { httpApiEntrance } from './http-api';
import type { EmulatedEntrance } from './kernel/emulated-entrance';
import { restApiEntrance } from './rest-api';

/** What distributions have besides their templates. */
export type EdgeOptions = Pick<CloudFrontContext, 'cache' | 'keyValueStore'>;

type EntranceFactory = (resource: TemplateResource, model: TemplateModel, context: CloudFrontContext) => EmulatedEntrance;

/** The types of resources that are entrances. One that stands before others comes first. */
const FACTORIES: ReadonlyMap<string, EntranceFactory> = new Map<string, EntranceFactory>([
  ['AWS::CloudFront::Distribution', cloudFrontEntrance],
  ['AWS::ApiGateway::RestApi', restApiEntrance],
  ['AWS::ApiGatewayV2::Api', httpApiEntrance],
  ['AWS::Lambda::Url', functionUrlEntrance],
]);

/** The entrances of an app. */
export function entrancesOf(model: TemplateModel, edge: EdgeOptions = {}): readonly EmulatedEntrance[] {
  const entrances: EmulatedEntrance[] = [];
  // a distribution hands requests on to others, and asks for them when a request comes
  const context: CloudFrontContext = { ...edge, entrances: () => entrances };
  for (const [type, make] of FACTORIES) {
    for (const resource of model.ofType(type)) {
      // a WebSocket API is of the same type, and among what isn't supported
      if (resource.properties.ProtocolType !== 'WEBSOCKET') {
        entrances.push(make(resource, model, context));
      }
    }
  }
  return entrances;
}
