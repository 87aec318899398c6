// Token-by-token writing beside the memory it reads: a model of GPT-2 124M's shape with random weights, which are read once a token.
// `node scripts/run.mjs bench/writing-bandwidth.ts [float32 float16 int8 int4]`, on one thread and on two.

import { existsSync, openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { loadModel } from '../src/model/files/load-model.ts';
import type { Decoder } from '../src/model/generation/decoder.ts';
import { argmax } from '../src/model/generation/sampler.ts';
import { isKernelThread } from '../src/node/kernel-thread.ts';
import { startNodeEngine } from '../src/node/node-engine.ts';
import { runToCompletion } from '../src/shared/job.ts';
import { WEIGHT_TYPES, type WeightType } from '../src/shared/weight-types.ts';
import { findModel } from '../src/workers/persistence/model-files.ts';
import { measureReadRate } from '../src/workers/speed/rates/peak-rates.ts';
import { writeRandomModel } from './models/random-model.ts';

const MODEL = 'gpt2-124m';
const PROMPT = Array.from({ length: 16 }, (_, id) => id);
/** Of which the fastest counts. */
const ROUNDS = 6;
const TOKENS = 16;

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
if (!isKernelThread(import.meta.url)) {
  const folder = join(tmpdir(), 'mini-llm-lab-models', MODEL);
  if (!existsSync(join(folder, 'model.safetensors'))) await writeRandomModel(MODEL, folder);
  const chosen = WEIGHT_TYPES.filter((type) => process.argv.includes(type));
  for (const type of chosen.length > 0 ? chosen : WEIGHT_TYPES)
    for (const threads of [1, 2]) await measure(folder, type, threads);
}

async function measure(folder: string, type: WeightType, threads: number): Promise<void> {
  const { executor } = await startNodeEngine('cpu', threads);
  const readGBs = await measureReadRate(executor);
  const before = executor.usage.bytes;
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  const files = await Promise.all(
    names.map(async (name) => new File([await openAsBlob(join(folder, name))], name)),
  );
  const found = await runToCompletion(findModel(files, executor.capacity, type));
  if (found.kind === 'lab') throw new Error('a model of another library was expected');
  const { decoder } = await runToCompletion(loadModel(executor, found.model));
  const weightBytes = executor.usage.bytes - before;
  const tokensPerSecond = await fastest(decoder);
  const GBs = (weightBytes * tokensPerSecond) / 1e9;
  console.log(
    `${type}, ${threads} threads: ${tokensPerSecond.toFixed(1)} tokens/s, ${(weightBytes / 1e6).toFixed(0)} MB of weights, ` +
      `${GBs.toFixed(1)} GB/s, ${((100 * GBs) / readGBs).toFixed(0)} % of the ${readGBs.toFixed(1)} GB/s that reads reach`,
  );
  executor.dispose();
}

async function fastest(decoder: Decoder): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let [logits] = await decoder.prefill([PROMPT]);
    const begin = performance.now();
    for (let written = 0; written < TOKENS; written++) [logits] = await decoder.append([argmax(logits)]);
    best = Math.max(best, (1000 * TOKENS) / (performance.now() - begin));
  }
  return best;
}
