// Cached generation gives the tokens, and nearly the logits, of full forward passes.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Executor } from '../../../../src/kernels/backends/executor.ts';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import { lastTokensInContext } from '../../../../src/model/architecture/context-window.ts';
import { Decoder } from '../../../../src/model/generation/decoder.ts';
import { generate } from '../../../../src/model/generation/generate.ts';
import { argmax, probabilities, sampleIndex } from '../../../../src/model/generation/sampler.ts';
import type { Inspector } from '../../../../src/model/inspection/inspector.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';
import { random } from '../../../../src/shared/random.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../../support/model/tiny-model.ts';

/** Sums in another order, a few layers deep; a wrong position or a forgotten key is off by a thousand times as much. */
const TOLERANCE = 1e-4;

interface DecodingCase {
  readonly config: ModelConfig;
  readonly prompt: readonly number[];
  readonly count: number;
}

/** Prompts within a chunk, of several chunks, and longer than the context; texts that stay within it and that outgrow it. */
const CASES: readonly (readonly [string, DecodingCase])[] = [
  ['a tiny model beyond its context', { config: TINY_CONFIG, prompt: [1, 2, 3], count: 12 }],
  [
    'one layer of attention alone, untied',
    { config: { ...TINY_CONFIG, L: 1, mlpWidth: 0, tied: false, T: 40 }, prompt: [7], count: 36 },
  ],
  [
    'relu, a head width of 3, a prompt of two chunks and a half',
    { config: { ...TINY_CONFIG, C: 9, H: 3, activation: 'relu', T: 70 }, prompt: cyclicTokens(40), count: 5 },
  ],
  ['a prompt longer than the context', { config: TINY_CONFIG, prompt: cyclicTokens(21), count: 4 }],
  ...PART_CONFIGS.map(
    ([name, config]) => [`beyond its context: ${name}`, { config, prompt: [1, 2, 3], count: 9 }] as const,
  ),
  ...(['facts', 'repeats'] as const).map(
    (preset) =>
      [`the preset ${preset}`, { config: planRun({ preset }).config, prompt: [3, 1, 4], count: 10 }] as const,
  ),
];

export function describeDecoder(makeExecutor: () => Promise<Executor>): void {
  let executor: Executor;
  beforeAll(async () => {
    executor = await makeExecutor();
  });
  afterAll(() => executor.dispose());

  describe.each(CASES)('%s', (_, { config, prompt, count }) => {
    it('gives the logits of a full forward pass', async () => {
      const { inspector, decoder, dispose } = createDecoder(executor, config);
      const text = [...prompt];
      let [logits] = await decoder.prefill([text]);
      for (let i = 0; i < count; i++) {
        const want = await logitsAfter(inspector, config, text);
        const typical = Math.hypot(...want) / Math.sqrt(want.length);
        logits.forEach((logit, id) => {
          expect(Math.abs(logit - want[id]), `logit ${id} after ${text}`).toBeLessThan(TOLERANCE * typical);
        });
        text.push(argmax(want));
        [logits] = await decoder.append(text.slice(-1));
      }
      dispose();
    });

    it.each([0, 1])('generates the same tokens at temperature %d', async (temperature) => {
      const { inspector, decoder, dispose } = createDecoder(executor, config);
      const text = [...prompt];
      const stream = random(5, 'sampling');
      for await (const { id } of generate(decoder, prompt, { temperature, count, seed: 5 })) {
        const p = probabilities(await logitsAfter(inspector, config, text), { temperature });
        expect(id).toBe(sampleIndex(p, stream.float()));
        text.push(id);
      }
      expect(text).toHaveLength(prompt.length + count);
      dispose();
    });
  });

  it('generates several sequences in parallel as if each were alone', async () => {
    const { decoder, dispose } = createDecoder(executor, TINY_CONFIG);
    const texts = [[1], [2, 3, 4, 5, 6], [9, 8, 7]];
    const write = async (prompts: number[][]) => {
      const written: number[][] = prompts.map(() => []);
      let logits = await decoder.prefill(prompts);
      for (let i = 0; i < 8; i++) {
        const ids = logits.map(argmax);
        ids.forEach((id, row) => {
          written[row].push(id);
        });
        logits = await decoder.append(ids);
      }
      return written;
    };
    const together = await write(texts);
    for (const [row, text] of texts.entries()) expect(together[row]).toEqual((await write([text]))[0]);
    dispose();
  });

  it('computes rotary angles once for all of its programs, and releases them', async () => {
    const config: ModelConfig = { ...TINY_CONFIG, positions: 'rotary' };
    const model = tinyModel(executor, config);
    const { bytes } = executor.usage;
    const decoder = new Decoder(executor, config, model.weights);
    const allocate = vi.spyOn(executor, 'allocate');
    for (const B of [1, 2, 3]) await decoder.prefill(Array.from({ length: B }, () => [1]));
    const labels = allocate.mock.calls.map(([label]) => label);
    expect(labels.filter((label) => label === 'rotary angles')).toHaveLength(1);
    decoder.dispose();
    expect(executor.usage.bytes).toBe(bytes);
    model.dispose();
  });
}

function createDecoder(executor: Executor, config: ModelConfig) {
  const model = tinyModel(executor, config);
  const decoder = new Decoder(executor, config, model.weights);
  const dispose = () => {
    decoder.dispose();
    model.dispose();
  };
  return { ...model, decoder, dispose };
}

/** Logits after the last token, from a full forward pass over the context; padded to one length, so that one graph is compiled. */
async function logitsAfter(inspector: Inspector, { T, V }: ModelConfig, text: readonly number[]) {
  const visible = lastTokensInContext(text, { T });
  const tokens = new Int32Array(T);
  tokens.set(visible);
  const { activations } = await inspector.run({ B: 1, T, tokens, names: ['logits'] });
  const logits = activations.get('logits')?.data as Float32Array;
  return logits.subarray((visible.length - 1) * V, visible.length * V);
}

function cyclicTokens(length: number): number[] {
  return Array.from({ length }, (_, i) => (i * 3) % TINY_CONFIG.V);
}
