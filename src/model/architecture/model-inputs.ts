// Inputs of a recorded transformer: token, position and target ids, with the row lists for the backward pass.

import type { Program } from '../../kernels/backends/executor.ts';
import { checkTargets } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import { checkIds, positionsByRow } from '../../kernels/ops/embedding/embedding.ts';
import type { ModelConfig } from './config.ts';
import type { EmbeddingInput } from './parts/embedding-table.ts';
import { writeAngles } from './parts/positions.ts';
import type { NextTokenLoss, Transformer } from './transformer.ts';

/** Token ids, row-major. */
export type TokenIds = Int32Array<ArrayBuffer> | readonly number[];

/** Writes the positions 0 … T−1, which are the same for every batch: once a program. */
export function writePositions(
  program: Program,
  { positions }: Pick<Transformer, 'positions'>,
  config: ModelConfig,
): void {
  const { learned, rotary } = positions;
  const [T] = (learned ?? rotary)?.ids.shape ?? [0];
  const ids = Int32Array.from({ length: T }, (_, t) => t);
  if (learned) writeEmbeddingInput(program, learned, ids, config.T);
  if (rotary) program.write(rotary.ids, ids);
  writeAngles(program, positions, config);
}

/** Writes (B, T) token ids; throws, and writes nothing, if an id is outside the vocabulary. */
export function writeTokens(
  program: Program,
  { tokens }: Pick<Transformer, 'tokens'>,
  ids: TokenIds,
  V: number,
): void {
  checkIds(ids, V);
  writeEmbeddingInput(program, tokens, toWords(ids), V);
}

/** Writes (B, T) target ids, of which the loss ignores negative ones; throws, and writes nothing, if an id is ≥ V. */
export function writeTargets(program: Program, { targets }: NextTokenLoss, ids: TokenIds, V: number): void {
  checkTargets(ids, V);
  program.write(targets, toWords(ids));
}

const toWords = (ids: TokenIds) => (ids instanceof Int32Array ? ids : Int32Array.from(ids));

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
