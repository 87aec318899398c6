// Every pair of choices of parts: the gradient equals finite differences, ten steps lower the loss.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { muon } from '../../../src/kernels/ops/muon/muon.ts';
import { configProblems, type ModelConfig } from '../../../src/model/architecture/config.ts';
import { nextTokenTask } from '../../../src/model/training/next-token-task.ts';
import { Trainer } from '../../../src/model/training/trainer.ts';
import { random } from '../../../src/shared/random.ts';
import { ACTIVATIONS, BIASES, INITS, NORMS, POSITIONS } from '../../../src/shared/settings/model-settings.ts';
import { runReference } from '../../support/kernels/run-reference.ts';
import { DROPOUT, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

/** One layer and few tokens: a finite difference runs the model twice. */
const BASE: ModelConfig = { ...TINY_CONFIG, L: 1, H: 4, C: 16, T: 8, V: 7 };
const [B, T] = [2, 5];

const CHOICES: readonly (readonly Partial<ModelConfig>[])[] = [
  NORMS.map((norm) => ({ norm })),
  POSITIONS.map((positions) => ({ positions })),
  [...ACTIVATIONS.map((activation) => ({ activation })), { mlpWidth: 0 }],
  BIASES.map((biases) => ({ biases })),
  [4, 2, 1].map((keyValueHeads) => ({ keyValueHeads })),
  [{}, { headWidth: 6, rotaryFraction: 0.4, rotaryBase: 100 }],
  [false, true].map((qkNorm) => ({ qkNorm })),
  [false, true].map((parallelResidual) => ({ parallelResidual })),
  [true, false].map((tied) => ({ tied })),
  [1e-5, 1e-2].map((normEpsilon) => ({ normEpsilon })),
  [{}, DROPOUT],
  INITS.map((init) => ({ init })),
];

/** Few combinations that contain every pair: each adds, choice by choice, what covers the most pairs that are missing. */
function pairwise(): ModelConfig[] {
  const key = (a: number, i: number, b: number, j: number) => `${a}.${i} ${b}.${j}`;
  const missing = new Set(
    CHOICES.flatMap((own, a) =>
      CHOICES.slice(a + 1).flatMap((others, rest) =>
        own.flatMap((_, i) => others.map((_, j) => key(a, i, a + 1 + rest, j))),
      ),
    ),
  );
  const combinations: number[][] = [];
  while (missing.size > 0) {
    const [a, i, b, j] = ([...missing][0] as string).split(/[. ]/).map(Number);
    const chosen: number[] = [];
    chosen[a] = i;
    chosen[b] = j;
    CHOICES.forEach((own, c) => {
      if (chosen[c] !== undefined) return;
      const covered = own.map(
        (_, k) =>
          chosen.filter((other, d) => missing.has(d < c ? key(d, other, c, k) : key(c, k, d, other))).length,
      );
      chosen[c] = covered.indexOf(Math.max(...covered));
    });
    chosen.forEach((k, c) => {
      for (let d = c + 1; d < chosen.length; d++) missing.delete(key(c, k, d, chosen[d]));
    });
    combinations.push(chosen);
  }
  return combinations.map((chosen) => Object.assign({}, BASE, ...chosen.map((k, c) => CHOICES[c][k])));
}

const ids = (name: string) => {
  const stream = random(3, name);
  return Int32Array.from({ length: B * T }, () => Math.floor(stream.float() * BASE.V));
};
const [TOKENS, TARGETS] = [ids('tokens'), ids('targets')];
/** The masks are the same in every run. */
const BATCH = { tokens: TOKENS, targets: TARGETS, dropout: { seed: 5, step: 0 } };
const OPTIONS = {
  clipNorm: 1,
  optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.95, weightDecay: 0.1 },
} as const;

const H = 3e-3;
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const scaled = (values: Float32Array) => {
  const length = Math.sqrt(dot(values, values));
  return length === 0 ? values : values.map((x) => x / length);
};

/** A unit vector between the gradient, for a slope above rounding, and a random one, which sees what the gradient misses. */
function directionFor(name: string, gradient: Float32Array): Float32Array {
  const stream = random(7, name);
  const noise = scaled(gradient.map(() => stream.normal()));
  return scaled(scaled(gradient).map((x, i) => x + noise[i]));
}

const wasm = await WasmExecutor.create();

/** The choices that differ from GPT-2's, as a title. */
const titleOf = (config: ModelConfig) =>
  Object.entries(config)
    .filter(([name, value]) => BASE[name as keyof ModelConfig] !== value)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

describe.each(pairwise().map((config) => [titleOf(config), config] as const))('%s', (_, config) => {
  it('can be built, and its gradient is that of finite differences', async () => {
    expect(configProblems(config)).toEqual([]);
    const executor = new ReferenceExecutor();
    const { weights, values, dispose } = tinyModel(executor, config);
    const trainer = await Trainer.create(executor, weights, nextTokenTask(config, { B, T }), OPTIONS);
    const lossAt = async (name: string, direction: Float32Array, distance: number) => {
      const moved = (values.get(name) as Float32Array).map((w, i) => w + distance * direction[i]);
      weights.set(new Map([...values, [name, moved]]));
      return (await trainer.computeGradients(BATCH)).loss;
    };
    await trainer.computeGradients(BATCH);
    for (const [name, gradient] of await trainer.gradients()) {
      const direction = directionFor(name, gradient);
      const expected = dot(gradient, direction);
      const slope = ((await lossAt(name, direction, H)) - (await lossAt(name, direction, -H))) / (2 * H);
      // Curvature and the kinks of ReLU shrink with H, the rounding of two float32 losses grows to 1e-7 / H.
      expect(Math.abs(slope - expected), name).toBeLessThan(2e-4 + 0.01 * Math.abs(expected));
    }
    trainer.dispose();
    dispose();
  });

  it('trains ten steps', async () => {
    const { weights, dispose } = tinyModel(wasm, config);
    const trainer = await Trainer.create(wasm, weights, nextTokenTask(config, { B, T }), OPTIONS);
    const losses: number[] = [];
    for (let step = 0; step < 10; step++) losses.push((await trainer.step(BATCH, step, 1e-2)).loss);
    trainer.dispose();
    dispose();
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(losses[9]).toBeLessThan(0.9 * losses[0]);
  });
});

it('Muon orthogonalizes the projection of queries, keys and values of GPT-NeoX, by head, as one matrix', async () => {
  const config: ModelConfig = { ...BASE, C: 12, family: 'gpt_neox', positions: 'none' };
  const { values, weights, inspector, dispose } = tinyModel(wasm, config);
  const name = 'gpt_neox.layers.0.attention.query_key_value.weight';
  const [N, K, rate, weightDecay, momentum] = [config.C, 3 * config.C, 1e-2, 0.1, 0.95];
  const request = { B, T, tokens: TOKENS, targets: TARGETS, names: [], gradients: true };
  const gradient = (await inspector.run(request)).weightGradients?.get(name) as Float32Array;
  const expected = runReference(muon, {
    dims: { K, N },
    attributes: { blocks: 1, scale: Math.sqrt(3) },
    values: {
      weight: values.get(name) as Float32Array,
      gradient,
      factor: [1],
      step: [rate, momentum, weightDecay],
    },
  }).weight;
  const optimizer = { kind: 'muon', momentum, rateRatio: 1, beta1: 0.9, beta2: 0.95, weightDecay } as const;
  const trainer = await Trainer.create(wasm, weights, nextTokenTask(config, { B, T }), {
    ...{ clipNorm: 0, optimizer },
  });
  await trainer.step({ tokens: TOKENS, targets: TARGETS }, 0, rate);
  const updated = (await weights.get([name])).get(name) as Float32Array;
  expect(Math.max(...updated.map((w, i) => Math.abs(w - expected[i])))).toBeLessThan(1e-5);
  trainer.dispose();
  dispose();
});
