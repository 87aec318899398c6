// Dropout is part of training steps alone; where it is, how often it repeats, and that its shards have the masks of the batch.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { Graph } from '../../../src/kernels/graph/graph.ts';
import { cachedTransformer } from '../../../src/model/architecture/cached-transformer.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { transformer } from '../../../src/model/architecture/transformer.ts';
import { nextTokenTask } from '../../../src/model/training/next-token-task.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { Trainer } from '../../../src/model/training/trainer.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { DROPOUT, TINY_CONFIG, tinyModel, tinyRun } from '../../support/model/tiny-model.ts';

const SIZE = { B: 2, T: 5 };
const CONFIG: ModelConfig = { ...TINY_CONFIG, ...DROPOUT };

/** Names of the tensors that are dropped, with the rates. */
const dropped = ({ graph }: { readonly graph: Graph }) =>
  graph.nodes.flatMap(({ op, tensors, k }) =>
    op.name === 'dropout' ? [[tensors.x.name, k.rate] as const] : [],
  );

describe('a training step', () => {
  it('drops embeddings, patterns and what is added to the stream, as in GPT-2', () => {
    const block = (layer: number) => [
      [`blocks.${layer}.attn.hook_pattern`, 0.2],
      [`blocks.${layer}.hook_attn_out`, 0.3],
      [`blocks.${layer}.hook_mlp_out`, 0.3],
    ];
    const expected = [['blocks.0.hook_resid_pre', 0.1], ...block(0), ...block(1)];
    expect(dropped(nextTokenTask(CONFIG, SIZE))).toEqual(expected);
    const places = nextTokenTask(CONFIG, SIZE).graph.nodes.flatMap(({ op, k }) =>
      op.name === 'dropout' ? [k.place] : [],
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('without dropout, or with rates of 0, records none', () => {
    const off = { embeddingDropout: 0, attentionDropout: 0, residualDropout: 0 };
    for (const config of [TINY_CONFIG, { ...TINY_CONFIG, ...off }])
      expect(nextTokenTask(config, SIZE).graph.nodes).toHaveLength(
        transformer(config, SIZE).graph.nodes.length + 1,
      );
  });

  it('alone has dropout: inspection and generation have none', () => {
    expect(dropped(transformer(CONFIG, SIZE))).toEqual([]);
    expect(dropped(cachedTransformer(CONFIG, { ...SIZE, S: 8, withLogits: true }))).toEqual([]);
  });
});

const executors = [
  ['reference', async () => new ReferenceExecutor()],
  ['WebAssembly', () => WasmExecutor.create()],
] as const;

describe.each(executors)('%s', (_, create) => {
  const tokens = Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
  const batch = { tokens, targets: tokens.map((token) => (token + 3) % CONFIG.V) };

  it('evaluates without dropout, to the bit; masks follow seed and step', async () => {
    const executor = await create();
    const options = { clipNorm: 0, optimizer: { kind: 'sgd', momentum: 0 } } as const;
    const trainerOf = (config: ModelConfig) =>
      Trainer.create(executor, tinyModel(executor, config).weights, nextTokenTask(config, SIZE), options);
    const [plain, dropping] = [await trainerOf(TINY_CONFIG), await trainerOf(CONFIG)];
    const lossWith = async (seed: number, step: number) =>
      (await dropping.computeGradients({ ...batch, dropout: { seed, step } })).loss;
    const losses = [await lossWith(0, 0), await lossWith(0, 1), await lossWith(1, 0)];
    expect(await dropping.evaluate(batch)).toBe(await plain.evaluate(batch));
    expect(new Set([...losses, await plain.evaluate(batch)]).size).toBe(4);
    expect(await lossWith(0, 1)).toBe(losses[1]);
    expect((await dropping.computeGradients(batch)).gradients).toEqual(
      (await plain.computeGradients(batch)).gradients,
    );
  });

  it('a run with dropout repeats, and its held-out loss is that of its weights without dropout', async () => {
    const executor = await create();
    const settings = { ...tinyRun(), model: { ...tinyRun().model, ...DROPOUT } };
    const trained = async () => {
      const run = await Run.create(executor, planRun(settings));
      const losses = [];
      for (let step = 0; step < 6; step++) losses.push((await run.train()).loss);
      return { run, losses };
    };
    const [one, other] = [await trained(), await trained()];
    expect(one.losses).toEqual(other.losses);
    const { weights } = await one.run.snapshot();
    const plain = await Run.create(executor, planRun(tinyRun()), { step: 6, weights });
    expect(await runToCompletion(one.run.validationLoss())).toBe(
      await runToCompletion(plain.validationLoss()),
    );
    for (const run of [one.run, other.run, plain]) run.dispose();
  });
});
