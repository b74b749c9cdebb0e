import type { TemplateResource } from '../../template';
import type { Conflict, Update } from '../../update';
import type { Cause, Fix, Rule } from '../app';
import { calledOf } from './update-names';

/** Rules 126 and 129: what can't be twice is made before the old one is deleted, so that the deployment fails. */
export const updateConflict: Rule = {
  id: 'update-conflict',
  severity: 'error',
  title: 'the deployment fails, since something is made while its old owner is still there',
  fix: {
    cdk: [
      "const method = api.root.addMethod('GET');",
      '// the same thing keeps its logical id, so that it is updated in place',
      "(method.node.defaultChild as apigateway.CfnMethod).overrideLogicalId('ApiGET5F1B3D09');",
    ].join('\n'),
    cloudFormation: [
      'ApiGET5F1B3D09: # the same thing keeps its logical id, so that it is updated in place',
      '  Type: AWS::ApiGateway::Method',
      '  Properties:',
      '    RestApiId: !Ref Api',
      '    ResourceId: !GetAtt Api.RootResourceId',
      '    HttpMethod: GET',
    ].join('\n'),
  },
  * inspect({ update }) {
    for (const conflict of update?.conflicts ?? []) {
      yield causeOf(conflict, update!);
    }
  },
};

function causeOf(conflict: Conflict, update: Update): Cause {
  const { resource, error, kind } = conflict;
  const [name, owner] = namesOf(conflict, update);
  return {
    resource,
    message: `${name} ${kind === 'type' ? 'can\'t be deployed' : `can't be made while ${owner} is there`}, ${whyOf(conflict)}. AWS says: ${error}`,
    fix: fixOf(conflict, name, owner),
    // each is mended by itself, but for what a document made
    sameAs: kind === 'document' ? `document of ${conflict.owner.path}` : resource.path,
  };
}

function namesOf({ resource, owner, kind }: Conflict, { now, deployed }: Update): [string, string] {
  const named = (called: string, { logicalId, path }: TemplateResource) => {
    const id = resource.stack === owner.stack ? logicalId : path;
    return called === logicalId ? id : `${called} (${id})`;
  };
  const isNew = kind === 'both' || kind === 'given-up' || kind === 'document';
  return [named(calledOf(resource, now), resource), named(calledOf(owner, isNew ? now : deployed), owner)];
}

function whyOf({ kind, owner }: Conflict): string {
  switch (kind) {
    case 'deleted': return 'and an update deletes only when all else is made';
    case 'replaced': return 'and what is replaced is deleted only when all else is made';
    case 'retained': return 'and its DeletionPolicy keeps it when the template no longer has it';
    case 'given-up': return `and nothing says that ${owner.logicalId} is updated before`;
    case 'both': return 'and the template has both';
    case 'document': return 'whose document has made the same: what a document makes stays when the template no longer has it';
    case 'type': return 'since a logical id can\'t pass from one type to another';
  }
}

/** The deployments that get there, in their order. */
function fixOf(conflict: Conflict, name: string, owner: string): Fix {
  const { kind, isSameThing, resource } = conflict;
  const same = conflict.owner.logicalId;
  switch (kind) {
    case 'deleted': return isSameThing && conflict.owner.stack === resource.stack ? sameLogicalId(conflict) : inTwo(name, owner, conflict);
    case 'replaced': return inTwo(name, owner, conflict);
    case 'retained': return told([`1. delete ${owner} by hand, or import it into the stack as ${resource.logicalId} with "cdk import"`, '2. deploy']);
    case 'given-up': return {
      cdk: `// ${owner} first; where both wait for each other, one takes another name in a deployment before\n${resource.logicalId}.addDependency(${same});`,
      cloudFormation: `${resource.logicalId}:\n  DependsOn: ${same}`,
    };
    case 'document': return told([
      `${same} has two owners of ${name}: take it out of its document, or out of the resources`,
      'to turn a document into resources, or the reverse, give the API another logical id: it is made anew, with another URL, and callers move to it',
    ]);
    case 'both': return told([`leave out ${name} or ${owner}: there can be only one`]);
    case 'type': return told(['give the new resource another logical id', `it is made then, and ${same} is deleted`]);
  }
}

function sameLogicalId({ resource: { logicalId, type }, owner }: Conflict): Fix {
  const cfn = `Cfn${type.split('::')[2]}`;
  const said = 'it is the same thing: with the old logical id it is updated in place, in one deployment';
  return {
    cdk: `// ${said}\n(construct.node.defaultChild as ${cfn}).overrideLogicalId('${owner.logicalId}');`,
    cloudFormation: `${owner.logicalId}: # instead of ${logicalId}; ${said}\n  Type: ${type}`,
  };
}

function inTwo(name: string, owner: string, { resource, isSameThing, owner: { properties, type } }: Conflict): Fix {
  if (isSameThing) return told([`1. deploy without ${owner}, and without ${name} yet: meanwhile there is neither`, `2. deploy with ${name}`]);
  const isGreedy = [properties, resource.properties].some(({ PathPart }) => PathPart === '{proxy+}') && type === 'AWS::ApiGateway::Resource';
  return told([
    `1. deploy without ${owner}, and without ${name} yet`,
    `2. deploy with ${name}`,
    ...(isGreedy ? ['if {proxy+} is there for the preflights of this library, leave it out with preflights: PreflightPlacement.EACH_RESOURCE, in both deployments'] : []),
  ]);
}

function told(lines: readonly string[]): Fix {
  return { cdk: lines.map((line) => `// ${line}`).join('\n'), cloudFormation: lines.map((line) => `# ${line}`).join('\n') };
}
