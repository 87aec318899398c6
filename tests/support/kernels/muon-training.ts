// Twenty training steps of a small GPT, compared with PyTorch: Muon for the matrices of the blocks, AdamW for the words before and
// after them.

import { expect } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { backward } from '../../../src/kernels/graph/backward.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { adamw } from '../../../src/kernels/ops/adamw/adamw.ts';
import { clipGradients } from '../../../src/kernels/ops/clip-gradients/clip-gradients.ts';
import { muon } from '../../../src/kernels/ops/muon/muon.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { flatLayout } from '../../../src/model/architecture/parameters.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { nextTokenTask } from '../../../src/model/training/next-token-task.ts';
import { Golden, TOLERANCE, withoutKeyBias } from '../model/goldens.ts';
import { expectAllclose, relativeDistance } from './allclose.ts';

const STEPS = 20;

/** Losses, gradient norms and trained weights equal those of the fixture. */
export async function expectMuonTraining(executor: Executor): Promise<void> {
  const golden = new Golden('muon');
  const weights = new Weights(executor, transformerParameters(golden.config()));
  const initial = golden.group('init.');
  weights.set(initial);
  const { losses, norms } = await train(executor, golden, weights);
  expectAllclose(losses, golden.floats('muon.loss'), { ...TOLERANCE.forward, label: 'loss' });
  expectAllclose(norms, golden.floats('muon.grad_norm'), { ...TOLERANCE.gradient, label: 'norm' });
  const trained = await weights.get();
  for (const [name, final] of golden.group('muon.final.')) {
    // AdamW turns the noise in the gradient of key biases into steps.
    const [got, want, start] = [trained.get(name), final, initial.get(name)].map((values) =>
      withoutKeyBias(name, values as Float32Array<ArrayBuffer>),
    );
    const update = (values: Float32Array) => values.map((value, i) => value - start[i]);
    expect(relativeDistance(update(got), update(want)), name).toBeLessThan(1e-3);
  }
  weights.dispose();
}

/** Records the training step with graph and ops alone, and runs it. */
async function train(executor: Executor, golden: Golden, weights: Weights) {
  const config = golden.config();
  const { batch_size: B } = golden.json.config;
  const parameters = transformerParameters(config);
  const layout = flatLayout(parameters);
  const task = nextTokenTask(config, { B, T: config.T });
  const { graph } = task;
  const modelNodeCount = graph.nodes.length;
  const reverse = backward(graph, task.loss);
  const { norm, factor } = graph.apply(
    clipGradients,
    { gradients: graph.shared('gradients', layout.length) },
    { name: 'norm', attributes: { max_norm: 1 } },
  );

  const muonStep = graph.scalars('Muon', muon.inputs.step.fields ?? []);
  const matrices = parameters.filter(({ name, shape }) => /\.h\.\d/.test(name) && shape.length === 2);
  for (const { name, shape } of matrices) {
    const blocks = name.endsWith('attn.c_attn.weight') ? 3 : 1;
    const at = layout.offsets.get(name) as number;
    const inputs = {
      weight: graph.slice('parameters', at, shape),
      gradient: graph.slice('gradients', at, shape),
      momentum: graph.slice('momentum', at, shape),
    };
    const scale = Math.sqrt(Math.max(1, shape[1] / blocks / shape[0]));
    graph.apply(muon, { ...inputs, factor, step: muonStep }, { name, attributes: { blocks, scale } });
  }

  const adamwStep = graph.scalars('AdamW', adamw.inputs.step.fields ?? []);
  const first = layout.offsets.get(matrices[0].name) as number;
  for (const [from, to] of [
    [0, first],
    [layout.decayed, layout.length],
  ]) {
    const part = (storage: string) => graph.slice(storage, from, [to - from]);
    graph.apply(
      adamw,
      {
        ...{ parameters: part('parameters'), gradients: part('gradients'), m: part('m'), v: part('v') },
        ...{ factor, step: adamwStep },
      },
      { name: `AdamW from ${from}`, attributes: { decayed: from < layout.decayed ? to - from : 0 } },
    );
  }

  const names = ['gradients', 'momentum', 'm', 'v'];
  const storages = Object.fromEntries(names.map((name) => [name, executor.allocate(name, layout.length)]));
  const program = await executor.compile(plan({ graph, backward: reverse, modelNodeCount, layout }), {
    ...storages,
    ...weights.storages,
  });
  task.initialize?.(program);
  const [losses, norms]: number[][] = [[], []];
  const size = B * config.T;
  for (let step = 0; step < STEPS; step++) {
    const batch = (name: string) => golden.integers(`batches.${name}`).slice(step * size, (step + 1) * size);
    task.write(program, { tokens: batch('tokens'), targets: batch('targets') });
    program.write(muonStep, Float32Array.of(0.02, 0.95, 0.1));
    const corrections = [1 - 0.9 ** (step + 1), 1 - 0.95 ** (step + 1)];
    program.write(adamwStep, Float32Array.of(1e-3, 0.9, 0.95, 1e-8, 0.1, ...corrections));
    program.run();
    losses.push((await program.read(task.loss))[0]);
    norms.push((await program.read(norm))[0]);
  }
  program.dispose();
  for (const storage of Object.values(storages)) storage.dispose();
  return { losses, norms };
}
