import { Circumstances, EmulatedEntrance, Machine } from '../machine';
import { HttpRequest } from '../message';
import { CloudFrontContext } from './context';
import { Distribution, distributionOf } from './distribution';
import { answerAtEdge } from './edge';
import { routesOf } from './routes';
import { matchesWildcard } from '../s3/wildcard';
import { TemplateModel, TemplateResource } from '../template/model';

/**
 * An `AWS::CloudFront::Distribution`, emulated.
 *
 * @param context the entrances that its origins may be, and what it remembers
 */
export function cloudFrontEntrance(resource: TemplateResource, model: TemplateModel, context: CloudFrontContext): EmulatedEntrance {
  return new CloudFrontEntrance(distributionOf(resource, model), context);
}

class CloudFrontEntrance implements EmulatedEntrance {
  public readonly kind = 'cloudfront';
  private known: EmulatedEntrance['routes'] | undefined;

  constructor(private readonly distribution: Distribution, private readonly context: CloudFrontContext) {}

  public get resource(): TemplateResource {
    return this.distribution.resource;
  }

  public get logicalId(): string {
    return this.resource.logicalId;
  }

  public get url(): string {
    return `https://${this.distribution.domainName}`;
  }

  public get aliases(): string[] {
    return this.distribution.aliases.map((alias) => `https://${alias}`);
  }

  /** Made when first asked for: the entrances behind it may be made after it. */
  public get routes(): EmulatedEntrance['routes'] {
    return this.known ??= routesOf(this.distribution, this.context);
  }

  /** The distribution's own name, or an alias; `*.example.com` is any one below it. */
  public owns(url: URL): boolean {
    const host = url.hostname;
    return host === this.distribution.domainName.toLowerCase() ||
      this.distribution.aliases.some((alias) => matchesWildcard(alias.toLowerCase(), host, false));
  }

  public handle(request: HttpRequest, circumstances: Circumstances): Machine {
    return answerAtEdge(this.distribution, request, circumstances, this.context);
  }
}
