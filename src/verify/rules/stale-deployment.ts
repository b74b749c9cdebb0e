import { deploymentProblems, type Method, methodsOf } from '../../emulator/rest-api';
import { DeployOrder, type TemplateModel, type TemplateResource } from '../../template';
import type { App, Cause, Fix, Rule } from '../app';
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
        yield causeOf(deployment, method, app);
      }
    }
  },
};

/** Where a DependsOn can say which of the two comes first: resources of one stack, which may be nested stacks that the two are in. */
interface Meeting {
  readonly later: TemplateResource;
  readonly earlier: TemplateResource;
}

function causeOf(deployment: TemplateResource, method: Method, app: App): Cause {
  const { resource } = method;
  const order = app.once(orderOf);
  const called = `${resource.logicalId} (${nameOf(method)})`;
  const cause = { resource: deployment, property: 'DependsOn' };
  const meeting = meetingOf(deployment, resource, app.emulator.model);
  if (meeting !== undefined && !order.before(meeting.earlier).has(meeting.later)) {
    const message = `${deployment.logicalId} doesn't depend on ${called}, so its stage may go without the preflight`;
    const isBeside = meeting.later === deployment && meeting.earlier === resource;
    return isBeside ? { ...cause, message } : { ...cause, message, fix: inNestedStacks(meeting, deployment, resource) };
  }
  const [first, last] = [deployment, resource].map((each) => (meeting === undefined ? `the stack ${order.root(each)}` : each.stack));
  if (meeting !== undefined || order.comesAfter(order.root(resource), order.root(deployment))) {
    return { ...cause, message: `${deployment.logicalId} is made before ${called}, which is in ${last} and comes later, so its stage goes without the preflight`, fix: atTheEnd(resource, last) };
  }
  return {
    ...cause,
    message: `${deployment.logicalId} is in ${first} and doesn't wait for ${called} in ${last}, so its stage may go without the preflight`,
    fix: betweenStacks(order.root(deployment), order.root(resource)),
  };
}

function orderOf({ emulator: { model } }: App): DeployOrder {
  return new DeployOrder(model);
}

/** Undefined for resources of stacks that are deployed by themselves. */
function meetingOf(deployment: TemplateResource, method: TemplateResource, model: TemplateModel): Meeting | undefined {
  const [later, earlier] = [deployment, method].map((each) => placesOf(each, model));
  const index = later.findIndex((each, at) => each !== earlier[at]);
  return later[index].stack === earlier[index].stack ? { later: later[index], earlier: earlier[index] } : undefined;
}

/** The nested stacks that a resource is in, from the outermost to the resource itself. */
function placesOf(resource: TemplateResource, model: TemplateModel): TemplateResource[] {
  const nestedIn = model.stacks.find(({ name }) => name === resource.stack)?.nestedIn;
  return nestedIn === undefined ? [resource] : [...placesOf(nestedIn, model), resource];
}

function inNestedStacks({ later, earlier }: Meeting, deployment: TemplateResource, method: TemplateResource): Fix {
  return {
    cdk: [
      '// the CDK writes it where both are to be seen: the nested stack waits, or is waited for',
      `deployment.node.addDependency(method); // of ${deployment.path} and of ${method.path}`,
    ].join('\n'),
    cloudFormation: `${later.logicalId}: # in ${later.stack}\n  Type: ${later.type}\n  DependsOn: ${earlier.logicalId}`,
  };
}

function betweenStacks(deployment: string, method: string): Fix {
  return {
    cdk: `// the stack ${deployment} after the stack ${method}\nstackOfDeployment.node.addDependency(stackOfMethod);`,
    cloudFormation: `# deploy ${method} before ${deployment}, and ${deployment} again with another logical id of the deployment when a method of ${method} changes`,
  };
}

/** Neither DependsOn nor an order of stacks helps: what is made last makes the deployment. */
function atTheEnd({ logicalId }: TemplateResource, stack: string): Fix {
  return {
    cdk: [
      `// in ${stack}, which comes last; the API itself has deploy: false`,
      "const deployment = new apigateway.Deployment(this, 'Deployment', { api });",
      `deployment.node.addDependency(method); // ${logicalId}`,
      "new apigateway.Stage(this, 'Stage', { deployment });",
    ].join('\n'),
    cloudFormation: [
      `Deployment: # in ${stack}, which comes last, together with the stage`,
      '  Type: AWS::ApiGateway::Deployment',
      `  DependsOn: ${logicalId}`,
      'Stage:',
      '  Type: AWS::ApiGateway::Stage',
      '  Properties:',
      '    DeploymentId: !Ref Deployment',
    ].join('\n'),
  };
}
