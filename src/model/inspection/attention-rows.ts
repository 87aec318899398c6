// Reads the attention of all heads row by row, in batches of bounded memory.

import type { Job } from '../../shared/job.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { inspectInBatches } from './inspect-in-batches.ts';
import type { Inspector } from './inspector.ts';

/** The attention of one row. */
export interface AttentionRow {
  /** Of the row. */
  readonly index: number;
  readonly tokens: readonly number[];
  /** Tokens before the context, which the positions of `weight` do not count. */
  readonly dropped: number;
  /** Attention of a head, counted over all layers, by a query on a key ≤ query. */
  readonly weight: (head: number, query: number, key: number) => number;
}

/** Calls `add` for each row, in order. */
export async function* readAttention(
  inspector: Inspector,
  config: ModelConfig,
  rows: readonly (readonly number[])[],
  add: (row: AttentionRow) => void,
  label: string,
): Job<void> {
  const { L, H } = config;
  const names = Array.from({ length: L }, (_, layer): ActivationName => `blocks.${layer}.attn.hook_pattern`);
  let done = 0;
  for await (const batch of inspectInBatches(inspector, config, rows, names)) {
    for (const { promptIndex: index, row, T, length, values } of batch) {
      const patterns = names.map((name) => values(name).data);
      const weight = (head: number, query: number, key: number) =>
        patterns[Math.floor(head / H)][((row * H + (head % H)) * T + query) * T + key];
      add({ index, tokens: rows[index], dropped: rows[index].length - length, weight });
    }
    done += batch.length;
    yield { label, done, total: rows.length };
  }
}
