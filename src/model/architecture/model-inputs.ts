// Writing ids to a recorded transformer: tokens and positions, with the row lists the reverse pass walks, and targets.

import type { Program } from '../../kernels/executor.ts';
import { checkTargets } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import { checkIds, positionsByRow } from '../../kernels/ops/embedding/embedding.ts';
import type { ModelConfig } from './config.ts';
import type { EmbeddingInput } from './embedding-table.ts';
import type { NextTokenLoss, Transformer } from './transformer.ts';

/** The positions 0 … T−1 never change: written once, when the program is made. */
export function writePositions(program: Program, { positions }: Transformer, config: ModelConfig): void {
  const ids = Int32Array.from({ length: positions.ids.shape[0] }, (_, t) => t);
  writeEmbeddingInput(program, positions, ids, config.T);
}

/** Throws a sentence, and writes nothing, if an id is outside the vocabulary. */
export function writeTokens(
  program: Program,
  { tokens }: Transformer,
  ids: Int32Array<ArrayBuffer>,
  V: number,
): void {
  checkIds(ids, V);
  writeEmbeddingInput(program, tokens, ids, V);
}

/** Negative targets are ignored; throws a sentence, and writes nothing, if one is beyond the vocabulary. */
export function writeTargets(
  program: Program,
  { targets }: NextTokenLoss,
  ids: Int32Array<ArrayBuffer>,
  V: number,
): void {
  checkTargets(ids, V);
  program.write(targets, ids);
}

function writeEmbeddingInput(
  program: Program,
  input: EmbeddingInput,
  ids: Int32Array<ArrayBuffer>,
  rows: number,
): void {
  const { rowStarts, rowPositions } = positionsByRow(ids, rows);
  program.write(input.ids, ids);
  program.write(input.rowStarts, rowStarts);
  program.write(input.rowPositions, rowPositions);
}
