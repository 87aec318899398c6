// The two uses of an embedding table, lookup and unembedding, for tables in one tensor or in row shards, quantised or not.

import type { Graph, Tensor } from '../../../kernels/graph/graph.ts';
import { concat } from '../../../kernels/ops/concat/concat.ts';
import { embedding } from '../../../kernels/ops/embedding/embedding.ts';
import { embeddingShard } from '../../../kernels/ops/embedding-shard/embedding-shard.ts';
import { quantizedEmbedding } from '../../../kernels/ops/quantized-embedding/quantized-embedding.ts';
import type { Recorder, TableShard } from '../recorder.ts';

/** Ids to look up and, for the backward pass, the positions of the batch that used each row of the table. */
export interface EmbeddingInput {
  readonly ids: Tensor;
  /** (rows + 1): where the positions of each row begin in `rowPositions`. */
  readonly rowStarts: Tensor;
  /** Positions of the batch, grouped by row. */
  readonly rowPositions: Tensor;
}

export function embeddingInput(graph: Graph, name: string, shape: number[], rows: number): EmbeddingInput {
  return {
    ids: graph.input(name, shape, 'i32'),
    rowStarts: graph.input(`${name} row starts`, [rows + 1], 'i32'),
    rowPositions: graph.input(`${name} row positions`, [shape.reduce((a, b) => a * b)], 'i32'),
  };
}

/** The table's row for each id, under a hook name: (…) ids → (…, C). */
export function embedRows(
  recorder: Recorder,
  hook: string,
  { ids, rowStarts, rowPositions }: EmbeddingInput,
  weightName: string,
): Tensor {
  const { graph } = recorder;
  const name = recorder.opOutputName(hook);
  const [first, ...others] = recorder.tableShards(weightName);
  if (others.length === 0 && !first.quantized) {
    const inputs = { ids, table: first.tensor, row_starts: rowStarts, row_positions: rowPositions };
    return recorder.hook(hook, graph.apply(embedding, inputs, { name }).y);
  }
  const rows = foldShards([first, ...others], name, ({ tensor, firstRow, quantized }, partName, before) => {
    const options = { name: partName, attributes: { first: firstRow } };
    if (!quantized) return graph.apply(embeddingShard, { ids, table: tensor, before }, options).y;
    const { bits, scale, K } = quantized;
    const rowOptions = { ...options, attributes: { first: firstRow, bits }, dims: { C: K } };
    return graph.apply(quantizedEmbedding, { ids, codes: tensor, scale, before }, rowOptions).y;
  });
  return recorder.hook(hook, rows);
}

/** Dot products with every row of the table, under a hook name: x Wᵀ, (…, C) → (…, V). */
export function unembedRows(recorder: Recorder, hook: string, x: Tensor, weightName: string): Tensor {
  const { graph } = recorder;
  const shards = recorder.tableShards(weightName);
  const scores = foldShards(shards, recorder.opOutputName(hook), (shard, partName, before) => {
    const productName = before ? `${partName}, tokens from ${shard.firstRow} alone` : partName;
    const y = recorder.tableProduct(productName, x, shard);
    return before ? graph.apply(concat, { a: before, b: y }, { name: partName }).y : y;
  });
  return recorder.hook(hook, scores);
}

/** Records one result a shard, each from the result of the shards before it; the last result gets `name`. */
function foldShards(
  shards: readonly TableShard[],
  name: string,
  recordShard: (shard: TableShard, name: string, before: Tensor | undefined) => Tensor,
): Tensor {
  let result: Tensor | undefined;
  for (const [i, shard] of shards.entries()) {
    const isLast = i === shards.length - 1;
    result = recordShard(shard, isLast ? name : `${name}, up to part ${i + 1}`, result);
  }
  return result as Tensor;
}
