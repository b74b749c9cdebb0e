import type { TemplateModel, TemplateResource } from '../../emulator';
import type { Rule } from '../app';

/** The API's headers name the distribution, and the distribution's origin names the API's stage: CloudFormation can make neither first. */
export const dependencyCycle: Rule = {
  id: 'dependency-cycle',
  severity: 'error',
  title: 'the API and the distribution wait for each other',
  fix: {
    cdk: [
      "new WebApp(this, 'WebApp', {",
      "  site: Site.fromDirectory('site'),",
      '  apis: [],',
      '});',
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
    for (const distribution of model.ofType('AWS::CloudFront::Distribution')) {
      const cycle = cycleThrough(distribution, model);
      if (cycle !== undefined) {
        const names = cycle.map(({ logicalId }) => logicalId);
        yield { resource: distribution, message: `CloudFormation can make none of these first: ${[...names, names[0]].join(' → ')}` };
      }
    }
  },
};

/** The shortest way from a resource back to itself, by DependsOn and by what properties refer to. */
function cycleThrough(start: TemplateResource, model: TemplateModel): TemplateResource[] | undefined {
  const cameFrom = new Map<TemplateResource, TemplateResource>();
  let edge = [start];
  while (edge.length > 0) {
    const next: TemplateResource[] = [];
    for (const each of edge) {
      for (const needed of needsOf(each, model)) {
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
  while (way[0] !== start) way.unshift(cameFrom.get(way[0])!);
  return way;
}

function needsOf(resource: TemplateResource, model: TemplateModel): TemplateResource[] {
  const named = resource.dependsOn.length === 0 ? [] : model.resources.filter(({ stack, logicalId }) => stack === resource.stack && resource.dependsOn.includes(logicalId));
  const referred = textsIn(resource.properties, 0).flatMap((text) => model.referentsIn(text));
  return [...named, ...referred].filter((each) => each !== resource);
}

function textsIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null && depth < 50 ? Object.values(value).flatMap((each) => textsIn(each, depth + 1)) : [];
}
