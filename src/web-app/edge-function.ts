import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fn, Token } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { refuse, shown } from '../policy';

/** What a CloudFront Function may have, in bytes (rule 108). */
const CODE_LIMIT = 10_240;

/** An edge function: the files that it is made of, in order, and what is declared as CONFIG in front of them. */
export interface EdgeFunctionProps {
  readonly files: string[];
  readonly config: object;
  readonly comment: string;
}

/**
 * The function with this id in the scope, made on the first call.
 *
 * The same function serves several behaviors, and an account has a hundred of them (rule 108).
 */
export function edgeFunction(scope: Construct, id: string, props: EdgeFunctionProps): cloudfront.Function {
  const existing = scope.node.tryFindChild(id);
  if (existing === undefined) {
    return new EdgeFunction(scope, id, props);
  }
  if (!(existing instanceof EdgeFunction) || existing.madeOf !== madeOf(props)) {
    refuse('duplicateApi',
      `${shown(scope.node.path)} has another function ${shown(id)} already; give behaviors() the distribution or a construct of its own as scope`);
  }
  return existing;
}

/** What tells two edge functions apart. Their code doesn't: the tokens in it are new ones each time. */
function madeOf({ files, config }: EdgeFunctionProps): string {
  return JSON.stringify([files, config]);
}

/** The source of an edge function. Its files are JavaScript of their own, linted and tested as such. */
export function edgeCode(files: string[], config: object): string {
  const sources = files.map((file) => readFileSync(join(__dirname, 'edge', file), 'utf8'));
  const code = [`var CONFIG = ${JSON.stringify(config, harmless)};\n`, ...sources].join('\n');
  const size = Buffer.byteLength(code);
  if (size > CODE_LIMIT) {
    refuse('edgeFunctionTooLarge',
      `the CloudFront Function would have ${size} bytes, but CloudFront takes ${CODE_LIMIT}; name fewer origins in the policy, ` +
      'e.g. by CorsOrigin.subdomainsOf, or fewer headers');
  }
  return code;
}

/**
 * A value that may stand in a string literal of the code. What is known at synth is escaped by JSON; of what is only known at deploy
 * time the characters that could end the literal are taken out, since no intrinsic function escapes them. No origin and no header has them.
 */
function harmless(_key: string, value: unknown): unknown {
  return typeof value === 'string' && Token.isUnresolved(value)
    ? ['"', '\\', '\n', '\r'].reduce((text, character) => Fn.join('', Fn.split(character, text)), value)
    : value;
}

class EdgeFunction extends cloudfront.Function {
  public readonly madeOf: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id, {
      code: cloudfront.FunctionCode.fromInline(edgeCode(props.files, props.config)),
      // Set, because the default hangs on a feature flag.
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      comment: props.comment,
    });
    this.madeOf = madeOf(props);
  }
}
