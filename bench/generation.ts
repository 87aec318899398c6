// Speed of text generation with and without the key–value cache: `node scripts/run.mjs bench/generation.ts [cpu|webgpu]`.
// The model of the case `middle` with a context of 256 tokens and a prompt of one token.

import { setFlagsFromString } from 'node:v8';
import type { Executor } from '../src/kernels/backends/executor.ts';
import { transformerParameters } from '../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../src/model/architecture/config.ts';
import { paddedLength } from '../src/model/architecture/context-window.ts';
import { initialWeights, Weights } from '../src/model/architecture/weights.ts';
import { Decoder } from '../src/model/generation/decoder.ts';
import { generate } from '../src/model/generation/generate.ts';
import { argmax } from '../src/model/generation/sampler.ts';
import { Inspector } from '../src/model/inspection/inspector.ts';
import { BENCHMARK_CONFIGS } from '../src/model/training/benchmark-configs.ts';
import { startNodeEngine } from '../src/node/node-engine.ts';

const LENGTHS = [64, 128, 256];
/** Repetitions of each length. The fastest counts, because other load only slows runs down. */
const ROUNDS = 3;

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
const [backend = 'cpu'] = process.argv.slice(2);
if (backend !== 'cpu' && backend !== 'webgpu') {
  throw new Error(`bench/generation.ts: '${backend}' is neither cpu nor webgpu`);
}
const { executor } = await startNodeEngine(backend);
const config: ModelConfig = { ...BENCHMARK_CONFIGS.middle, T: Math.max(...LENGTHS) };
const weights = createWeights(executor, config);
for (const length of LENGTHS) {
  const withCache = await minOfRounds(() => timeDecoder(new Decoder(executor, config, weights), length));
  const without = await minOfRounds(() => timeWithoutCache(new Inspector(executor, config, weights), length));
  const columns = [withCache, without].map(
    (ms) => `${((1000 * length) / ms).toFixed(0)} tokens/s (${ms.toFixed(0)} ms)`,
  );
  console.log(`${executor.adapter}, ${length} tokens: ${columns.join(' with the cache, ')} without`);
}
executor.dispose();

/** Milliseconds to generate `length` tokens, after a warm-up of the same length. */
async function timeDecoder(decoder: Decoder, length: number): Promise<number> {
  const once = async () => {
    const begin = performance.now();
    for await (const _ of generate(decoder, [1], { count: length - 1, seed: 1, temperature: 0 }));
    return performance.now() - begin;
  };
  await once();
  const time = await once();
  decoder.dispose();
  return time;
}

/** The same without cache: the whole text runs again for each token, padded to few lengths. */
async function timeWithoutCache(inspector: Inspector, length: number): Promise<number> {
  const { V } = config;
  const once = async () => {
    const begin = performance.now();
    const ids = [1];
    while (ids.length < length) {
      const T = paddedLength(ids.length, config.T);
      const tokens = new Int32Array(T);
      tokens.set(ids);
      const { activations } = await inspector.run({ B: 1, T, tokens, names: ['logits'] });
      const logits = activations.get('logits')?.data as Float32Array;
      ids.push(argmax(logits.subarray((ids.length - 1) * V, ids.length * V)));
    }
    return performance.now() - begin;
  };
  await once();
  const time = await once();
  inspector.dispose();
  return time;
}

async function minOfRounds(measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) best = Math.min(best, await measure());
  return best;
}

function createWeights(executor: Executor, config: ModelConfig): Weights {
  const parameters = transformerParameters(config);
  const weights = new Weights(executor, parameters);
  weights.set(initialWeights(parameters, { seed: 1, initStd: config.initStd }));
  return weights;
}
