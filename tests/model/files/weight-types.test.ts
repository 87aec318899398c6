// Models of others with weights in fewer bits: the logits are those of the same numbers in float32, on both CPU backends, for
// every family; memory, the measured change and what is refused.

import { describe, expect, it } from 'vitest';
import type { Capacity, Executor } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { exactLogits } from '../../../src/model/files/exact-logits.ts';
import { loadModel } from '../../../src/model/files/load-model.ts';
import { Inspector, type NDArray } from '../../../src/model/inspection/inspector.ts';
import { describeLogitChange } from '../../../src/model/inspection/logit-change.ts';
import type { Run } from '../../../src/model/training/run.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { WEIGHT_TYPES, type WeightType } from '../../../src/shared/weight-types.ts';
import { findModel } from '../../../src/workers/persistence/model-files.ts';
import { expectAllclose } from '../../support/kernels/allclose.ts';
import { familyFiles } from '../../support/model/family-files.ts';
import { Golden, TOLERANCE } from '../../support/model/goldens.ts';
import { gptNeoFiles } from '../../support/model/gpt-neo-files.ts';
import { GPT2_CONFIG, gpt2Files } from '../../support/model/gpt2-files.ts';

const wasm = await WasmExecutor.create();
const ROOMY: Capacity = { label: 'this adapter', totalBytes: 2 ** 30, maxBufferBytes: 2 ** 30 };
const QUANTIZED = WEIGHT_TYPES.filter((type) => type !== 'float32');

async function prepared(files: readonly File[], weightType?: WeightType, capacity = ROOMY) {
  const found = await runToCompletion(findModel(files, capacity, weightType));
  if (found.kind === 'lab') throw new Error('a model of this lab');
  return found.model;
}

const load = async (executor: Executor, files: readonly File[], type?: WeightType, capacity = ROOMY) =>
  runToCompletion(loadModel(executor, await prepared(files, type, capacity)));

async function logitsOf(inspector: Inspector, tokens: Int32Array<ArrayBuffer>): Promise<Float32Array> {
  const { activations } = await inspector.run({ B: 1, T: tokens.length, tokens, names: ['logits'] });
  return activations.get('logits')?.data as Float32Array;
}

/** A float32 model of the reference backend with the run's numbers, as they are read. */
async function exactInspector({ plan, weights }: Run): Promise<Inspector> {
  const executor = new ReferenceExecutor();
  const copy = new Weights(executor, transformerParameters(plan.config));
  copy.set(await weights.get());
  return new Inspector(executor, plan.config, copy);
}

/** Derivatives of the last logit by the stream before the first block, and by the last stream, which only the unembedding reads. */
async function streamGradients(inspector: Inspector, { V, L }: ModelConfig, tokens: Int32Array<ArrayBuffer>) {
  const T = tokens.length;
  const logitGradients = new Float32Array(T * V);
  logitGradients[T * V - 1] = 1;
  const last: ActivationName = `blocks.${L - 1}.hook_resid_post`;
  const names: ActivationName[] = ['blocks.0.hook_resid_pre', last];
  const { activations, activationGradients } = await inspector.run({
    B: 1,
    T,
    tokens,
    names,
    logitGradients,
  });
  const gradients = names.map((name) => activationGradients?.get(name)?.data as Float32Array);
  const stream = activations.get(last) as NDArray;
  return [...gradients, (await inspector.unembedGradient(stream, logitGradients)).data];
}

const GPT_NEO = 'gpt_neo';
const FAMILIES = [
  GPT_NEO,
  'tiny',
  'odd',
  'modern_mix',
  'llama_tiny',
  'qwen2_tiny',
  'qwen3_tiny',
  'neox_tiny',
];

function goldenTokens(name: string): Int32Array<ArrayBuffer> {
  const golden = new Golden(name);
  return golden.integers('input.tokens').slice(0, golden.shape('input.tokens')[1]);
}

describe.each(FAMILIES)('%s', (name) => {
  const files = () => (name === GPT_NEO ? gptNeoFiles() : familyFiles(name));
  const tokens = name === GPT_NEO ? Int32Array.of(3, 17, 5, 22, 0, 9) : goldenTokens(name);

  it.each(QUANTIZED)('as %s computes with the numbers that are read', async (type) => {
    for (const executor of [new ReferenceExecutor(), wasm]) {
      const run = await load(executor, files(), type);
      const exact = await exactInspector(run);
      const expected = await logitsOf(exact, tokens);
      const close = { rtol: 1e-4, atol: 2e-5, relativeL2: 1e-5 };
      expectAllclose(await logitsOf(run.inspector, tokens), expected, { ...close, label: 'logits' });
      const [next] = await run.decoder.prefill([[...tokens]]);
      const last = expected.slice(-run.plan.config.V);
      expectAllclose(next, last, { ...close, label: 'logits of the decoder' });
      const gradients = await streamGradients(run.inspector, run.plan.config, tokens);
      for (const [i, wanted] of (await streamGradients(exact, run.plan.config, tokens)).entries())
        expectAllclose(gradients[i], wanted, { ...TOLERANCE.gradient, label: `gradient ${i}` });
      run.dispose();
    }
  });

  it('has the exact logits of its file, a part at a time, after rows of different lengths', async () => {
    const model = await prepared(files());
    const rows = [[...tokens], [...tokens.slice(0, 3)]];
    const executor = new ReferenceExecutor();
    const exact = await runToCompletion(exactLogits(executor, model.config, model.source, rows));
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
    const run = await runToCompletion(loadModel(executor, model));
    for (const [i, row] of rows.entries()) {
      const logits = await logitsOf(run.inspector, Int32Array.from(row));
      expectAllclose(exact[i], logits.slice(-model.config.V), { rtol: 1e-5, atol: 1e-6, label: `row ${i}` });
    }
  });
});

describe('a model whose tables are in shards', () => {
  it.each(QUANTIZED)('as %s computes and reads the same as in one buffer', async (type) => {
    const small = { ...ROOMY, maxBufferBytes: { float16: 34_000, int8: 17_500, int4: 9_000 }[type] };
    const whole = await load(wasm, gpt2Files(), type);
    const sharded = await load(wasm, gpt2Files(), type, small);
    expect(sharded.weights.shards.get('transformer.wte.weight')).toHaveLength(2);
    expect(await sharded.weights.get()).toEqual(await whole.weights.get());
    const table = (await whole.weights.get()).get('transformer.wte.weight') as Float32Array;
    const { C, V } = GPT2_CONFIG;
    const rows = await sharded.weights.rows('transformer.wte.weight', [V - 1, 3]);
    expect([...rows]).toEqual([...table.subarray((V - 1) * C), ...table.subarray(3 * C, 4 * C)]);
    const tokens = Int32Array.of(1, V - 1, 140, 160);
    expect(await logitsOf(sharded.inspector, tokens)).toEqual(await logitsOf(whole.inspector, tokens));
    const gradients = await streamGradients(sharded.inspector, GPT2_CONFIG, tokens);
    for (const [i, wanted] of (await streamGradients(whole.inspector, GPT2_CONFIG, tokens)).entries())
      expectAllclose(gradients[i], wanted, { ...TOLERANCE.gradient, label: `gradient ${i}` });
  });
});

describe('the change of the logits', () => {
  it('is that of the last positions of the example prompts, and falls with the bits', async () => {
    const changes: number[] = [];
    for (const type of QUANTIZED) {
      const exact = await load(wasm, gpt2Files());
      const run = await load(wasm, gpt2Files(), type);
      const { dataset, config, logitChange } = run.plan;
      let [change, length, same] = [0, 0, 0];
      for (const prompt of dataset.prompts) {
        const tokens = Int32Array.from(dataset.tokenizer.encode(prompt).ids).slice(-config.T);
        const [one, other] = [
          (await logitsOf(exact.inspector, tokens)).slice(-config.V),
          (await logitsOf(run.inspector, tokens)).slice(-config.V),
        ];
        change += one.reduce((sum, logit, i) => sum + (logit - other[i]) ** 2, 0);
        length += one.reduce((sum, logit) => sum + logit ** 2, 0);
        if (one.indexOf(Math.max(...one)) === other.indexOf(Math.max(...other))) same++;
      }
      expect(exact.plan.logitChange).toBeUndefined();
      expect(logitChange).toEqual({
        relativeL2: expect.closeTo(Math.sqrt(change / length), 5),
        sameToken: same,
        promptCount: 3,
      });
      changes.push(logitChange?.relativeL2 ?? 0);
    }
    const [float16, int8, int4] = changes;
    expect(float16).toBeLessThan(1e-3); // half of the spacing of 11 bits is 2^-12
    expect(int8).toBeGreaterThan(float16);
    expect(int4).toBeGreaterThan(2 * int8);
  });

  it('is told in one sentence', () => {
    expect(describeLogitChange('int8', { relativeL2: 0.01234, sameToken: 2, promptCount: 3 })).toBe(
      'Held as int8, the weights change the logits after 3 example prompts by 1.2 % (relative L2); the most probable token stays the same after 2 of 3.',
    );
  });
});

describe('the type', () => {
  /** Each matrix wide, so that scales and padding are small. */
  const config: ModelConfig = { ...GPT2_CONFIG, C: 128, mlpWidth: 512 };
  const files = () => gpt2Files({ config });

  it('is the most exact that fits, and the note says so', async () => {
    const { weightChoices, layout, notes } = await prepared(files());
    expect([layout.weightType, notes]).toEqual(['float32', []]);
    expect(weightChoices.map(({ weightType }) => weightType)).toEqual(WEIGHT_TYPES);
    const [float32, float16, int8, int4] = weightChoices.map(({ memoryBytes }) => memoryBytes);
    expect([float16 < float32, int8 < float16, int4 < int8]).toEqual([true, true, true]);
    for (const [i, { weightType, memoryBytes }] of weightChoices.entries()) {
      const model = await prepared(files(), undefined, { ...ROOMY, totalBytes: memoryBytes });
      expect(model.layout.weightType).toBe(weightType);
      expect(model.memoryBytes).toBe(memoryBytes);
      expect(model.weightChoices).toEqual(weightChoices.slice(i));
      expect(model.notes.join()).toContain(i === 0 ? '' : `Its weights are held as ${weightType}, because`);
    }
    await expect(prepared(files(), undefined, { ...ROOMY, totalBytes: int4 - 1 })).rejects.toThrow('as int4');
    await expect(prepared(files(), 'float16', { ...ROOMY, totalBytes: int8 })).rejects.toThrow('as float16');
  });

  it.each(QUANTIZED)('%s needs the memory that is told, and no more while it is loaded', async (type) => {
    const executor = new ReferenceExecutor();
    const { layout } = await prepared(files(), type);
    let most = 0;
    const job = loadModel(executor, await prepared(files(), type));
    for (let step = await job.next(); !step.done; step = await job.next())
      most = Math.max(most, executor.usage.bytes);
    expect(executor.usage.bytes).toBe(4 * layout.length);
    const float32 = (await prepared(files(), 'float32')).layout.length * 4;
    expect(most).toBeLessThan(0.7 * float32);
  });

  it('other than float32 refuses gradients of weights, and changes of weights', async () => {
    const run = await load(wasm, gpt2Files(), 'int8');
    const request = { B: 1, T: 2, tokens: Int32Array.of(1, 2), names: [], targets: Int32Array.of(2, 3) };
    await expect(run.inspector.run({ ...request, gradients: true })).rejects.toThrow(
      'a gradient of the weights needs weights in float32, and those of this model are held as int8; open it as float32',
    );
    expect(() => run.weights.setElement('transformer.wpe.weight', 0, 1)).toThrow('held as int8');
  });
});
