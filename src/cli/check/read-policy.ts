import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { firstLine, UserError } from '../../errors';
import type { CorsOrigin, CorsPolicy, CorsPolicyOptions } from '../../policy';
import { jsonMistake } from '../../template';
import { suggestion } from '../../values';

/** What a policy's file may say, and how each looks. */
const PROPERTIES = {
  allowOrigins: ['a list of texts, such as ["https://app.example.com", "https://*.preview.example.com"]', isTexts],
  allowMethods: ['a list of texts, such as ["GET", "POST"]', isTexts],
  allowHeaders: ['a list of texts, such as ["content-type", "authorization"]', isTexts],
  exposeHeaders: ['a list of texts, such as ["etag"]', isTexts],
  allowCredentials: ['true or false', (value: unknown) => typeof value === 'boolean'],
  maxAge: ['a number of seconds, such as 600', (value: unknown) => typeof value === 'number' && Number.isInteger(value)],
} as const;

interface PolicyFile {
  readonly allowOrigins: string[];
  readonly allowMethods?: string[];
  readonly allowHeaders?: string[];
  readonly exposeHeaders?: string[];
  readonly allowCredentials?: boolean;
  readonly maxAge?: number;
}

/**
 * The policy in a file: JSON with the properties of `CorsPolicy`, which also checks it.
 *
 * @throws a UserError that says what is wrong with it
 */
export function readPolicy(file: string, cwd: string): CorsPolicy {
  const { allowOrigins, maxAge, ...rest } = checked(parse(file, cwd), file);
  const { CorsOrigin, CorsPolicy, Duration } = load();
  try {
    const options: CorsPolicyOptions = { ...rest, ...maxAge !== undefined && { maxAge: Duration.seconds(maxAge) } };
    if (allowOrigins.length === 1 && allowOrigins[0] === '*') return CorsPolicy.unsafelyAllowAnyOrigin(options);
    return new CorsPolicy({ ...options, allowOrigins: allowOrigins.map((each): CorsOrigin => CorsOrigin.parse(each)) });
  } catch (error) {
    throw new UserError('input', `${file}: ${(error as Error).message}`);
  }
}

/** The policy is written with the CDK, which nothing else here needs and which takes a second to load. */
function load() {
  try {
    /* eslint-disable @typescript-eslint/no-require-imports */
    const { Duration } = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
    return { Duration, ...require('../../policy') as typeof import('../../policy') };
    /* eslint-enable @typescript-eslint/no-require-imports */
  } catch (error) {
    throw new UserError('input', `--policy needs aws-cdk-lib, which can't be loaded (${firstLine(error)}); install it beside cdk-cors: npm install aws-cdk-lib constructs`);
  }
}

function parse(file: string, cwd: string): unknown {
  let text = '';
  try {
    text = readFileSync(resolve(cwd, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError('input', `the policy ${file} can't be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('input', `the policy ${file} isn't valid JSON at ${jsonMistake(text)}; write {"allowOrigins": ["https://app.example.com"]}`);
  }
}

function checked(value: unknown, file: string): PolicyFile {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError('input', `the policy ${file} is expected to be an object; write {"allowOrigins": ["https://app.example.com"]}`);
  }
  const names = Object.keys(PROPERTIES);
  for (const [name, each] of Object.entries(value)) {
    if (!names.includes(name)) throw new UserError('input', `the policy ${file} has ${JSON.stringify(name)}, which isn't a property of a policy${suggestion(name, names) || `; there are ${names.join(', ')}`}`);
    const [shape, fits] = PROPERTIES[name as keyof typeof PROPERTIES];
    if (!fits(each)) throw new UserError('input', `${name} of the policy ${file} is expected to be ${shape}; got ${JSON.stringify(each)}`);
  }
  if (!('allowOrigins' in value)) throw new UserError('input', `the policy ${file} has no allowOrigins: ${PROPERTIES.allowOrigins[0]}`);
  return value as PolicyFile;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
