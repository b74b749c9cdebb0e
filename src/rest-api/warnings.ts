import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { firstFew } from '../values';

/** Warns that OPTIONS methods of the user's answer otherwise than they were written. */
export function warnOfTakenOver(api: IConstruct, paths: readonly string[]): void {
  if (paths.length === 0) return;
  Annotations.of(api).addWarningV2('cdk-cors:preflightsTakenOver',
    `OPTIONS of ${[...paths].sort().join(', ')} did nothing but CORS (defaultCorsPreflightOptions, addCorsPreflight, or a MOCK of yours) and answers as the policy ` +
    'says now. Deploy this; then remove what made them, in a deployment that leaves the policy as it is');
}

/** Warns of all the CORS of a document that gave way to the policy. */
export function warnOfReplacedCors(
  api: IConstruct, { preflights, headers }: { readonly preflights: readonly string[]; readonly headers: readonly string[] },
): void {
  const replaced = [
    ...preflights.length === 0 ? [] : [`OPTIONS of ${firstFew([...preflights].sort(), 20)}, which did nothing but CORS (a MOCK)`],
    ...headers.length === 0 ? [] : [firstFew([...new Set(headers)], 20)],
  ];
  if (replaced.length === 0) return;
  Annotations.of(api).addWarningV2('cdk-cors:corsReplaced',
    `the policy took the place of the document's own CORS: ${replaced.join('; ')}; remove it from the document, or acknowledge this`);
}

/** Warns of what isn't imported as the document has it. */
export function warnOfAdaptedDocument(api: IConstruct, notes: readonly string[]): void {
  if (notes.length === 0) return;
  Annotations.of(api).addWarningV2('cdk-cors:documentAdapted', `the document is imported with changes. ${notes.map((note) => `${note[0].toUpperCase()}${note.slice(1)}`).join('. ')}`);
}

/** Warns that headers of the user's are sent as the policy says. */
export function warnOfReplacedHeaders(api: IConstruct, replaced: readonly string[]): void {
  if (replaced.length === 0) return;
  Annotations.of(api).addWarningV2('cdk-cors:corsReplaced',
    `the policy's headers took the place of ${firstFew([...new Set(replaced)], 20)}; remove them there, or acknowledge this`);
}
