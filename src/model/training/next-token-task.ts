// The transformer's training task: next-token prediction at every position.

import type { ModelConfig } from '../architecture/config.ts';
import { writePositions, writeTargets, writeTokens } from '../architecture/model-inputs.ts';
import { nextTokenLoss, transformer } from '../architecture/transformer.ts';
import type { Batch } from '../data/dataset.ts';
import type { Task } from './trainer.ts';

/** Records a transformer with its loss for batches (B, T). */
export function nextTokenTask(config: ModelConfig, { B, T }: { B: number; T: number }): Task<Batch> {
  const model = transformer(config, { B, T });
  const loss = nextTokenLoss(model);
  return {
    graph: model.graph,
    loss: loss.loss,
    initialize: (program) => writePositions(program, model, config),
    write(program, batch) {
      writeTokens(program, model, batch.tokens, config.V);
      writeTargets(program, loss, batch.targets, config.V);
    },
  };
}
