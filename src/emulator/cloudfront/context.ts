import type { EmulatedEntrance } from '../kernel/emulated-entrance';
import type { CloudFrontCache } from './cache';
import type { Behavior, Distribution } from './distribution';
import type { StoreReader } from './edge-functions';
import type { Exchange } from './exchange';
import type { Forwarding } from './forwarding';

/** What a distribution needs besides its template. */
export interface CloudFrontContext {
  /** The entrances that its origins may be. Asked when a request is answered, since entrances may be made in any order. */
  readonly entrances: () => readonly EmulatedEntrance[];
  /** What edge locations have in store. Without it nothing is stored, and every answer comes from the origin. */
  readonly cache?: CloudFrontCache;
  /** What key value stores hold. Without it that is unknown. */
  readonly keyValueStore?: StoreReader;
}

/** A behavior at work on an exchange. */
export interface EdgeContext extends CloudFrontContext {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  readonly forwarding: Forwarding;
  readonly exchange: Exchange;
}
