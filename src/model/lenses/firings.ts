// Where in the data units fire: an MLP's activations at every token of a corpus, or where answers are predicted.

import type { ActivationName } from '../activations.ts';
import { inBatches, lastOf } from '../batches.ts';
import type { ModelConfig } from '../config.ts';
import type { Inspector } from '../inspector.ts';
import type { InPieces } from '../pieces.ts';
import type { Vectors } from './angles.ts';

/** A token of a corpus: a row, and the position in what the context can hold of it. */
export interface Spot {
  readonly row: number;
  readonly position: number;
  /** The same number wherever a row begins with the same tokens up to here: there the network cannot tell rows apart. */
  readonly beginning: number;
}

export interface CorpusActivations {
  /** A row for each spot, M numbers each. */
  readonly vectors: Vectors;
  readonly spots: readonly Spot[];
}

/** Where a unit is large, and how many rows begin as this one does. */
export type Firing = Spot & { readonly value: number; readonly times: number };

/** How one unit behaves over a corpus. */
export interface Firings {
  /** Where it is largest, largest first; each beginning of a row once. */
  readonly most: readonly Firing[];
  /** Spots where it is above 0. */
  readonly active: number;
  readonly mean: number;
}

/** `mlp.hook_post` of a layer at every token of every row. */
export async function* corpusActivations(
  inspector: Inspector,
  config: ModelConfig,
  layer: number,
  rows: readonly (readonly number[])[],
): InPieces<CorpusActivations> {
  const name: ActivationName = `blocks.${layer}.mlp.hook_post`;
  const M = config.mlpWidth;
  const spots: Spot[] = [];
  const pieces: Float32Array[] = [];
  const beginnings = new Map<string, number>();
  for await (const places of inBatches(inspector, config, rows, [name])) {
    for (const { index, row, T, length, values } of places) {
      const seen = rows[index].slice(-length);
      let beginning = -1;
      for (let position = 0; position < length; position++) {
        const key = `${beginning} ${seen[position]}`;
        beginning = beginnings.get(key) ?? beginnings.size;
        beginnings.set(key, beginning);
        spots.push({ row: index, position, beginning });
      }
      pieces.push(values(name).data.slice(row * T * M, (row * T + length) * M));
    }
    yield { what: 'rows read', done: pieces.length, total: rows.length };
  }
  return { vectors: stacked(pieces, M), spots };
}

/** `mlp.hook_post` of a layer at the last token of every prompt, where its answer is predicted. */
export async function* answerActivations(
  inspector: Inspector,
  config: ModelConfig,
  layer: number,
  prompts: readonly (readonly number[])[],
): InPieces<Vectors> {
  const name: ActivationName = `blocks.${layer}.mlp.hook_post`;
  const pieces: Float32Array[] = [];
  for await (const places of inBatches(inspector, config, prompts, [name])) {
    for (const place of places) pieces.push(lastOf(place, name, config.mlpWidth).slice());
    yield { what: 'questions asked', done: pieces.length, total: prompts.length };
  }
  return stacked(pieces, config.mlpWidth);
}

/** One unit (a column) over all spots, and the `count` different beginnings of rows where it is largest. */
export function firingsOf(
  { numbers, N, d }: Vectors,
  spots: readonly Spot[],
  unit: number,
  count: number,
): Firings {
  const values = Float32Array.from({ length: N }, (_, n) => numbers[n * d + unit]);
  const first = new Map<number, number>();
  for (const n of [...values.keys()].sort((a, b) => values[b] - values[a])) {
    if (first.size === count) break;
    if (!first.has(spots[n].beginning)) first.set(spots[n].beginning, n);
  }
  const times = new Map<number, number>();
  for (const { beginning } of spots) {
    if (first.has(beginning)) times.set(beginning, (times.get(beginning) ?? 0) + 1);
  }
  return {
    most: [...first].map(([beginning, n]) => ({
      ...spots[n],
      value: values[n],
      times: times.get(beginning) as number,
    })),
    active: values.filter((value) => value > 0).length,
    mean: values.reduce((sum, value) => sum + value, 0) / Math.max(1, N),
  };
}

function stacked(pieces: readonly Float32Array[], d: number): Vectors {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const numbers = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    numbers.set(piece, at);
    at += piece.length;
  }
  return { numbers, N: length / d, d };
}
