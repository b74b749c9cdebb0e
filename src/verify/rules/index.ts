import type { Rule } from '../app';
import { apiPathFallsToSite } from './api-path-falls-to-site';
import { apiWithoutCors } from './api-without-cors';
import { authorizationNotForwarded } from './authorization-not-forwarded';
import { behaviorRefusesMethod } from './behavior-refuses-method';
import { browsersDisagree } from './browsers-disagree';
import { bucketCorsLacksMethod } from './bucket-cors-lacks-method';
import { bucketWithoutCors } from './bucket-without-cors';
import { commaJoinedOrigins } from './comma-joined-origins';
import { cookieNotSentCrossSite } from './cookie-not-sent-cross-site';
import { corsHeaderMapped } from './cors-header-mapped';
import { credentialsOnPreflightOnly } from './credentials-on-preflight-only';
import { dependencyCycle } from './dependency-cycle';
import { documentOverwritesMethods } from './document-overwrites-methods';
import { edgeHeadersMissingOnErrors } from './edge-headers-missing-on-errors';
import { errorPageHidesApiError } from './error-page-hides-api-error';
import { exposeHeadersOnPreflightOnly } from './expose-headers-on-preflight-only';
import { firstOriginOnly } from './first-origin-only';
import { foreignPageAllowed } from './foreign-page-allowed';
import { functionCorsBypassed } from './function-cors-bypassed';
import { functionUrlBodyNotSigned } from './function-url-body-not-signed';
import { functionUrlPermissionMissing } from './function-url-permission-missing';
import { functionUrlWithoutOrigins } from './function-url-without-origins';
import { gatewayErrorUnreadable } from './gateway-error-unreadable';
import { gatewayResponseDeleted } from './gateway-response-deleted';
import { gatewayResponseWithoutHeaders } from './gateway-response-without-headers';
import { headerNotAllowed } from './header-not-allowed';
import { headerNotDeclared } from './header-not-declared';
import { headerValueNotQuoted } from './header-value-not-quoted';
import { hostForwardedToApi } from './host-forwarded-to-api';
import { integrationNotPermitted } from './integration-not-permitted';
import { maxAgeAboveBrowsers } from './max-age-above-browsers';
import { methodNameInWrongCase } from './method-name-in-wrong-case';
import { methodNotAllowed } from './method-not-allowed';
import { missingVaryWithCaching } from './missing-vary-with-caching';
import { nullOriginAllowed } from './null-origin-allowed';
import { originEchoedInOneCase } from './origin-echoed-in-one-case';
import { originGroupTakesReads } from './origin-group-takes-reads';
import { originNeverMatches } from './origin-never-matches';
import { originNotForwarded } from './origin-not-forwarded';
import { originNotInCacheKey } from './origin-not-in-cache-key';
import { originPatternUnsupported } from './origin-pattern-unsupported';
import { policyWithoutOverride } from './policy-without-override';
import { preflightBehindAuthorizer } from './preflight-behind-authorizer';
import { preflightBehindEdgeFunction } from './preflight-behind-edge-function';
import { preflightBehindResourcePolicy } from './preflight-behind-resource-policy';
import { preflightCachedForOthers } from './preflight-cached-for-others';
import { preflightCapturedByRoute } from './preflight-captured-by-route';
import { preflightFailsOnBinaryTypes } from './preflight-fails-on-binary-types';
import { preflightMappingFails } from './preflight-mapping-fails';
import { preflightNeedsApiKey } from './preflight-needs-api-key';
import { preflightNeedsClientCertificate } from './preflight-needs-client-certificate';
import { preflightNeedsParameters } from './preflight-needs-parameters';
import { preflightRedirected } from './preflight-redirected';
import { preflightRefused } from './preflight-refused';
import { preflightWithoutMethod } from './preflight-without-method';
import { queryStringNotInCacheKey } from './query-string-not-in-cache-key';
import { reflectedOrigin } from './reflected-origin';
import { responseUnreadable } from './response-unreadable';
import { responseWithoutHeaders } from './response-without-headers';
import { ruleFailed } from './rule-failed';
import { severalAllowOriginValues } from './several-allow-origin-values';
import { siteFunctionOnApi } from './site-function-on-api';
import { stageKeepsRemovedMethods } from './stage-keeps-removed-methods';
import { stageNotDeployed } from './stage-not-deployed';
import { stageOrPrefixMismatch } from './stage-or-prefix-mismatch';
import { staleDeployment } from './stale-deployment';
import { unanchoredOriginPattern } from './unanchored-origin-pattern';
import { updateConflict } from './update-conflict';
import { wildcardDoesNotCoverAuthorization } from './wildcard-does-not-cover-authorization';
import { wildcardWithCredentials } from './wildcard-with-credentials';

/** Those that need to know what is deployed. */
export const UPDATE_RULES: readonly Rule[] = [updateConflict, stageKeepsRemovedMethods, gatewayResponseDeleted];

/** The catalogue, in the order in which rules are asked: the more particular first, the last resorts last. */
export const RULES: readonly Rule[] = [
  originGroupTakesReads,
  functionUrlBodyNotSigned,
  functionUrlPermissionMissing,
  preflightNeedsClientCertificate,
  cookieNotSentCrossSite,
  behaviorRefusesMethod,
  hostForwardedToApi,
  stageOrPrefixMismatch,
  apiPathFallsToSite,
  siteFunctionOnApi,
  preflightRedirected,
  preflightBehindEdgeFunction,
  authorizationNotForwarded,
  originNotForwarded,
  errorPageHidesApiError,
  edgeHeadersMissingOnErrors,
  policyWithoutOverride,
  originNotInCacheKey,
  preflightCachedForOthers,
  missingVaryWithCaching,
  queryStringNotInCacheKey,
  bucketCorsLacksMethod,
  bucketWithoutCors,
  stageNotDeployed,
  integrationNotPermitted,
  browsersDisagree,
  originPatternUnsupported,
  corsHeaderMapped,
  preflightCapturedByRoute,
  functionCorsBypassed,
  functionUrlWithoutOrigins,
  apiWithoutCors,
  documentOverwritesMethods,
  headerValueNotQuoted,
  headerNotDeclared,
  staleDeployment,
  dependencyCycle,
  ...UPDATE_RULES,
  maxAgeAboveBrowsers,
  exposeHeadersOnPreflightOnly,
  preflightWithoutMethod,
  preflightBehindResourcePolicy,
  preflightBehindAuthorizer,
  preflightNeedsApiKey,
  preflightNeedsParameters,
  preflightFailsOnBinaryTypes,
  preflightMappingFails,
  commaJoinedOrigins,
  severalAllowOriginValues,
  originNeverMatches,
  wildcardWithCredentials,
  wildcardDoesNotCoverAuthorization,
  methodNameInWrongCase,
  methodNotAllowed,
  headerNotAllowed,
  originEchoedInOneCase,
  gatewayResponseWithoutHeaders,
  gatewayErrorUnreadable,
  credentialsOnPreflightOnly,
  responseWithoutHeaders,
  firstOriginOnly,
  reflectedOrigin,
  unanchoredOriginPattern,
  nullOriginAllowed,
  preflightRefused,
  responseUnreadable,
  foreignPageAllowed,
  // asked nothing: it is what becomes of a rule that throws
  ruleFailed,
];

export { ruleFailed };
