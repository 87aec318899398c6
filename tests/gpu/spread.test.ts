// A model of GPT-2's layout on WebGPU, its weights spread over small buffers and its embedding cut between rows.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import type { Executor } from '../../src/kernels/executor.ts';
import type { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { openable, openRun } from '../../src/model/gpt2/open-files.ts';
import { toHuggingFace } from '../../src/model/hugging-face-config.ts';
import { atOnce } from '../../src/model/pieces.ts';
import type { Run } from '../../src/model/run.ts';
import { readHeaderOf } from '../../src/model/safetensors.ts';
import { expectAllclose } from '../support/allclose.ts';
import { coarseWeights, GPT2_CONFIG, TOKENIZER_JSON, weightsFile } from '../support/gpt2-files.ts';
import { testExecutor } from '../support/gpu-executor.ts';

let gpu: GpuExecutor;
beforeAll(async () => {
  gpu = await testExecutor();
});
afterAll(() => gpu.dispose());

/** The same executor, said to take no more in one piece. */
const withPieces = (executor: Executor, inOnePiece: number) =>
  new Proxy(executor, {
    get: (target, key) => {
      const value = Reflect.get(target, key, target);
      if (key === 'capacity') return { ...target.capacity, inOnePiece };
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

async function opened(executor: Executor): Promise<Run> {
  const weights = weightsFile({ type: 'BF16' });
  const header = await readHeaderOf(weights);
  const files = { weights, header, config: toHuggingFace(GPT2_CONFIG), tokenizer: TOKENIZER_JSON };
  return atOnce(openRun(executor, await openable(files, executor.capacity)));
}

const TOKENS = Int32Array.from([77, 105, 256, 40, 260, 290, 9, 9]);
const logitsOf = async (run: Run) => {
  const look = await run.inspector.look({ B: 1, T: 8, tokens: TOKENS, names: ['logits'] });
  return look.activations.get('logits')?.data as Float32Array;
};

it('computes what the reference computes in one piece, and gives back every weight', async () => {
  const run = await opened(withPieces(gpu, 4 * 17_000));
  expect(run.weights.parts.get('transformer.wte.weight')).toHaveLength(2);
  expect(Object.keys(run.weights.storages).length).toBeGreaterThan(5);
  const reference = await opened(new ReferenceExecutor());
  // Sums of 64 products through four sub-layers, of logits up to a hundred.
  const close = { rtol: 1e-3, atol: 1e-3 };
  expectAllclose(await logitsOf(run), await logitsOf(reference), { ...close, label: 'logits' });
  expect(await run.weights.get()).toEqual(coarseWeights());
  const [next] = await run.decoder.read([[...TOKENS]]);
  const [wanted] = await reference.decoder.read([[...TOKENS]]);
  expectAllclose(next, wanted, { ...close, label: 'logits of the decoder' });
  run.dispose();
});
