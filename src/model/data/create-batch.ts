// From token sequences to the rows of a batch.

import type { Batch } from './dataset.ts';
import { IGNORE_INDEX } from './dataset.ts';

/** One row of T + 1 tokens, so that every one of the first T has a next one. `counts[t]`: whether target t is scored. */
export interface Row {
  tokens: ArrayLike<number>;
  lossMask?: ArrayLike<boolean>;
}

/** B rows side by side; `nextRow` is called once for each, in order. Throws a sentence if B or T is no size. */
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
