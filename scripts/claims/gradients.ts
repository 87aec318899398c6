// How far the gradients of a bundled model are from exact ones: WebAssembly and the reference beside the reference in float64, on a held-out batch.
import { readFileSync } from 'node:fs';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { formatTable } from '../../src/lenses/shared/text-table.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { startNodeEngine } from '../../src/node/node-engine.ts';

type Gradients = ReadonlyMap<string, Float32Array>;

const PRESETS = ['facts', 'world'] as const;

export async function* gradientClaims(): AsyncGenerator<string> {
  for (const preset of PRESETS) {
    const exact = await gradientsOn(new ReferenceExecutor('float64'), preset);
    const { executor } = await startNodeEngine('cpu');
    const rows = [
      ['WebAssembly', ...distances(await gradientsOn(executor, preset), exact)],
      ['reference, sums in float64', ...distances(await gradientsOn(new ReferenceExecutor(), preset), exact)],
    ];
    const head = ['', 'whole gradient', 'tensors, median', 'largest'];
    yield `# ${preset}: relative distance from gradients in float64, first held-out batch`;
    yield* formatTable([head, ...rows]);
    yield '';
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

/** Of the whole gradient, and over its tensors. */
function distances(gradients: Gradients, exact: Gradients): string[] {
  const squares = [...exact].map(([name, values]) => {
    const own = gradients.get(name) as Float32Array;
    const error = values.reduce((sum, value, i) => sum + (own[i] - value) ** 2, 0);
    return { error, size: values.reduce((sum, value) => sum + value ** 2, 0) };
  });
  const total = (key: 'error' | 'size') => squares.reduce((sum, each) => sum + each[key], 0);
  const ratios = squares.map(({ error, size }) => Math.sqrt(error / size)).sort((a, b) => a - b);
  return [
    Math.sqrt(total('error') / total('size')),
    ratios[Math.floor(ratios.length / 2)],
    ratios[ratios.length - 1],
  ].map((ratio) => ratio.toExponential(1));
}
