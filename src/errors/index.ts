export { firstLine } from './first-line';
export { UserError, type UserErrorKind } from './user-error';
