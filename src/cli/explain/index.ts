import { existsSync, readFileSync } from 'node:fs';
import { isColoured, renderLines, type Span } from '../../terminal';
import { packageFile, suggestion } from '../../values';
import { type Rule, RULES } from '../../verify';
import type { Command } from '../command';
import { explanationLines, howToFindOut, lineLines } from './describe';
import { CORS_ERRORS } from './knowledge';
import type { KnownAnswer } from './known-answer';
import { knownNames, type Recognised, recognise } from './recognise';
import { ANSWERS } from './statuses';

/** `cdk-cors explain`. */
export const explain: Command = {
  name: 'explain',
  takes: '[rule | browser line | status]',
  most: Number.MAX_SAFE_INTEGER,
  options: [],
  help: [
    'Put a pasted line into quotation marks. Without an argument: everything that can be explained.',
    'For example:\n  cdk-cors explain preflight-behind-authorizer\n  cdk-cors explain "Response to preflight request doesn\'t pass access control check: It does not have HTTP ok status."\n  cdk-cors explain 403\n  cdk-cors explain "Missing Authentication Token"\n  cdk-cors explain PreflightMissingAllowOriginHeader',
    'Exit codes: 0 it is explained; 2 it is nothing that is known.',
  ],
  run: async ({ positionals }, { stdout, stderr, env }) => {
    const given = positionals.join(' ').trim();
    const recognised = given === '' ? undefined : recognise(given);
    const colour = isColoured(stdout, env);
    if (recognised !== undefined) {
      stdout.write(recognised.kind === 'rule' ? pageOf(recognised.rule) : renderLines(linesOf(recognised), colour));
      return 0;
    }
    if (given === '') {
      stdout.write(renderLines(catalogue(), colour));
      return 0;
    }
    // names are short: what is longer isn't a misspelt one
    const near = given.length > 80 ? '' : suggestion(given, knownNames());
    stderr.write(renderLines([[`nothing is known of ${JSON.stringify(given.slice(0, 200))}${near}`], ...nearest(given.slice(0, 500)), [], ...catalogue()], false));
    return 2;
  },
};

function linesOf(recognised: Exclude<Recognised, { kind: 'rule' }>): Span[][] {
  switch (recognised.kind) {
    case 'line': return lineLines(recognised.line, recognised.errors);
    case 'error': return [[['bold', recognised.error.name]], [], ...explanationLines(recognised.error), [], ...howToFindOut()];
    case 'answers': return [...recognised.answers.flatMap(answerLines), ...howToFindOut()];
    case 'exception': return EXCEPTION;
  }
}

function answerLines(answer: KnownAnswer): Span[][] {
  return [[['bold', answer.name]], [], ...explanationLines(answer), []];
}

const EXCEPTION: Span[][] = [
  [['bold', 'What a page\'s script sees of any failed request']],
  [],
  ['It tells no reason on purpose: a script must not learn anything of an answer that it may not read.'],
  ['The reason is a line of its own in the browser\'s console, mostly right before. Explain that one:'],
  [],
  ['  cdk-cors explain "Access to fetch at … has been blocked by CORS policy: …"'],
  [],
  ['Without such a line it isn\'t CORS: no connection, no such host, a certificate, a blocker.'],
  [],
  ...howToFindOut(),
];

/** The rule's page; where there is none beside the program, what the rule itself says. */
function pageOf({ id, severity, title, fix }: Rule): string {
  const file = packageFile(`docs/rules/${id}.md`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  return `# ${id}\n\n${title} (${severity})\n\n## CDK\n\n\`\`\`ts\n${fix.cdk}\n\`\`\`\n\n## CloudFormation\n\n\`\`\`yaml\n${fix.cloudFormation}\n\`\`\`\n`;
}

function catalogue(): Span[][] {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  return [
    [['bold', 'Rules']],
    ...RULES.map(({ id, title }): Span[] => [`  ${id.padEnd(width)}  `, ['dim', title]]),
    [],
    [['bold', 'Errors of browsers, by name or as the whole line of a console']],
    ...Object.keys(CORS_ERRORS).map((name): Span[] => [`  ${name}`]),
    [],
    [['bold', 'Answers of AWS, by status, by body or by gateway response type']],
    ...ANSWERS.map(({ name }): Span[] => [`  ${name}`]),
  ];
}

const TOO_COMMON = new Set(['the', 'a', 'of', 'is', 'in', 'to', 'and', 'or', 'not', 'cors', 'error', 'header', 'access', 'control', 'allow', 'request']);

/** What the words that were given are near to: a guess, and said to be one. */
function nearest(given: string): Span[][] {
  const words = given.toLowerCase().match(/[a-z]{2,}/g)?.filter((word) => !TOO_COMMON.has(word)) ?? [];
  const scored = RULES.map(({ id, title }) => ({ id, score: words.filter((word) => `${id} ${title}`.toLowerCase().includes(word)).length }));
  const best = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, 3).map(({ id }) => id);
  const guesses = [...namedByHeader(given), ...best].slice(0, 3);
  return guesses.length === 0 ? [] : [[`perhaps, a guess by its words: ${guesses.map((id) => `cdk-cors explain ${id}`).join(', ')}`]];
}

const HEADER_ERRORS: ReadonlyArray<readonly [RegExp, string]> = [
  [/access-control-allow-origin/i, 'MissingAllowOriginHeader'],
  [/access-control-allow-headers/i, 'HeaderDisallowedByPreflightResponse'],
  [/access-control-allow-methods/i, 'MethodDisallowedByPreflightResponse'],
  [/access-control-allow-credentials/i, 'InvalidAllowCredentials'],
  [/access-control-expose-headers/i, 'expose-headers-on-preflight-only'],
];

function namedByHeader(given: string): string[] {
  return HEADER_ERRORS.filter(([header]) => header.test(given)).map(([, name]) => name);
}
