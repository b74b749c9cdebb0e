import { plural, workflowCommand } from '../report';
import type { Difference } from './compare-assembly';
import type { ProbeReport } from './probe';

/**
 * Annotations of a workflow of GitHub Actions. They have no place in a file: what is wrong was found in an answer.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ url, findings, comparison, failure, cutShort, requests }: ProbeReport): string {
  const notices = [failure, cutShort].flatMap((each) => (each === undefined ? [] : [workflowCommand(each === failure ? 'error' : 'notice', { title: 'cdk-cors probe' }, `${url}: ${each.message}`)]));
  const found = findings.map(({ rule, severity, message, fix, docs }) => workflowCommand(severity, { title: `cdk-cors ${rule}` }, `${message}\nFix: ${fix.cdk}\n${docs}`));
  const differing = (comparison?.differences ?? []).map((each) => workflowCommand('error', { title: `cdk-cors probe: ${each.side}` }, differenceText(each)));
  const compared = comparison === undefined ? '' : `${plural(comparison.differences.length, 'difference')}, `;
  return [...found, ...differing, ...notices, `cdk-cors probe: ${plural(findings.length, 'finding')}, ${compared}${plural(requests, 'request')} sent to ${JSON.stringify(url)}\n`].join('');
}

function differenceText({ message, aspects, questions, resource }: Difference): string {
  const lines = aspects.map(({ name, predicted, live }) => `${name}: ${live} instead of ${predicted}`);
  return [message, ...lines, questions[0], ...resource === undefined ? [] : [`In the template: ${resource}`]].join('\n');
}
