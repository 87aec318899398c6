// Models in GPT-2's layout from files: same results as the native format, and errors for invalid files.

import { describe, expect, it } from 'vitest';
import type { Capacity, Executor } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { transformerParameters } from '../../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import { Weights } from '../../../../src/model/architecture/weights.ts';
import { toHuggingFace } from '../../../../src/model/files/hugging-face-config.ts';
import { loadModel, type ModelFiles, prepareModel } from '../../../../src/model/files/load-model.ts';
import { readSafeTensorsHeader } from '../../../../src/model/files/safetensors.ts';
import { Inspector } from '../../../../src/model/inspection/inspector.ts';
import type { Run } from '../../../../src/model/training/run.ts';
import { runToCompletion } from '../../../../src/shared/job.ts';
import type { WeightType } from '../../../../src/shared/weight-types.ts';
import {
  coarseWeights,
  GPT2_CONFIG,
  type Gpt2Style,
  TOKENIZER_JSON,
  weightsFile,
} from '../../../support/model/gpt2-files.ts';

const TOKENS = Int32Array.from([77, 105, 256, 40, 260, 290, 9, 9]);

class SmallExecutor extends ReferenceExecutor {
  override readonly capacity: Capacity;

  constructor(maxBufferBytes: number, totalBytes = 2 ** 30) {
    super();
    this.capacity = { label: 'this adapter', totalBytes, maxBufferBytes };
  }
}

async function files(style: Gpt2Style = {}, changes: Partial<ModelFiles> = {}): Promise<ModelFiles> {
  const weights = weightsFile(style);
  return {
    weights,
    header: await runToCompletion(readSafeTensorsHeader(weights)),
    config: toHuggingFace(style.config ?? GPT2_CONFIG),
    tokenizer: TOKENIZER_JSON,
    ...changes,
  };
}

async function loadRun(executor: Executor, given: ModelFiles): Promise<Run> {
  return runToCompletion(loadModel(executor, await runToCompletion(prepareModel(given, executor.capacity))));
}

async function runLogits(run: Run): Promise<Float32Array> {
  const { activations } = await run.inspector.run({ B: 1, T: 8, tokens: TOKENS, names: ['logits'] });
  return activations.get('logits')?.data as Float32Array;
}

/** What the weights compute without any file. */
async function expectedLogits(
  config: ModelConfig = GPT2_CONFIG,
  executor: Executor = new ReferenceExecutor(),
) {
  const weights = new Weights(executor, transformerParameters(config));
  weights.set(coarseWeights(config));
  const look = { B: 1, T: 8, tokens: TOKENS, names: ['logits'] as const };
  const { activations } = await new Inspector(executor, config, weights).run(look);
  return activations.get('logits')?.data as Float32Array;
}

const prepareError = async (
  given: ModelFiles,
  capacity: Capacity = new ReferenceExecutor().capacity,
  type?: WeightType,
) =>
  runToCompletion(prepareModel(given, capacity, type)).then(
    () => 'opened',
    (error: Error) => error.message,
  );

describe('a model in files', () => {
  it.each<[string, Gpt2Style]>([
    ['as GPT2Model saves it', {}],
    ['as GPT2LMHeadModel saves it', { prefix: true }],
    ['without masks', { masks: false }],
    ['in half precision', { type: 'F16' }],
    ['in bfloat16', { type: 'BF16' }],
    ['with its own unembedding', { config: { ...GPT2_CONFIG, tied: false }, prefix: true }],
    ['with ReLU and a narrow MLP', { config: { ...GPT2_CONFIG, activation: 'relu', mlpWidth: 96 } }],
  ])('%s computes the same logits', async (_, style) => {
    const run = await loadRun(new ReferenceExecutor(), await files(style));
    expect(await runLogits(run)).toEqual(await expectedLogits(style.config));
    expect(await run.weights.get()).toEqual(coarseWeights(style.config));
    run.dispose();
  });

  it('with a stored tied unembedding is opened, with a note that it is ignored', async () => {
    const bytes = new Uint8Array(GPT2_CONFIG.V * GPT2_CONFIG.C * 4);
    const shape = [GPT2_CONFIG.V, GPT2_CONFIG.C];
    const given = await files({ further: { 'lm_head.weight': { dtype: 'F32', shape, bytes } } });
    const { notes } = await runToCompletion(prepareModel(given, new ReferenceExecutor().capacity));
    expect(notes).toEqual([expect.stringContaining('lm_head.weight is ignored')]);
    expect(await runLogits(await loadRun(new ReferenceExecutor(), given))).toEqual(await expectedLogits());
  });

  it('without config.json, its sizes are inferred, with heads of width 64', async () => {
    const given = await files({}, { config: undefined });
    const { config, notes } = await runToCompletion(prepareModel(given, new ReferenceExecutor().capacity));
    expect(config).toEqual({ ...GPT2_CONFIG, H: 1 });
    expect(notes[0]).toContain('1 heads of width 64');
  });

  it('allocates no gradients, no moments and no second copy', async () => {
    const executor = new ReferenceExecutor();
    const run = await loadRun(executor, await files());
    const weightsAlone = executor.usage.bytes;
    expect(weightsAlone).toBe(4 * run.weights.layout.length);
    const still = await run.freeze();
    expect(executor.usage.bytes).toBe(weightsAlone);
    still.dispose();
    expect(await runLogits(run)).toEqual(await expectedLogits()); // what stood still did not take the weights with it
    run.dispose();
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
    expect(() => run.train()).toThrow('without a data set');
  });

  it('releases all memory when it is aborted', async () => {
    const executor = new ReferenceExecutor();
    const work = loadModel(executor, await runToCompletion(prepareModel(await files(), executor.capacity)));
    await work.next();
    expect(executor.usage.bytes).toBeGreaterThan(0);
    await work.return(undefined as never);
    expect(executor.usage.bytes).toBe(0);
  });
});

describe('sharded weights', () => {
  it.each([
    ['tied', GPT2_CONFIG, 30_000],
    ['untied', { ...GPT2_CONFIG, tied: false }, 30_000],
    ['in four parts', { ...GPT2_CONFIG, mlpWidth: 96, V: 700 }, 12_400],
  ])('compute the same bits: %s', async (_, config, words) => {
    const executor = new SmallExecutor(4 * words);
    const given = await files({ config });
    const run = await loadRun(executor, given);
    const sizes = Object.values(run.weights.storages).map(({ length }) => 4 * length);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(executor.capacity.maxBufferBytes);
    expect(await runLogits(run)).toEqual(await expectedLogits(config));
    expect(await run.weights.get()).toEqual(coarseWeights(config));
  });

  it('split the embedding between rows, on WebAssembly as well, also for generation', async () => {
    const wasm = await WasmExecutor.create();
    const small = new Proxy(wasm, {
      get: (target, key) =>
        key === 'capacity'
          ? { of: 'WebAssembly', totalBytes: 2 ** 30, maxBufferBytes: 4 * 17_000 }
          : Reflect.get(target, key, target),
    });
    const run = await loadRun(small, await files());
    expect(
      run.weights.shards.get('transformer.wte.weight')?.map(({ firstRow, rowCount }) => [firstRow, rowCount]),
    ).toEqual([
      [0, 150],
      [150, GPT2_CONFIG.V - 150],
    ]);
    const logits = await runLogits(run);
    expect(Array.from(logits)).toEqual(Array.from(await expectedLogits(GPT2_CONFIG, wasm)));
    const [last] = await run.decoder.prefill([[...TOKENS]]);
    const offset = 7 * GPT2_CONFIG.V;
    last.forEach((value, id) => {
      expect(value).toBeCloseTo(logits[offset + id], 3);
    });
    const table = coarseWeights().get('transformer.wte.weight') as Float32Array;
    const rows = await run.weights.rows('transformer.wte.weight', [149, 150]);
    expect(rows).toEqual(table.slice(149 * 64, 151 * 64));
  });

  it('are rejected with the sizes if a buffer is too small for one tensor', async () => {
    expect(await prepareError(await files(), new SmallExecutor(48_000).capacity, 'float32')).toBe(
      "'transformer.h.0.attn.c_attn.weight' needs a buffer of 0.0469 MiB; the largest buffer of this adapter is 0.0458 MiB",
    );
    expect(await prepareError(await files(), new SmallExecutor(8000).capacity)).toBe(
      "'transformer.wpe.weight' needs a buffer of 0.00781 MiB; the largest buffer of this adapter is 0.00763 MiB",
    );
  });

  it('are held in fewer bits, without a measured change, if a buffer is too small for them in float32', async () => {
    const { weights, plan } = await loadRun(new SmallExecutor(48_000), await files());
    expect([weights.weightType, plan.logitChange]).toEqual(['float16', undefined]);
  });
});

describe('invalid files', () => {
  const ONE = { dtype: 'F32', shape: [1], bytes: new Uint8Array(4) };

  it.each<[string, () => Promise<ModelFiles>, string]>([
    [
      'no tokenizer',
      () => files({}, { tokenizer: undefined }),
      'its tokenizer is missing: choose tokenizer.json',
    ],
    [
      'another model’s tokenizer',
      () => files({ config: { ...GPT2_CONFIG, V: 290 } }),
      'the id 290 is out of range for a model of 290 tokens; the file belongs to another model',
    ],
    ['no tokenizer at all', () => files({}, { tokenizer: { model: { vocab: [] } } }), 'tokenizer.json: its '],
    [
      'a pattern of its own in the tokenizer',
      () =>
        files(
          {},
          {
            tokenizer: {
              ...TOKENIZER_JSON,
              pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' },
            },
          },
        ),
      "its pre_tokenizer Split is invalid at 'pattern.Regex': it is a pattern of its own",
    ],
    [
      'another architecture',
      () => files({ further: { 'h.0.attn.rotary.inv_freq': ONE } }),
      "'h.0.attn.rotary.inv_freq' is not a weight of GPT-2's architecture",
    ],
    [
      'a weight twice',
      () => files({ further: { 'transformer.ln_f.bias': ONE } }),
      "the weight 'ln_f.bias' is duplicate",
    ],
    [
      'another size',
      () => files({}, { config: toHuggingFace({ ...GPT2_CONFIG, T: 64 }) }),
      "'wpe.weight' is (32, 64); the configuration requires (64, 64)",
    ],
    [
      'a missing weight',
      () => files({}, { config: toHuggingFace({ ...GPT2_CONFIG, L: 3 }) }),
      "the weight 'h.2.ln_1.weight' is missing",
    ],
    [
      'another activation function',
      () => files({}, { config: { ...toHuggingFace(GPT2_CONFIG), activation_function: 'tanh' } }),
      "config: 'activation_function' is invalid: it must be gelu_new, gelu, relu or silu",
    ],
    [
      'another kind of model',
      () => files({}, { config: { ...toHuggingFace(GPT2_CONFIG), model_type: 'gpt_neox' } }),
      "config: 'model_type' is invalid: it must be gpt2",
    ],
    [
      'no way to tell the heads',
      () => files({ config: { ...GPT2_CONFIG, C: 48, mlpWidth: 96 } }, { config: undefined }),
      'the number of heads cannot be inferred from the width 48',
    ],
  ])('%s', async (_, given, sentence) => {
    expect(await prepareError(await given())).toContain(sentence);
  });

  it('are rejected with the missing bytes if there is too little memory', async () => {
    const capacity = { label: 'this adapter', totalBytes: 500_000, maxBufferBytes: 2 ** 30 };
    expect(await prepareError(await files(), capacity)).toMatch(
      /^it needs 0\.\d+ GB of memory, 0\.\d+ GB of it for its weights as int4, and this adapter may use 0\.0005 GB: 0\.\d+ GB are missing$/,
    );
  });

  it('with a non-finite value are rejected, and their memory is released', async () => {
    const weights = new Map(coarseWeights());
    const spoilt = Float32Array.from(weights.get('transformer.ln_f.bias') as Float32Array);
    spoilt[3] = Number.NaN;
    weights.set('transformer.ln_f.bias', spoilt);
    const executor = new ReferenceExecutor();
    await expect(loadRun(executor, await files({ weights }))).rejects.toThrow("'ln_f.bias' holds NaN at 3");
    expect(executor.usage.bytes).toBe(0);
  });
});
