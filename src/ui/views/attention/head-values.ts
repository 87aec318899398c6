// How one head's numbers lie in memory, and which of them are masked.
import type { Tensor } from '../../../workers/lab-api.ts';

/** Scores at or below this are masked: the engine writes -1e30 where mathematics has −∞. */
const MASKED_SCORE = -1e29;

/** One head of a `[H, T, T]` activation: T × T numbers, a row for each query, a column for each key. */
export function headOf(tensor: Tensor, head: number): Float32Array {
  const size = tensor.shape[1] * tensor.shape[2];
  return tensor.data.subarray(head * size, (head + 1) * size);
}

/** Whether a score was struck out by the causal mask before softmax. */
export function isMaskedScore(score: number): boolean {
  return score <= MASKED_SCORE;
}

/** Whether a weight is 0 because the key comes after the query, and not because the head looked elsewhere. */
export function isMaskedWeight(weight: number, query: number, key: number): boolean {
  return key > query && weight === 0;
}
