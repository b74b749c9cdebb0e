import type { Emulator } from '../emulator';
import { corsRulesOf } from '../emulator/s3';
import { isUnknown } from '../template';
import { DeclaredOrigins } from './declared-origins';
import { isAnyOrigin, listedOrigins } from './origin-text';
import { pagesNamed } from './pages';

/** A template may name a great many. */
const MAX_PAGES = 50;

/**
 * The origins of pages that may call an app, as far as its templates say: the declared pages that `verify` asks, and those of buckets.
 * A pattern is represented by one example.
 */
export function declaredPages(emulator: Emulator): string[] {
  const declared = new DeclaredOrigins(emulator);
  const ofRoutes = emulator.entrances.flatMap((entrance) => entrance.routes.flatMap((route) => declared.of(entrance, route).origins));
  const ofBuckets = emulator.model.ofType('AWS::S3::Bucket').flatMap(({ path, properties }) => listedByRules(corsRulesOf(properties.CorsConfiguration), path));
  const pages = pagesNamed([...ofRoutes, ...ofBuckets].filter(({ origin }) => !isAnyOrigin(origin))).map(({ origin }) => origin);
  return pages.filter((origin) => emulator.entranceOf(origin) === undefined).slice(0, MAX_PAGES);
}

function listedByRules(rules: ReturnType<typeof corsRulesOf>, path: string) {
  const origins = isUnknown(rules) ? [] : rules.flatMap(({ allowedOrigins }) => (isUnknown(allowedOrigins) ? [] : allowedOrigins));
  return origins.flatMap(listedOrigins).map((each) => ({ ...each, path }));
}
