import { API_ANSWERS } from './answers-api';
import { EDGE_ANSWERS } from './answers-edge';
import { NETWORK_ANSWERS } from './answers-network';
import type { KnownAnswer } from './known-answer';

/** The answers of API Gateway, CloudFront and S3 that people meet when CORS fails, the more particular first, and what is taken for CORS. */
export const ANSWERS: readonly KnownAnswer[] = [...EDGE_ANSWERS, ...API_ANSWERS, ...NETWORK_ANSWERS];
