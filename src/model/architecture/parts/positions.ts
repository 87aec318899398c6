// Where positions enter: learned rows of a table, rotations of queries and keys, or nowhere.

import type { Program } from '../../../kernels/backends/executor.ts';
import type { Graph, Tensor } from '../../../kernels/graph/graph.ts';
import { rotaryAngles } from '../../../kernels/ops/rotary/rotary.ts';
import { type ModelConfig, modelParts } from '../config.ts';
import { type EmbeddingInput, embeddingInput } from './embedding-table.ts';

/** Inputs by the kind of positions; none for models without positions. */
export interface PositionInputs {
  readonly learned?: EmbeddingInput;
  readonly rotary?: RotaryInputs;
}

export interface RotaryInputs {
  /** Index of each token in its sequence. */
  readonly ids: Tensor;
  /** (positions, W): cosines and sines of every position. */
  readonly angles: Tensor;
}

/** `shape` is that of the ids: (T) for the same positions in all rows, or (B, T). Ids are less than `count`. */
export function positionInputs(
  graph: Graph,
  config: ModelConfig,
  shape: readonly number[],
  count: number,
): PositionInputs {
  const { positions, rotaryWidth } = modelParts(config);
  if (positions === 'learned') return { learned: embeddingInput(graph, 'positions', [...shape], config.T) };
  if (positions === 'none') return {};
  const ids = graph.input('positions', shape, 'i32');
  return { rotary: { ids, angles: graph.input('rotary angles', [count, rotaryWidth]) } };
}

/** The angles are the same for every run: once a program. */
export function writeAngles(program: Program, { rotary }: PositionInputs, config: ModelConfig): void {
  if (!rotary) return;
  const [count, width] = rotary.angles.shape;
  program.write(rotary.angles, rotaryAngles(count, width, modelParts(config).rotaryBase));
}
