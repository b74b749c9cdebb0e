import type { Step } from '../emulator';

/** The function at the viewer's request that answered itself: nothing behind it was asked. */
export function gateOf(via: readonly Step[]): Step | undefined {
  return via.some(({ kind }) => kind === 'origin') ? undefined : via.find(({ kind, name }) => kind === 'edge-function' && name === 'viewer-request');
}
