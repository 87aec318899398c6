// A training step whose plan fuses ops, beside one as recorded: loss, gradients and every activation must agree.

import { describe, expect, test } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import type { Tensor } from '../../../src/kernels/graph/graph.ts';
import { FUSED_OPS } from '../../../src/kernels/ops/fusions.ts';
import { type ActivationName, activationNames } from '../../../src/model/architecture/activations.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { writePositions, writeTargets, writeTokens } from '../../../src/model/architecture/model-inputs.ts';
import { nextTokenLoss, transformer } from '../../../src/model/architecture/transformer.ts';
import { Trainer } from '../../../src/model/training/trainer.ts';
import { expectAllclose } from '../kernels/allclose.ts';
import { DROPOUT, PART_CONFIGS, TINY_CONFIG, tinyModel } from './tiny-model.ts';

const B = 3;
/** Long enough for a second tile of every kernel. */
export const LONG: ModelConfig = { ...TINY_CONFIG, C: 24, H: 3, T: 40, mlpWidth: 40 };

const ALL = FUSED_OPS.map(({ name }) => name);

/** What a hardware GPU's plan fuses where that is not `ALL`; nothing where weights are transposed. */
const FUSED: Readonly<Record<string, readonly string[]>> = {
  'GPT-2 with dropout': ['embedding-sum', 'mlp'],
  'attention alone': ['embedding-sum', 'flash-attention', 'linear-residual'],
  ...Object.fromEntries(PART_CONFIGS.slice(1).map(([name]) => [name, []])),
};

export const CONFIGS: readonly (readonly [string, ModelConfig])[] = [
  ['GPT-2', TINY_CONFIG],
  ['GPT-2, longer', LONG],
  ['GPT-2 with dropout', { ...TINY_CONFIG, ...DROPOUT }],
  ['attention alone', { ...TINY_CONFIG, mlpWidth: 0 }],
  ...PART_CONFIGS,
];

interface StepResult {
  readonly loss: number;
  readonly gradients: Float32Array;
  readonly activations: ReadonlyMap<ActivationName, Float32Array>;
  /** Names of the fused ops of the plan. */
  readonly fused: readonly string[];
}

const TOLERANCE = { rtol: 1e-5, atol: 1e-5, relativeL2: 1e-5 };

/** `retained`: the activations that are read; undefined for all, so that nothing is fused. */
export async function computeStep(
  executor: Executor,
  config: ModelConfig,
  retained: readonly ActivationName[] | undefined,
): Promise<StepResult> {
  const { weights, dispose } = tinyModel(executor, config);
  const model = transformer(config, { B, T: config.T, isTraining: true });
  const loss = nextTokenLoss(model);
  const hook = (name: ActivationName) => model.hooks.get(name) as Tensor;
  const id = (i: number) => (i * i + 3 * i) % config.V;
  const task = {
    graph: model.graph,
    loss: loss.loss,
    retained: retained?.map(hook),
    initialize: (program: Parameters<typeof writePositions>[0]) => writePositions(program, model, config),
    write(program: Parameters<typeof writePositions>[0]) {
      const ids = (from: number) => Int32Array.from({ length: B * config.T }, (_, i) => id(i + from));
      writeTokens(program, model, ids(0), config.V);
      writeTargets(program, loss, ids(1), config.V);
      if (model.dropoutKey) program.write(model.dropoutKey, Int32Array.of(1, 2, 0));
    },
  };
  const trainer = await Trainer.create(executor, weights, task, {
    clipNorm: 1,
    optimizer: { kind: 'sgd', momentum: 0 },
  });
  const result = await trainer.computeGradients(undefined);
  const activations = new Map<ActivationName, Float32Array>();
  for (const name of retained ?? activationNames(config))
    activations.set(name, await trainer.read(hook(name)));
  trainer.dispose();
  dispose();
  const fused = FUSED_OPS.filter((each) => model.graph.nodes.some(({ op }) => op === each));
  return { ...result, activations, fused: fused.map(({ name }) => name) };
}

function expectEqual(actual: StepResult, expected: StepResult): void {
  expect(actual.loss).toBeCloseTo(expected.loss, 5);
  expectAllclose(actual.gradients, expected.gradients, { ...TOLERANCE, label: 'gradients' });
  for (const [name, values] of actual.activations)
    expectAllclose(values, expected.activations.get(name) ?? [], { ...TOLERANCE, label: name });
}

/** `executor` must have an adapter kind. */
export function testFusedSteps(getExecutor: () => Executor): void {
  describe.each(CONFIGS)('%s', (name, config) => {
    test('loss and gradients of the fused step equal those of the recorded one', async () => {
      const recorded = await computeStep(getExecutor(), config, undefined);
      const step = await computeStep(getExecutor(), config, []);
      expectEqual(step, recorded);
      expect(recorded.fused).toEqual([]);
      expect(step.fused).toEqual(FUSED[name] ?? ALL);
    });
  });

  test('an activation that somebody reads is computed as a tensor, in an otherwise fused step', async () => {
    const recorded = await computeStep(getExecutor(), LONG, undefined);
    for (const name of activationNames(LONG).filter((name) => !name.startsWith('blocks.0')))
      expectEqual(await computeStep(getExecutor(), LONG, [name]), recorded);
  });
}
