// Muon on every CPU backend: PyTorch's Newton–Schulz iteration and first training step, decay, and skipped updates.

import { describe, expect, test } from 'vitest';
import type { Executor } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { plan } from '../../../../src/kernels/graph/plan.ts';
import { muon } from '../../../../src/kernels/ops/muon/muon.ts';
import { expectAllclose, relativeDistance } from '../../../support/kernels/allclose.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';
import { Golden } from '../../../support/model/goldens.ts';

interface Matrix {
  readonly shape: readonly number[];
  readonly weight: Float32Array<ArrayBuffer>;
  readonly gradient: Float32Array<ArrayBuffer>;
  readonly blocks?: number;
}

/** The weight after one step from momentum 0. `step`: learning rate, momentum, weight decay. */
async function weightAfterStep(
  executor: Executor,
  { shape, weight, gradient, blocks = 1 }: Matrix,
  step: readonly number[],
  scale: number,
) {
  const graph = new Graph();
  const tensors = {
    weight: graph.input('weight', shape),
    gradient: graph.input('gradient', shape),
    momentum: graph.input('momentum', shape),
    factor: graph.input('factor', [1]),
    step: graph.scalars('step', muon.inputs.step.fields ?? []),
  };
  graph.apply(muon, tensors, { name: 'Muon', attributes: { blocks, scale } });
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.write(tensors.weight, weight);
  program.write(tensors.gradient, gradient);
  program.write(tensors.factor, Float32Array.of(1));
  program.write(tensors.step, Float32Array.from(step));
  program.run();
  const result = await program.read(tensors.weight);
  program.dispose();
  return result;
}

const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - b[i]);

describe.each([['reference', new ReferenceExecutor()] as const, ...wasmExecutors])('%s', (_, executor) => {
  const golden = new Golden('muon');

  test.each(['12x40', '16x16', '1x7', '40x12'])('Newton–Schulz of %s equals PyTorch', async (size) => {
    const gradient = golden.floats(`newton_schulz.${size}.in`);
    const matrix = {
      shape: size.split('x').map(Number),
      weight: new Float32Array(gradient.length),
      gradient,
    };
    const result = await weightAfterStep(executor, matrix, [1, 0, 0], -1);
    // Small singular values grow by 3.4445⁵ = 485, and rounding errors with them.
    const tolerance = { rtol: 1e-4, atol: 1e-5, relativeL2: 1e-5, label: size };
    expectAllclose(result, golden.floats(`newton_schulz.${size}.out`), tolerance);
  });

  test.each([
    ['transformer.h.0.attn.c_attn.weight', 'muon', 3],
    ['transformer.h.0.attn.c_attn.weight', 'muon.joint_qkv', 1],
    ['transformer.h.1.attn.c_proj.weight', 'muon', 1],
    ['transformer.h.1.mlp.c_fc.weight', 'muon', 1],
    ['transformer.h.0.mlp.c_proj.weight', 'muon', 1],
  ])('the first step of %s equals that of %s in PyTorch', async (name, optimizer, blocks) => {
    const weight = golden.floats(`init.${name}`);
    const shape = golden.shape(`init.${name}`);
    const width = shape[1] / blocks;
    // The first step of SGD with learning rate 0.05 reveals the clipped gradient.
    const gradient = difference(weight, golden.floats(`sgdm.step1.${name}`)).map((change) => change / 0.05);
    const matrix = { shape, weight, gradient, blocks };
    const result = await weightAfterStep(
      executor,
      matrix,
      [0.02, 0.95, 0.1],
      Math.sqrt(Math.max(1, width / shape[0])),
    );
    const update = difference(golden.floats(`${optimizer}.step1.${name}`), weight);
    expect(relativeDistance(difference(result, weight), update)).toBeLessThan(1e-3);
  });
});

test('weights decay by the learning rate, and momentum is an average of gradients', () => {
  const { weight, momentum } = runReference(muon, {
    dims: { K: 1, N: 1 },
    attributes: { blocks: 1, scale: 3 },
    values: { weight: [10], gradient: [4], momentum: [2], factor: [0.5], step: [0.5, 0.75, 0.2] },
  });
  // 0.75 · 2 + 0.25 · (4 · 0.5)
  expect(momentum[0]).toBeCloseTo(2, 6);
  // A matrix of one entry becomes ±p(p(p(p(p(1))))) for the iteration's polynomial p.
  const p = (x: number) => 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
  expect(weight[0]).toBeCloseTo(10 * (1 - 0.5 * 0.2) - 0.5 * 3 * p(p(p(p(p(1))))), 4);
});

test('factor 0 skips the update, whatever the gradient', () => {
  const { weight, momentum } = runReference(muon, {
    dims: { K: 1, N: 2 },
    attributes: { blocks: 1, scale: 1 },
    values: {
      ...{ weight: [1, 2], gradient: [Number.NaN, 1], momentum: [3, 4], factor: [0] },
      step: [0.5, 0.9, 0.1],
    },
  });
  expect([...weight, ...momentum]).toEqual([1, 2, 3, 4]);
});

test('rejects columns that cannot be split into equal blocks', () => {
  const run = () =>
    runReference(muon, { dims: { K: 2, N: 4 }, attributes: { blocks: 3, scale: 1 }, values: {} });
  expect(run).toThrow('muon: 4 columns cannot be split into 3 equal blocks');
});
