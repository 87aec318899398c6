// Gradient accumulation: gradients of the whole batch, memory of one part, and runs of earlier releases.

import { beforeEach, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { AccumulatingTrainer } from '../../../../src/model/training/gradient-accumulation/accumulating-trainer.ts';
import { nextTokenTask } from '../../../../src/model/training/next-token-task.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun, type RunPlan, type RunSettings } from '../../../../src/model/training/run-plan.ts';
import type { Snapshot } from '../../../../src/model/training/snapshot.ts';
import { Trainer } from '../../../../src/model/training/trainer.ts';
import { trainingMemory } from '../../../../src/model/training/training-memory.ts';
import { OPTIMIZERS } from '../../../../src/shared/settings/training-settings.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { DIVERGING, DROPOUT, TINY_CONFIG, tinyModel, tinyRun } from '../../../support/model/tiny-model.ts';

let executor: WasmExecutor;
beforeEach(async () => {
  executor = await WasmExecutor.create();
});

const withDropout = (run: RunSettings): RunPlan => planRun({ ...run, model: { ...run.model, ...DROPOUT } });

async function train(plan: RunPlan, steps: number, from?: Snapshot) {
  const run = await Run.create(executor, plan, from);
  const figures = [];
  for (let step = 0; step < steps; step++) figures.push(await run.train());
  const snapshot = await run.snapshot();
  run.dispose();
  return { figures, snapshot };
}

it('a step of three parts equals one on the whole batch, with its dropout and rows of different numbers of targets', async () => {
  const [config, B, T] = [{ ...TINY_CONFIG, ...DROPOUT }, 6, TINY_CONFIG.T];
  const reference = new ReferenceExecutor();
  // AdamW would make steps of rounding errors where a gradient is zero, as that of a key's bias is.
  const options = { clipNorm: 1, optimizer: { kind: 'sgd', momentum: 0.9 } } as const;
  const tokens = Int32Array.from({ length: B * T }, (_, i) => (i * 7) % config.V);
  const targets = tokens.map((token, i) => (i % 5 === 0 || i < 13 ? -1 : (token + 1) % config.V));
  const whole = tinyModel(reference, config);
  const trainer = await Trainer.create(reference, whole.weights, nextTokenTask(config, { B, T }), options);
  const cut = tinyModel(reference, config);
  const inParts = await AccumulatingTrainer.create(reference, cut.weights, config, {
    ...options,
    B,
    parts: 3,
  });
  for (let step = 0; step < 3; step++) {
    const batch = { tokens, targets, dropout: { seed: 7, step } };
    const expected = await trainer.step(batch, step, 1e-2);
    const { loss, gradientNorm } = await inParts.step(batch, step, 1e-2);
    expect(loss).toBeCloseTo(expected.loss, 5);
    expect(gradientNorm).toBeCloseTo(expected.gradientNorm, 5);
  }
  const after = await cut.weights.get();
  for (const [name, values] of await whole.weights.get())
    expectAllclose(after.get(name) as Float32Array, values, { rtol: 1e-4, atol: 1e-5, label: name });
  expect(await inParts.evaluate({ tokens, targets })).toBeCloseTo(
    await trainer.evaluate({ tokens, targets }),
    5,
  );
});

describe('a run with accumulation', () => {
  it.each(OPTIMIZERS)('resumes bit for bit with %s', async (optimizer) => {
    const plan = withDropout(tinyRun({ B: 8, accumulation: 2, optimizer }));
    const { figures, snapshot } = await train(plan, 8);
    const half = await train(plan, 4);
    expect(half.figures).toEqual(figures.slice(0, 4));
    const resumed = await train(plan, 4, half.snapshot);
    expect(resumed.figures).toEqual(figures.slice(4));
    expect(resumed.snapshot).toEqual(snapshot);
  });

  it('holds the activations of one part, and releases all', async () => {
    const { config, training } = planRun(tinyRun({ B: 8 }));
    const inParts = { ...training, accumulation: 4 };
    const run = await Run.create(executor, planRun(tinyRun({ B: 8, accumulation: 4 })));
    expect(executor.usage.bytes).toBe(trainingMemory(config, inParts).total);
    expect(trainingMemory(config, inParts).activations).toBeLessThan(
      trainingMemory(config, training).activations / 3,
    );
    await run.train();
    run.dispose();
    expect(executor.usage.bytes).toBe(0);
  });

  it('needs a batch that its parts divide', () => {
    expect(() => planRun(tinyRun({ B: 6, accumulation: 4 }))).toThrow(
      'accumulation is 4 and B is 6; the batch must divide evenly into that many parts.',
    );
  });

  it('does not change its weights once the gradient is NaN', async () => {
    const run = await Run.create(executor, planRun(tinyRun({ ...DIVERGING, B: 6, accumulation: 3 })));
    let weights = (await run.snapshot()).weights;
    let result = await run.train();
    while (Number.isFinite(result.gradientNorm)) {
      weights = (await run.snapshot()).weights;
      result = await run.train();
    }
    expect((await run.snapshot()).weights).toEqual(weights);
    for (const values of weights.values()) expect(values.every(Number.isFinite)).toBe(true);
  });
});

it('a run of an earlier release, whose three threads computed a part each, continues bit for bit and stays so marked', async () => {
  const inParts = planRun(tinyRun({ B: 6, accumulation: 3 }));
  const { figures, snapshot } = await train(inParts, 8);
  const half = await train(inParts, 4);
  const old = { ...half.snapshot, variants: { ...half.snapshot.variants, batch: '3 shares' } };
  const resumed = await train(planRun(tinyRun({ B: 6 })), 4, old);
  expect(resumed.figures).toEqual(figures.slice(4));
  expect(resumed.snapshot.weights).toEqual(snapshot.weights);
  expect(resumed.snapshot.variants?.batch).toBe('3 shares');
});
