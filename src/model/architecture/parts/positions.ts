// Where positions enter: learned rows of a table, rotations of queries and keys, or nowhere.

import type { Executor, Program, Storage } from '../../../kernels/backends/executor.ts';
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

/** Storage of the angles that several programs share. */
const ANGLES = 'rotary angles';

/**
 * `shape` is that of the ids: (T) for the same positions in all rows, or (B, T). Ids are less than `count`. The angles are an
 * input of the program, or the storage of `allocateAngles`.
 */
export function positionInputs(
  graph: Graph,
  config: ModelConfig,
  shape: readonly number[],
  count: number,
  { sharedAngles = false } = {},
): PositionInputs {
  const { positions, rotaryWidth } = modelParts(config);
  if (positions === 'learned') return { learned: embeddingInput(graph, 'positions', [...shape], config.T) };
  if (positions === 'none') return {};
  const ids = graph.input('positions', shape, 'i32');
  const table = [count, rotaryWidth];
  return {
    rotary: { ids, angles: sharedAngles ? graph.slice(ANGLES, 0, table) : graph.input(ANGLES, table) },
  };
}

/** The angles of all T positions, for programs that share them; undefined for models without rotary positions. */
export function allocateAngles(executor: Executor, config: ModelConfig): Storage | undefined {
  const { positions, rotaryWidth, rotaryBase } = modelParts(config);
  if (positions !== 'rotary') return undefined;
  const angles = executor.allocate(ANGLES, config.T * rotaryWidth);
  angles.write(0, rotaryAngles(config.T, rotaryWidth, rotaryBase));
  return angles;
}

/** The angles are the same for every run: once a program. */
export function writeAngles(program: Program, { rotary }: PositionInputs, config: ModelConfig): void {
  if (!rotary) return;
  const [count, width] = rotary.angles.shape;
  program.write(rotary.angles, rotaryAngles(count, width, modelParts(config).rotaryBase));
}
