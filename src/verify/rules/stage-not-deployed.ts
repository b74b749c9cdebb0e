import type { HttpApiEntrance } from '../../emulator';
import type { HttpApi } from '../../emulator/http-api';
import type { App, Rule } from '../app';
import { edgeOf } from '../edges';

/** Rule 78: a stage of an HTTP API serves what was deployed to it, by itself only with AutoDeploy. */
export const stageNotDeployed: Rule = {
  id: 'stage-not-deployed',
  severity: 'error',
  title: 'no stage of the HTTP API serves its routes',
  fix: {
    cdk: "new apigatewayv2.HttpStage(this, 'Stage', { httpApi, stageName: '$default', autoDeploy: true });",
    cloudFormation: [
      'Stage:',
      '  Type: AWS::ApiGatewayV2::Stage',
      '  Properties:',
      '    ApiId: !Ref Api',
      '    StageName: $default',
      '    AutoDeploy: true',
    ].join('\n'),
  },
  explain({ target }, app) {
    const entrance = target.entrance.kind === 'http-api' ? target.entrance : edgeOf(target, app)?.api;
    return entrance?.kind !== 'http-api' || isDeployed(entrance.api) ? undefined : undeployed(entrance);
  },
  * inspect(app) {
    for (const entrance of app.httpApis) {
      const { api } = entrance;
      if (api.routes.length === 0) continue;
      const late = lateDeployment(api);
      if (!isDeployed(api)) {
        yield { ...undeployed(entrance), evidence: [proof(entrance, app)] };
      } else if (late !== undefined) {
        yield { ...late, severity: 'warning', evidence: [proof(entrance, app)] };
      }
    }
  },
};

/** An API without any stage is given one elsewhere, if it is to be called at all. */
function isDeployed({ stages }: HttpApi): boolean {
  return stages.length === 0 || stages.some(({ deployed }) => deployed);
}

function undeployed({ resource, api: { stages: [stage] } }: HttpApiEntrance) {
  return {
    resource: stage?.resource ?? resource,
    property: 'Properties/AutoDeploy',
    message: `the stage ${stage?.name} has neither AutoDeploy nor a deployment, so that every request gets 404`,
  };
}

/** A deployment that doesn't wait for any route is made before them, and has none. */
function lateDeployment({ resource, routes, stages }: HttpApi) {
  const own = routes.filter((route) => route.resource !== resource).map((route) => route.resource.logicalId);
  const deployments = stages.flatMap(({ deployment }) => deployment ?? []);
  const late = deployments.find(({ dependsOn }) => own.length > 0 && !dependsOn.some((each) => own.includes(each)));
  return late && { resource: late, property: 'DependsOn', message: `the deployment doesn't depend on any route, so that it is made before them: ${own.slice(0, 3).join(', ')}` };
}

function proof(entrance: HttpApiEntrance, app: App) {
  return app.ask({ page: entrance.url, entrance: entrance.resource.path, path: entrance.routes[0].path.replace(/[{}+]/g, ''), answer: 'unspecified' });
}
