// Sequences in a context of T tokens: truncation on the left, padding on the right.

import type { ModelConfig } from './config.ts';

/** The last T tokens of a sequence. */
export function lastTokensInContext(
  ids: readonly number[],
  { T }: Pick<ModelConfig, 'T'>,
): readonly number[] {
  return ids.slice(-T);
}

/** Length after padding: a power of two from 8, at most T, so that few shapes are compiled. The causal mask hides the padding. */
export function paddedLength(length: number, T: number): number {
  return Math.min(T, Math.max(8, 2 ** Math.ceil(Math.log2(length))));
}
