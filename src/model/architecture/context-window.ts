// Fitting sequences to the context: what is cut from the front, what is added behind.

import type { ModelConfig } from './config.ts';

/** The last tokens of a sequence that fit the context. */
export function lastTokensInContext(
  ids: readonly number[],
  { T }: Pick<ModelConfig, 'T'>,
): readonly number[] {
  return ids.slice(-T);
}

/** Lengths are rounded up to these, so that few shapes have to be recorded; what is added stands behind and is not seen. */
export function paddedLength(length: number, T: number): number {
  return Math.min(T, Math.max(8, 2 ** Math.ceil(Math.log2(length))));
}
