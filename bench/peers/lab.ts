// The lab's own trainer, on either engine.

import { transformerParameters } from '../../src/model/architecture/architecture.ts';
import { Weights } from '../../src/model/architecture/weights.ts';
import { nextTokenTask } from '../../src/model/training/next-token-task.ts';
import { Trainer } from '../../src/model/training/trainer.ts';
import { startEngine } from '../../src/workers/session/engine/start-engine.ts';
import { type Contender, OPTIMIZER, type Problem } from './problem.ts';

export async function lab(backend: 'webgpu' | 'cpu', problem: Problem): Promise<Contender> {
  const { executor } = await startEngine(navigator.gpu, { backend });
  const weights = new Weights(executor, transformerParameters(problem.config));
  weights.set(new Map([...problem.weights].map(([name, { values }]) => [name, values])));
  const { learningRate, clipNorm, beta1, beta2, weightDecay } = OPTIMIZER;
  const trainer = await Trainer.create(executor, weights, nextTokenTask(problem.config, problem.config), {
    clipNorm,
    optimizer: { kind: 'adamw', beta1, beta2, weightDecay },
  });
  let taken = 0;
  return {
    step: async () => (await trainer.step(problem, taken++, learningRate)).loss,
    dispose: () => executor.dispose(),
  };
}
