import { API_ANSWERS } from './answers-api';
import { EDGE_ANSWERS } from './answers-edge';
import { NETWORK_ANSWERS } from './answers-network';
import { UPDATE_ANSWERS } from './answers-update';
import type { KnownAnswer } from './known-answer';

/** The answers of API Gateway, CloudFront and S3 that people meet when CORS fails, the more particular first, what is taken for CORS, and what a deployment fails with. */
export const ANSWERS: readonly KnownAnswer[] = [...UPDATE_ANSWERS, ...EDGE_ANSWERS, ...API_ANSWERS, ...NETWORK_ANSWERS];
