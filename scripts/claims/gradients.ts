// How far the gradients of a bundled model are from exact ones: WebAssembly and the reference beside the reference in float64, on a held-out batch.
import { readFileSync } from 'node:fs';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { startNodeEngine } from '../../src/node/node-engine.ts';
import type { Figures } from './figures.ts';

type Gradients = ReadonlyMap<string, Float32Array>;

const PRESETS = ['facts', 'world'] as const;

export async function* gradientClaims(): AsyncGenerator<Figures> {
  for (const preset of PRESETS) {
    const exact = await gradientsOn(new ReferenceExecutor('float64'), preset);
    const { executor } = await startNodeEngine('cpu');
    yield {
      [preset]: {
        wasm: distances(await gradientsOn(executor, preset), exact),
        reference: distances(await gradientsOn(new ReferenceExecutor(), preset), exact),
      },
    };
  }
}

async function gradientsOn(executor: Executor, preset: string): Promise<Gradients> {
  const plan = planRun({ preset });
  const { weights } = readCheckpoint(readFileSync(`public/models/${preset}.safetensors`));
  const run = await Run.create(executor, plan, { step: plan.training.steps, weights });
  const { B } = plan.training;
  const { T } = plan.config;
  const batch = plan.dataset.batch({ split: 'validation', step: 0, seed: 0, B, T });
  const { weightGradients } = await run.inspector.run({ B, T, ...batch, names: [], gradients: true });
  run.dispose();
  executor.dispose();
  return weightGradients as Gradients;
}

/** Relative, in millionths: of the whole gradient, and over its tensors. */
function distances(gradients: Gradients, exact: Gradients): Figures {
  const squares = [...exact].map(([name, values]) => {
    const own = gradients.get(name) as Float32Array;
    const error = values.reduce((sum, value, i) => sum + (own[i] - value) ** 2, 0);
    return { error, size: values.reduce((sum, value) => sum + value ** 2, 0) };
  });
  const total = (key: 'error' | 'size') => squares.reduce((sum, each) => sum + each[key], 0);
  const ratios = squares.map(({ error, size }) => Math.sqrt(error / size)).sort((a, b) => a - b);
  return {
    whole: 1e6 * Math.sqrt(total('error') / total('size')),
    median: 1e6 * ratios[Math.floor(ratios.length / 2)],
    largest: 1e6 * ratios[ratios.length - 1],
  };
}
