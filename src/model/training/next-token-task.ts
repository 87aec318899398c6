// The transformer's training task: next-token prediction at every position.

import type { ModelConfig } from '../architecture/config.ts';
import { writePositions, writeTargets, writeTokens } from '../architecture/model-inputs.ts';
import { nextTokenLoss, transformer } from '../architecture/transformer.ts';
import type { Batch } from '../data/dataset.ts';
import type { Task } from './trainer.ts';

/** A batch of a training step. */
export interface TrainingBatch extends Batch {
  /** Determines the dropout masks. Without it, in an evaluation, nothing is dropped. */
  readonly dropout?: DropoutKey;
}

export interface DropoutKey {
  readonly seed: number;
  readonly step: number;
  /**
   * Index among the shards of the batch of the step, 0 by default: their masks are parts of the mask of the whole batch, in
   * tensors of which a shard has a multiple of 4 elements.
   */
  readonly shard?: number;
}

/** Records a transformer with its dropout and its loss for batches (B, T). */
export function nextTokenTask(config: ModelConfig, { B, T }: { B: number; T: number }): Task<TrainingBatch> {
  const model = transformer(config, { B, T, isTraining: true });
  const loss = nextTokenLoss(model);
  return {
    graph: model.graph,
    loss: loss.loss,
    retained: [],
    initialize: (program) => writePositions(program, model, config),
    write(program, batch) {
      writeTokens(program, model, batch.tokens, config.V);
      writeTargets(program, loss, batch.targets, config.V);
      if (model.dropoutKey) program.write(model.dropoutKey, toKey(batch.dropout));
    },
  };
}

const toKey = ({ seed, step, shard = 0 }: DropoutKey = { seed: 0, step: 0, shard: -1 }) =>
  Int32Array.of(seed, step, shard);
