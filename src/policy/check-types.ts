import { refuse, shown } from './refusal';

/** A type that the compiler checks for callers in TypeScript, and nothing for others. */
interface Type {
  readonly what: string;
  readonly code: string;
  is(value: any): boolean;
  /** What to write instead. */
  write(value: unknown): string;
}

const TYPES = {
  duration: {
    what: 'a Duration',
    code: 'notADuration',
    is: (value) => typeof value?.toSeconds === 'function',
    write: (value) => (typeof value === 'number' ? `write Duration.seconds(${value})` : 'write one such as Duration.minutes(10)'),
  },
  list: {
    what: 'a list',
    code: 'notAList',
    is: Array.isArray,
    write: (value) => (typeof value === 'string' ? `write [${shown(value)}]` : 'write one in [ ]'),
  },
  object: {
    what: 'an object',
    code: 'notAnObject',
    is: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isReadable(value),
    write: () => 'write its properties in { }',
  },
  boolean: {
    what: 'true or false',
    code: 'notABoolean',
    is: (value) => typeof value === 'boolean',
    write: (value) => `write ${['false', '0', 'no', '', 0, null].includes(value as string) ? 'false' : 'true'}, without quotes`,
  },
  text: {
    what: 'a text',
    code: 'notAText',
    is: (value) => typeof value === 'string',
    write: () => 'write it in quotes',
  },
  construct: {
    what: 'a construct',
    code: 'notACdkObject',
    is: (value) => typeof value?.node?.path === 'string',
    write: () => 'give the object itself, such as a Stack, not its name or its properties',
  },
  methods: {
    what: 'a cloudfront.AllowedMethods',
    code: 'notACdkObject',
    is: (value) => Array.isArray(value?.methods),
    write: () => 'give the object itself, such as AllowedMethods.ALLOW_ALL',
  },
  bucket: {
    what: 'a bucket',
    code: 'notABucket',
    is: (value) => typeof value?.bucketName === 'string' && value.node !== undefined,
    write: () => 'give an IBucket, such as new s3.Bucket(…)',
  },
  number: {
    what: 'a number',
    code: 'notANumber',
    is: (value) => typeof value === 'number' && !Number.isNaN(value),
    write: () => 'write it in digits, without quotes',
  },
  cdk: {
    what: 'an object of the CDK',
    code: 'notACdkObject',
    is: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype,
    write: () => 'give the object itself, not its name or its properties',
  },
  function: {
    what: 'a Lambda function',
    code: 'notALambdaFunction',
    is: (value) => typeof value?.functionArn === 'string' && value.node !== undefined,
    write: () => 'give an IFunction, such as new lambda.Function(…)',
  },
} as const satisfies { readonly [name: string]: Type };

/**
 * Refuses properties of another type than they are declared with: plain JavaScript, and values of the type `any`, bring them here.
 *
 * @param owner what has the properties, as it stands in the message
 * @param props must be an object
 * @param types of properties; one that isn't given is right
 *
 * @internal
 */
export function checkTypes(owner: string, props: object, types: { readonly [property: string]: keyof typeof TYPES }): void {
  checkType(owner, props, 'object');
  for (const [property, type] of Object.entries(types)) {
    const value = (props as { readonly [property: string]: unknown })[property];
    if (value !== undefined) {
      checkType(property, value, type);
    }
  }
}

/**
 * Refuses what a construct can't be made in, or can't be called.
 *
 * @internal
 */
export function checkPlace(scope: unknown, id: unknown): void {
  checkType('scope', scope, 'construct');
  checkType('id', id, 'text');
  if (id === '') {
    refuse('emptyId', 'id must not be empty; name the construct, such as "Api"');
  }
}

/** Whether all properties can be read: a getter may throw. */
function isReadable(value: object): boolean {
  try {
    return Object.values(value).length >= 0;
  } catch {
    return false;
  }
}

/** @internal */
export function checkType(name: string, value: unknown, type: keyof typeof TYPES): void {
  const { what, code, is, write }: Type = TYPES[type];
  if (!is(value)) {
    refuse(code, `${name} must be ${what}, got ${shown(value)}; ${write(value)}`);
  }
}
