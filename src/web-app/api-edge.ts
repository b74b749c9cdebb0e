import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { CorsPolicy } from '../policy';
import { refuse, shown } from '../policy';
import { corsBehavior, isMatchedByCloudFront, requestConfig, responseConfig } from './api-cors';
import { edgeFunction } from './edge-function';
import { prefixId } from './path-prefix';

const OWNED_HEADERS = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials', 'Access-Control-Expose-Headers'];

/** What a distribution gives all of its APIs. */
export interface ApiEdgeDefaults {
  readonly cors?: CorsPolicy;
  readonly securityHeaders?: cloudfront.ResponseSecurityHeadersBehavior;
}

/** What the edge does for one API. */
export interface ApiEdge {
  readonly scope: Construct;
  readonly pathPrefix: string;
  readonly stripsPrefix: boolean;
  readonly cors?: CorsPolicy;
  readonly securityHeaders?: cloudfront.ResponseSecurityHeadersBehavior;
  /** Whether the policy is this API's alone, so that what is made for it can't be shared. */
  readonly ownCors: boolean;
}

/** The response headers policy of an API; undefined where there is nothing to add. */
export function apiHeaders(edge: ApiEdge): cloudfront.IResponseHeadersPolicy | undefined {
  if (edge.cors === undefined && edge.securityHeaders === undefined) return undefined;
  const id = sharedId(edge, 'ApiHeaders');
  const existing = edge.scope.node.tryFindChild(id);
  if (existing === undefined) return new ApiHeaders(edge.scope, id, edge);
  if (!(existing instanceof ApiHeaders) || existing.cors !== edge.cors) {
    refuse('duplicateApi',
      `there is another API under ${shown(edge.pathPrefix)} in ${shown(edge.scope.node.path)}; give behaviors() the distribution or a construct of its own as scope`);
  }
  return existing;
}

/** The functions of an API, of which an event has one at most (rule 108). */
export function apiFunctions(edge: ApiEdge): cloudfront.FunctionAssociation[] {
  const associations: cloudfront.FunctionAssociation[] = [];
  if (edge.stripsPrefix || edge.cors !== undefined) {
    const does = [...(edge.stripsPrefix ? ['takes the prefix off'] : []), ...(edge.cors === undefined ? [] : ['answers preflights'])].join(', ');
    associations.push({
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: edgeFunction(edge.scope, `ApiRequest:${prefixId(edge.pathPrefix)}`, {
        files: ['allowed-origin.js', 'api-request.js'],
        config: requestConfig(edge.stripsPrefix ? edge.pathPrefix : '', edge.cors),
        comment: `${edge.pathPrefix.slice(0, 80)}: ${does}`,
      }),
    });
  }
  if (edge.cors !== undefined) {
    associations.push({
      eventType: cloudfront.FunctionEventType.VIEWER_RESPONSE,
      function: edgeFunction(edge.scope, sharedId(edge, 'ApiResponse'), {
        files: ['allowed-origin.js', 'api-response.js'],
        config: responseConfig(edge.cors),
        comment: 'CORS headers of API answers',
      }),
    });
  }
  return associations;
}

function sharedId(edge: ApiEdge, id: string): string {
  return edge.ownCors ? `${id}:${prefixId(edge.pathPrefix)}` : id;
}

class ApiHeaders extends cloudfront.ResponseHeadersPolicy {
  public readonly cors?: CorsPolicy;

  constructor(scope: Construct, id: string, edge: ApiEdge) {
    super(scope, id, {
      comment: edge.cors === undefined ? 'Security headers of APIs' : 'CORS headers of APIs',
      corsBehavior: edge.cors && corsBehavior(edge.cors),
      // CloudFront's documentation doesn't say that it adds Vary (rule 97); seen at a real edge, it sends one of its own with a CORS section and may
      // drop this one (ttoss/ttoss#1205). Below status 400 the function has the last word (rule 100). Not overriding: that could mix up the
      // API's own variants in a browser's cache.
      customHeadersBehavior: edge.cors && !edge.cors.allowAnyOrigin
        ? { customHeaders: [{ header: 'Vary', value: 'Origin', override: false }] } : undefined,
      // The API's own headers go first, then the policy's come (rule 96): an error of an API Gateway that echoes the Origin would else
      // reach a foreign page. Where CloudFront can't match an origin of the policy, the API's own are all that its pages have.
      removeHeaders: edge.cors && isMatchedByCloudFront(edge.cors) ? OWNED_HEADERS : undefined,
      securityHeadersBehavior: edge.securityHeaders,
    });
    this.cors = edge.cors;
  }
}
