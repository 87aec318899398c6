// A model with GPT-2's layout on WebGPU, with weights in several small buffers and a sharded embedding, and in fewer bits.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { toHuggingFace } from '../../src/model/files/hugging-face-config.ts';
import { loadModel, prepareModel } from '../../src/model/files/load-model.ts';
import { readSafeTensorsHeader } from '../../src/model/files/safetensors.ts';
import type { Run } from '../../src/model/training/run.ts';
import { runToCompletion } from '../../src/shared/job.ts';
import type { WeightType } from '../../src/shared/weight-types.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { coarseWeights, GPT2_CONFIG, TOKENIZER_JSON, weightsFile } from '../support/model/gpt2-files.ts';

let gpu: GpuExecutor;
beforeAll(async () => {
  gpu = await createTestGpuExecutor();
});
afterAll(() => gpu.dispose());

/** The executor with a smaller limit per buffer. */
const withMaxBufferBytes = (executor: Executor, maxBufferBytes: number) =>
  new Proxy(executor, {
    get: (target, key) => {
      const value = Reflect.get(target, key, target);
      if (key === 'capacity') return { ...target.capacity, maxBufferBytes };
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

async function openSharded(executor: Executor, type?: WeightType): Promise<Run> {
  const weights = weightsFile({ type: 'BF16' });
  const header = await runToCompletion(readSafeTensorsHeader(weights));
  const modelFiles = { weights, header, config: toHuggingFace(GPT2_CONFIG), tokenizer: TOKENIZER_JSON };
  return runToCompletion(
    loadModel(executor, await runToCompletion(prepareModel(modelFiles, executor.capacity, type))),
  );
}

const TOKENS = Int32Array.from([77, 105, 256, 40, 260, 290, 9, 9]);
const logitsOf = async (run: Run) => {
  const result = await run.inspector.run({ B: 1, T: 8, tokens: TOKENS, names: ['logits'] });
  return result.activations.get('logits')?.data as Float32Array;
};

it('matches the unsharded reference and returns every weight', async () => {
  const run = await openSharded(withMaxBufferBytes(gpu, 4 * 17_000));
  expect(run.weights.shards.get('transformer.wte.weight')).toHaveLength(2);
  expect(Object.keys(run.weights.storages).length).toBeGreaterThan(5);
  const reference = await openSharded(new ReferenceExecutor());
  // Rounding of sums of 64 products through four sublayers, for logits up to 100.
  const close = { rtol: 1e-3, atol: 1e-3 };
  expectAllclose(await logitsOf(run), await logitsOf(reference), { ...close, label: 'logits' });
  expect(await run.weights.get()).toEqual(coarseWeights());
  const [next] = await run.decoder.prefill([[...TOKENS]]);
  const [expected] = await reference.decoder.prefill([[...TOKENS]]);
  expectAllclose(next, expected, { ...close, label: 'logits of the decoder' });
  run.dispose();
});

it.each(['float16', 'int8', 'int4'] as const)('matches the reference as %s, also in shards', async (type) => {
  const maxBufferBytes = { float16: 34_000, int8: 17_500, int4: 9000 }[type];
  const run = await openSharded(withMaxBufferBytes(gpu, maxBufferBytes), type);
  expect(run.weights.shards.get('transformer.wte.weight')).toHaveLength(2);
  const reference = await openSharded(new ReferenceExecutor(), type);
  expect(await run.weights.get()).toEqual(await reference.weights.get());
  const close = { rtol: 1e-3, atol: 1e-3 };
  expectAllclose(await logitsOf(run), await logitsOf(reference), { ...close, label: 'logits' });
  const [next] = await run.decoder.prefill([[...TOKENS]]);
  const [expected] = await reference.decoder.prefill([[...TOKENS]]);
  expectAllclose(next, expected, { ...close, label: 'logits of the decoder' });
  run.dispose();
});
