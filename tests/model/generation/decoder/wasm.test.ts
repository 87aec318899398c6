// Cached generation on the WebAssembly executor.

import { describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { Decoder } from '../../../../src/model/generation/decoder.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { TOLERANCE } from '../../../support/model/goldens.ts';
import { TINY_CONFIG, tinyModel } from '../../../support/model/tiny-model.ts';
import { describeDecoder } from './suite.ts';

it('has a cache for the text, not for the whole of a long context, and a larger one once the text outgrows it', async () => {
  const config = { ...TINY_CONFIG, T: 40_000 };
  const executor = await WasmExecutor.create();
  const { weights } = tinyModel(executor, config);
  const text = Array.from({ length: 1030 }, (_, i) => (i * 7) % config.V);
  const decoder = new Decoder(executor, config, weights);
  const without = executor.usage.bytes;
  await decoder.prefill([text.slice(0, 1022)]);
  const short = executor.usage.bytes - without;
  let logits: Float32Array[] = [];
  for (const id of text.slice(1022)) logits = await decoder.append([id]);
  const long = executor.usage.bytes - without;
  const words = 2 * config.L * config.C;
  expect(short).toBeGreaterThan(4 * words * 1024);
  expect(long - short).toBeGreaterThan(0.9 * 4 * words * 1024);
  expect(long).toBeLessThan(words * config.T); // a quarter of the cache of the whole context
  decoder.dispose();
  const whole = new Decoder(executor, config, weights);
  expectAllclose(logits[0], (await whole.prefill([text]))[0], { ...TOLERANCE.forward, label: 'logits' });
  whole.dispose();
  executor.dispose();
});

describe('a decoder on the WebAssembly executor', () => describeDecoder(() => WasmExecutor.create()));
