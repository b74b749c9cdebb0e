import { UPPER } from '../mint';
import type { Resolved } from '../model';
import { textOf } from '../values';

/** What the names of a resource are made of. */
export interface Naming {
  readonly logicalId: string;
  /** As AWS names the stack. */
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  /** `aws`, or that of China or GovCloud. */
  readonly partition: string;
  /** `amazonaws.com`, or that of China. */
  readonly urlSuffix: string;
  /** Its name, if its properties give one that is known, else one that is minted. */
  readonly id: string;
  /** @param purpose tells several ids of a resource apart */
  mint(alphabet: string, length: number, purpose?: string): string;
  mintUuid(purpose?: string): string;
  property(name: string): Resolved;
}

/** What CloudFormation gives for a type of resource, as far as the emulator knows it. */
export interface TypeDefinition {
  /** The property that names it. */
  readonly nameProperty?: string;
  /** The name or id that AWS mints where no property gives one. */
  readonly mintId?: (naming: Naming) => string;
  /** What Ref gives, where it isn't the name or id. */
  readonly ref?: (naming: Naming) => string;
  /** Ref gives the name of another resource, or one that many have. */
  readonly sharesItsRef?: boolean;
  readonly attributes?: { readonly [name: string]: (naming: Naming) => Resolved };
}

export const id = ({ id: value }: Naming): string => value;

/** `arn:aws:lambda:eu-west-1:123456789012:function:name` */
export function arn(naming: Naming, service: string, resource: string, without: 'nothing' | 'region' | 'account' | 'both' = 'nothing'): string {
  const region = without === 'region' || without === 'both' ? '' : naming.region;
  const account = without === 'account' || without === 'both' ? '' : naming.account;
  return `arn:${naming.partition}:${service}:${region}:${account}:${resource}`;
}

/** `Shop-Handler-1A2B3C4D5E6F`, cut in front so that what makes it unique stays. */
export function generatedName(naming: Naming, longest = 64): string {
  const random = naming.mint(UPPER, 12, 'name');
  const readable = `${naming.stackName}-${naming.logicalId}`.replace(/[^A-Za-z0-9-]/g, '');
  return `${readable.slice(0, longest - random.length - 1)}-${random}`;
}

/** The text of a property, if it has one that is known. */
export function textProperty(naming: Naming, name: string): string | undefined {
  const text = textOf(naming.property(name));
  return text === '' ? undefined : text;
}
