import type { TemplateModel, TemplateResource } from '../../template';
import { type DeploymentProblem, deploymentProblemsOf } from './deployments';
import type { Exchange } from './exchange';

/** What a stage may serve instead of the template (rule 11). Looked at when the first request comes. */
export class Snapshot {
  private problems: ReadonlyMap<TemplateResource, DeploymentProblem> | undefined;

  constructor(private readonly api: TemplateResource, private readonly model: TemplateModel) {}

  /** Says where a request is answered by something that the deployed snapshot may lack, or have otherwise. */
  public noteWhatItLacks(exchange: Exchange): void {
    this.problems ??= new Map(deploymentProblemsOf(this.api, this.model).map((problem) => [problem.resource, problem]));
    if (this.problems.size === 0) return;
    for (const part of [exchange.stage?.resource, exchange.method?.resource]) {
      const problem = part && this.problems.get(part);
      if (problem?.kind === 'not-awaited') {
        exchange.remark(11, `${problem.message}; add it to DependsOn`);
      } else if (problem?.kind === 'other-deployment') {
        exchange.remark(11, `${problem.message}; refer to a deployment of the template`);
      }
    }
  }
}
