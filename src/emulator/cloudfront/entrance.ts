import { type TemplateModel, type TemplateResource, matchesWildcard } from '../../template';
import type { CloudFrontEntrance, EmulatedEntrance } from '../kernel/emulated-entrance';
import type { Circumstances, Machine } from '../kernel/machine';
import type { HttpRequest } from '../kernel/message';
import type { UrlParts } from '../kernel/url';
import type { CloudFrontContext } from './context';
import { type Distribution, distributionOf } from './distribution';
import { answerAtEdge } from './edge';
import { routesOf } from './routes';

/**
 * An `AWS::CloudFront::Distribution`, emulated.
 *
 * @param context the entrances that its origins may be, and what it remembers
 */
export function cloudFrontEntrance(resource: TemplateResource, model: TemplateModel, context: CloudFrontContext): CloudFrontEntrance {
  return new EmulatedDistribution(distributionOf(resource, model), context);
}

class EmulatedDistribution implements CloudFrontEntrance {
  public readonly kind = 'cloudfront';
  public readonly resource: TemplateResource;
  public readonly logicalId: string;
  public readonly url: string;
  public readonly aliases: readonly string[];
  /** In lower case. */
  private readonly names: readonly string[];
  private known: EmulatedEntrance['routes'] | undefined;

  constructor(public readonly distribution: Distribution, private readonly context: CloudFrontContext) {
    const { resource, domainName, aliases } = distribution;
    this.resource = resource;
    this.logicalId = resource.logicalId;
    this.url = `https://${domainName}`;
    this.aliases = aliases.map((alias) => `https://${alias}`);
    this.names = aliases.map((alias) => alias.toLowerCase());
  }

  /** Made when first asked for: the entrances behind it may be made after it. */
  public get routes(): EmulatedEntrance['routes'] {
    return this.known ??= routesOf(this.distribution, this.context);
  }

  /** The distribution's own name, or an alias; `*.example.com` is any one below it. */
  public owns({ hostname }: UrlParts): boolean {
    return hostname === this.distribution.domainName.toLowerCase() || this.names.some((alias) => matchesWildcard(alias, hostname, false));
  }

  public handle(request: HttpRequest, circumstances: Circumstances): Machine {
    return answerAtEdge(this.distribution, request, circumstances, this.context);
  }
}
