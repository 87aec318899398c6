// The transformer's task: predict the token that follows, at every position at once.

import type { ModelConfig } from './config.ts';
import type { Batch } from './data/dataset.ts';
import { writePositions, writeTargets, writeTokens } from './look-ups.ts';
import type { Task } from './trainer.ts';
import { nextTokenLoss, transformer } from './transformer.ts';

/** A fresh recording for batches of B rows of T tokens. */
export function nextTokenTask(config: ModelConfig, { B, T }: { B: number; T: number }): Task<Batch> {
  const model = transformer(config, { B, T });
  const loss = nextTokenLoss(model);
  return {
    graph: model.graph,
    loss: loss.loss,
    prepare: (program) => writePositions(program, model, config),
    write(program, batch) {
      writeTokens(program, model, batch.tokens, config.V);
      writeTargets(program, loss, batch.targets, config.V);
    },
  };
}
