import type { TemplateResource } from '../../emulator';
import type { Rule } from '../app';

/** The API's headers name the distribution, and the distribution's origin names the API's stage: CloudFormation can make neither first. */
export const dependencyCycle: Rule = {
  id: 'dependency-cycle',
  severity: 'error',
  title: 'the API and the distribution wait for each other',
  fix: {
    cdk: [
      '// pages of the distribution call the API on its own origin, and nothing has to be allowed',
      "new WebApp(this, 'WebApp', { apis: { '/api': ApiBehavior.forRestApi(api) } });",
    ].join('\n'),
    cloudFormation: [
      '# name the stage by its name, not by !Ref Stage, which would make the distribution wait for it',
      'Origins:',
      '  - Id: api',
      '    DomainName: !Sub ${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}',
      '    OriginPath: /prod',
    ].join('\n'),
  },
  * inspect(app) {
    const { model } = app.emulator;
    const inStack = new Map(model.resources.map((each) => [`${each.stack} ${each.logicalId}`, each]));
    for (const distribution of model.ofType('AWS::CloudFront::Distribution')) {
      const cycle = cycleThrough(distribution, inStack);
      if (cycle !== undefined) {
        const names = cycle.map(({ logicalId }) => logicalId);
        yield { resource: distribution, message: `CloudFormation can make none of these first: ${[...names, names[0]].join(' → ')}` };
      }
    }
  },
};

/** The shortest way from a resource back to itself, by DependsOn and by what properties refer to. */
function cycleThrough(start: TemplateResource, inStack: ReadonlyMap<string, TemplateResource>): TemplateResource[] | undefined {
  const cameFrom = new Map<TemplateResource, TemplateResource>();
  let edge = [start];
  while (edge.length > 0) {
    const next: TemplateResource[] = [];
    for (const each of edge) {
      for (const needed of needsOf(each, inStack)) {
        if (needed === start) return wayTo(each, start, cameFrom);
        if (cameFrom.has(needed)) continue;
        cameFrom.set(needed, each);
        next.push(needed);
      }
    }
    edge = next;
  }
  return undefined;
}

function wayTo(end: TemplateResource, start: TemplateResource, cameFrom: ReadonlyMap<TemplateResource, TemplateResource>): TemplateResource[] {
  const way = [end];
  while (way[0] !== start) {
    way.unshift(cameFrom.get(way[0])!);
  }
  return way;
}

function needsOf({ stack, needs }: TemplateResource, inStack: ReadonlyMap<string, TemplateResource>): TemplateResource[] {
  return needs.flatMap((name) => inStack.get(`${stack} ${name}`) ?? []);
}
