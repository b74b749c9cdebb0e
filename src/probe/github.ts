import { plural, workflowCommand } from '../report';
import type { ProbeReport } from './probe';

/**
 * Annotations of a workflow of GitHub Actions. They have no place in a file: what is wrong was found in an answer.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ url, findings, failure, cutShort, requests }: ProbeReport): string {
  const notices = [failure, cutShort].flatMap((each) => (each === undefined ? [] : [workflowCommand(each === failure ? 'error' : 'notice', { title: 'cdk-cors probe' }, `${url}: ${each.message}`)]));
  const found = findings.map(({ rule, severity, message, fix, docs }) => workflowCommand(severity, { title: `cdk-cors ${rule}` }, `${message}\nFix: ${fix.cdk}\n${docs}`));
  return [...found, ...notices, `cdk-cors probe: ${plural(findings.length, 'finding')}, ${plural(requests, 'request')} sent to ${JSON.stringify(url)}\n`].join('');
}
