/**
 * An old and a new template: what CloudFormation does on the way from the one to the other, in which order, and what a stage serves afterwards.
 *
 * @packageDocumentation
 */
export type { Change, ChangeKind } from './changes';
export type { Conflict, Overwritten } from './conflicts';
export { type OtherCopy, planUpdate, type Update, type UpdateNote } from './plan';
export { readDeployed } from './read-deployed';
export type { ServedApi } from './stages';
