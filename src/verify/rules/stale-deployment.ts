import { deploymentProblems, methodsOf } from '../../emulator/rest-api';
import type { Rule } from '../app';
import { nameOf } from '../rest-method';

/** A deployment is a snapshot, made when CloudFormation comes to it (rule 11). */
export const staleDeployment: Rule = {
  id: 'stale-deployment',
  severity: 'error',
  title: 'the deployment may be made before the preflight method is there',
  fix: {
    cdk: [
      "const options = api.root.addMethod('OPTIONS', new apigateway.MockIntegration());",
      'api.latestDeployment!.node.addDependency(options);',
    ].join('\n'),
    cloudFormation: [
      'Deployment:',
      '  Type: AWS::ApiGateway::Deployment',
      '  DependsOn: [GetItems, OptionsItems]',
      '  Properties:',
      '    RestApiId: !Ref Api',
    ].join('\n'),
  },
  * inspect(app) {
    const asked = new Set(app.cases.filter(({ page }) => page.role === 'declared').map(({ target }) => target.entrance.resource));
    for (const { api, resource, deployment, kind } of deploymentProblems(app.emulator.model)) {
      const methods = app.restApis.filter((each) => each.resource === api).flatMap(({ root }) => methodsOf(root));
      const method = methods.find((each) => each.resource === resource);
      if (kind === 'not-awaited' && deployment !== undefined && asked.has(api) && method?.httpMethod === 'OPTIONS') {
        yield {
          resource: deployment,
          property: 'DependsOn',
          message: `${deployment.logicalId} doesn't depend on ${resource.logicalId} (${nameOf(method)}), so its stage may go without the preflight`,
        };
      }
    }
  },
};
