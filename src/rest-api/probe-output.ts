import type { RestApiBase, RestApiBaseProps } from 'aws-cdk-lib/aws-apigateway';
import { outputProbeCommand, pagesOf } from '../outputs';
import type { CorsPolicy } from '../policy';

/** Adds the output of `probePath`, where there is one. */
export function outputProbe(api: RestApiBase, cors: CorsPolicy, probePath: string | undefined): void {
  if (probePath === undefined) return;
  outputProbeCommand(api, { url: api.urlForPath(probePath), pages: pagesOf(cors), credentials: cors.allowCredentials });
}

/** The property that leaves an API without a URL of its own. */
export function withoutUrl({ deploy, disableExecuteApiEndpoint }: RestApiBaseProps): string | undefined {
  if (deploy === false) return 'deploy: false';
  return disableExecuteApiEndpoint === true ? 'disableExecuteApiEndpoint: true' : undefined;
}
