/** What stages serve, as templates that any question can be asked of. */
import { Emulator } from '../../src/emulator';
import type { Aws, Live } from './aws';

const API = /::(?:RestApi|Api)$/;

/** The emulator of all that the stages of an account serve: `now`, or after one more deployment of what is live by then. */
export function stagesOf(aws: Aws, when: 'now' | 'deployed once more' = 'now'): Emulator {
  const live = [...aws.live.values()];
  const Resources: Record<string, any> = {};
  for (const stage of live.filter(({ type }) => /::Stage$/.test(type))) {
    const { DeploymentId, AutoDeploy, RestApiId, ApiId } = stage.properties;
    const served = AutoDeploy === true || when !== 'now' ? aws.partsOf(RestApiId ?? ApiId) : aws.copies.get(DeploymentId) ?? [];
    const deployment: Live = { id: DeploymentId ?? '', logicalId: 'Deployment', type: stage.type.replace('Stage', 'Deployment'), properties: RestApiId ? { RestApiId } : { ApiId } };
    Object.assign(Resources, written([...served, ...(AutoDeploy === true ? [] : [deployment]), stage]));
  }
  return Emulator.fromTemplate({ Resources });
}

function written(resources: readonly Live[]): Record<string, any> {
  const names = new Map(resources.map(({ id, type, logicalId }, index) => [id, API.test(type) ? logicalId : `${logicalId}N${index}`]));
  const refer = (value: any): any => {
    if (typeof value === 'string') {
      const root = /^(.*)\/root$/.exec(value)?.[1];
      if (root !== undefined && names.has(root)) return { 'Fn::GetAtt': [names.get(root), 'RootResourceId'] };
      const target = /^integrations\/(.*)$/.exec(value)?.[1];
      if (target !== undefined && names.has(target)) return { 'Fn::Join': ['', ['integrations/', { Ref: names.get(target) }]] };
      return names.has(value) ? { Ref: names.get(value) } : value;
    }
    if (Array.isArray(value)) return value.map(refer);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, refer(each)])) : value;
  };
  const parts = resources.filter(({ type }) => /::(?:Method|GatewayResponse|Route)$/.test(type)).map(({ id }) => names.get(id));
  return Object.fromEntries(resources.map(({ id, type, properties }) =>
    [names.get(id), { Type: type, Properties: refer(properties), ...(/::Deployment$/.test(type) ? { DependsOn: parts } : {}) }]));
}
