import { API_ANSWERS } from './answers-api';
import { BUCKET_ANSWERS } from './answers-bucket';
import { DEPLOY_ANSWERS } from './answers-deploy';
import { EDGE_ANSWERS } from './answers-edge';
import { FUNCTION_URL_ANSWERS } from './answers-function-url';
import { NETWORK_ANSWERS } from './answers-network';
import { PAGE_ANSWERS } from './answers-page';
import { UPDATE_ANSWERS } from './answers-update';
import type { KnownAnswer } from './known-answer';

/** The answers of API Gateway, CloudFront and S3 that people meet when CORS fails, the more particular first, what is taken for CORS, and what a deployment fails with. */
export const ANSWERS: readonly KnownAnswer[] = [
  ...UPDATE_ANSWERS, ...DEPLOY_ANSWERS, ...PAGE_ANSWERS, ...BUCKET_ANSWERS, ...FUNCTION_URL_ANSWERS,
  ...EDGE_ANSWERS, ...API_ANSWERS, ...NETWORK_ANSWERS,
];

/** Where a line has a status: of a browser's network tab, of its console, of a library, of a log. */
const STATUSES: readonly RegExp[] = [
  /^(?:HTTP\S* |status(?: code)?:? )?([1-5]\d\d)\b.{0,40}$/i,
  /\bstatus(?:Code)?(?: code)?(?:['"]?\s*[:=]\s*|\s+(?:of|is|was)?\s*)['"]?([1-5]\d\d)\b/i,
  /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+\S+\s+(?:net::\S+\s+)?([1-5]\d\d)\b/,
  /\bHTTP\/[\d.]+['"]?\s+([1-5]\d\d)\b/,
  /\bERR_\w+ ([1-5]\d\d)\b/,
  /: ([1-5]\d\d)(?: (?:[A-Z][\w-]*)(?: [A-Z][\w-]*){0,4})?$/,
  /\b(?:error|code):? ['"]?([1-5]\d\d)\b/i,
];

/** The status that a line names. That of a deployment's own request is none of a page's. */
export function statusIn(text: string): number | undefined {
  if (/\(Service: |RequestToken|Request ID:/.test(text)) return undefined;
  const found = STATUSES.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
  return found === undefined ? undefined : Number(found);
}

/** The common ones first, where only a status is known. */
const BY_STATUS = [...API_ANSWERS, ...EDGE_ANSWERS, ...FUNCTION_URL_ANSWERS, ...BUCKET_ANSWERS, ...PAGE_ANSWERS];

/** What answers so; without an answer of AWS, that it is the back end's own. */
export function answersWith(status: number): readonly KnownAnswer[] {
  const known = BY_STATUS.filter(({ statuses }) => statuses.includes(status));
  return known.length > 0 || status < 400 ? known : [{
    name: `status ${status}`,
    statuses: [status],
    means: 'It is none of the answers that API Gateway, CloudFront or S3 give by themselves where CORS fails: mostly the back end\'s own',
    causes: [
      { layer: 'back end', text: 'the function or server answered so: its log tells. The page can read it only with the headers of CORS on errors as well', rules: ['response-unreadable'] },
    ],
  }];
}
