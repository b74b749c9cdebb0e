import type { ReadPolicy } from './cors';

export function wrap<H extends (...values: any[]) => unknown>(handler: H, policy: ReadPolicy): H;
export function log(text: string): void;
