// Builds a batch from token sequences.

import type { Batch } from './dataset.ts';
import { IGNORE_INDEX } from './dataset.ts';

/** One row of T + 1 tokens, the last one being a target only. `lossMask[t]`: whether the loss includes target t. */
export interface Row {
  tokens: ArrayLike<number>;
  lossMask?: ArrayLike<boolean>;
}

/** A batch of B rows; `nextRow` is called once for each, in order. Throws if B or T is not a positive integer. */
export function createBatch(name: string, B: number, T: number, nextRow: (row: number) => Row): Batch {
  checkBatchSize(name, 'B', B);
  checkBatchSize(name, 'T', T);
  const tokens = new Int32Array(B * T);
  const targets = new Int32Array(B * T);
  for (let b = 0; b < B; b++) {
    const row = nextRow(b);
    for (let t = 0; t < T; t++) {
      tokens[b * T + t] = row.tokens[t];
      targets[b * T + t] = row.lossMask && !row.lossMask[t] ? IGNORE_INDEX : row.tokens[t + 1];
    }
  }
  return { tokens, targets };
}

function checkBatchSize(name: string, letter: 'B' | 'T', size: number): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new Error(`${name}: ${letter} is ${size}; a batch needs a whole number of at least 1`);
  }
}
