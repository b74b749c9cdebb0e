import { ALL_METHODS } from './all-methods';
import type { AddedHeader, CorsConfig, ResponseHeadersPolicy } from './response-headers';

const ANY_ORIGIN: CorsConfig = {
  allowOrigins: ['*'], allowMethods: [], allowHeaders: [], exposeHeaders: [], allowCredentials: false, maxAge: undefined, originOverride: false,
};

/** Rule 93: what the seven methods and `*` exposed headers rest on is an inference, and so is that no headers are allowed. */
const WITH_PREFLIGHT: CorsConfig = {
  ...ANY_ORIGIN, allowMethods: ALL_METHODS, exposeHeaders: ['*'], onlyOriginOtherwise: true,
};

/** Rule 93. */
const SECURITY: readonly AddedHeader[] = [
  { name: 'Strict-Transport-Security', value: 'max-age=31536000', override: false },
  { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
  { name: 'X-Frame-Options', value: 'SAMEORIGIN', override: false },
  { name: 'X-XSS-Protection', value: '1; mode=block', override: false },
  { name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin', override: false },
];

/** Rule 92. */
export const MANAGED_RESPONSE_HEADERS_POLICIES: ReadonlyMap<string, ResponseHeadersPolicy> = new Map<string, ResponseHeadersPolicy>([
  ['60669652-455b-4ae9-85a4-c4c02393f86c', { name: 'SimpleCORS', cors: ANY_ORIGIN, headers: [], remove: [] }],
  ['5cc3b908-e619-4b99-88e5-2cf7f45965bd', { name: 'CORS-With-Preflight', cors: WITH_PREFLIGHT, headers: [], remove: [], isInferred: true }],
  ['67f7725c-6f97-4210-82d7-5512b31e9d03', { name: 'SecurityHeadersPolicy', headers: SECURITY, remove: [], isInferred: true }],
  ['e61eb60c-9c35-4d20-a928-2b84e02af89c', {
    name: 'CORS-and-SecurityHeadersPolicy', cors: ANY_ORIGIN, headers: SECURITY, remove: [], isInferred: true,
  }],
  ['eaab4381-ed33-4a86-88ca-d9558dc6cd63', {
    name: 'CORS-with-preflight-and-SecurityHeadersPolicy', cors: WITH_PREFLIGHT, headers: SECURITY, remove: [], isInferred: true,
  }],
]);
