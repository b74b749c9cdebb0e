import { CfnOutput, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type CorsPolicy, refuse, shown } from '../policy';

/** What a shell takes as it is, so that the command can be pasted. */
const PLAIN_PATH = /^\/[\w.~:@%/-]*$/;
/** More would make the command longer than it helps. */
const MAX_PAGES = 5;
const ANY_PAGE = 'https://app.example.com';

/** A command that asks what was deployed. */
export interface ProbeCommand {
  /** The URL that is asked, with the path. */
  readonly url: string;
  /** The origins of the pages that ask. */
  readonly pages: readonly string[];
  readonly credentials: boolean;
}

/**
 * Adds an output with the command that asks a URL as pages would, ready to paste after the deployment.
 *
 * @param scope the construct; the output stands below it
 */
export function outputProbeCommand(scope: Construct, { url, pages, credentials }: ProbeCommand): void {
  const options = [...pages.slice(0, MAX_PAGES).map((page) => `--page-origin ${page}`), ...credentials ? ['--credentials'] : []];
  new CfnOutput(scope, 'ProbeCommand', {
    value: `npx cdk-cors probe ${url} ${options.join(' ')}`,
    description: `Asks ${scope.node.path} as pages would: what browsers make of it, and what is wrong`,
  });
}

/** The pages that a policy lets in: its origins, and one for each of its patterns. */
export function pagesOf({ allowOrigins }: CorsPolicy): string[] {
  return allowOrigins.map(({ value }) => {
    if (Token.isUnresolved(value) || !value.includes('*')) return value;
    return value === '*' ? ANY_PAGE : value.replace('**.', 'a.b.').replace(/:\*$/, ':3000').replaceAll('*', 'any');
  });
}

/**
 * Refuses what is no path of an API, before anything is made.
 *
 * @param path `probePath` of the properties
 * @param withoutUrl what keeps the API from having a URL, where something does
 */
export function refuseProbePath(path: string | undefined, withoutUrl?: string): void {
  if (path === undefined) return;
  if (typeof path !== 'string' || Token.isUnresolved(path) || !PLAIN_PATH.test(path)) {
    refuse('notAProbePath', `probePath must be a path that can be called, such as "/items" or "/items/1", got ${shown(path)}; write it without variables, query and spaces`);
  }
  if (withoutUrl !== undefined) {
    refuse('probePathWithoutUrl', `probePath says what is asked of the API's own URL, and ${withoutUrl} leaves it without one; remove probePath, and run cdk-cors probe with the URL that the API has`);
  }
}
