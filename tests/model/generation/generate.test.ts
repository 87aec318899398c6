// Generation: reproducible, within the context.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { Decoder } from '../../../src/model/generation/decoder.ts';
import type { GeneratedToken } from '../../../src/model/generation/generate.ts';
import { completeGreedily, generate } from '../../../src/model/generation/generate.ts';
import { argmax, softmax } from '../../../src/model/generation/sampler.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { tinyModel } from '../../support/model/tiny-model.ts';

const executor = new ReferenceExecutor();
const { inspector, config, weights } = tinyModel(executor);
const decoder = new Decoder(executor, config, weights);
const { V, T } = config;
const PROMPT = [1, 2, 3];

async function write(options: Partial<Parameters<typeof generate>[2]> = {}, prompt = PROMPT) {
  const tokens: GeneratedToken[] = [];
  const settings = { count: 12, seed: 0, temperature: 1, ...options };
  for await (const token of generate(decoder, prompt, settings)) tokens.push(token);
  return tokens;
}

/** Logits after the last of these tokens, as a look of exactly that length gives them. */
async function logitsAfter(ids: number[]): Promise<Float32Array> {
  const tokens = Int32Array.from(ids.slice(-T));
  const { activations } = await inspector.run({ B: 1, T: tokens.length, tokens, names: ['logits'] });
  return activations.get('logits')?.data.subarray((tokens.length - 1) * V) as Float32Array;
}

describe('generate', () => {
  it('samples the same tokens for the same seed, and others for another', async () => {
    expect(await write({ seed: 7 })).toEqual(await write({ seed: 7 }));
    expect(await write({ seed: 8 })).not.toEqual(await write({ seed: 7 }));
  });

  it('is greedy at temperature 0, also beyond the context', async () => {
    const ids = [...PROMPT];
    for (const { id, probability } of await write({ temperature: 0 })) {
      expect(id).toBe(argmax(await logitsAfter(ids)));
      expect(probability).toBe(1);
      ids.push(id);
    }
    expect(ids.length).toBeGreaterThan(T);
  });

  it('returns the probability of each token', async () => {
    const ids = [...PROMPT];
    for (const { id, probability } of await write({ count: 4 })) {
      expect(probability).toBeCloseTo(softmax(await logitsAfter(ids))[id], 5);
      ids.push(id);
    }
  });

  it('is greedy with top-k 1', async () => {
    expect(await write({ topK: 1 })).toEqual(await write({ temperature: 0 }));
    expect(await write({ topP: 1e-6 })).toEqual(await write({ temperature: 0 }));
  });

  it('truncates a long prompt to its last tokens', async () => {
    const long = Array.from({ length: 20 }, (_, i) => (i * 3) % V);
    expect(await write({ temperature: 0 }, long)).toEqual(await write({ temperature: 0 }, long.slice(-T)));
  });
});

describe('generate refuses', () => {
  const temperature = 'it must be from 0 (always the most probable token) to 10.';
  const topK = 'it must be a whole number from 1.';
  const topP = 'it must be above 0 and at most 1.';
  it.each([
    [{ temperature: Number.NaN }, `The temperature is NaN; ${temperature}`],
    [{ temperature: -1 }, `The temperature is -1; ${temperature}`],
    [{ temperature: 'x' }, `The temperature is 'x'; ${temperature}`],
    [{ temperature: '1' }, `The temperature is '1'; ${temperature}`],
    [{ temperature: [] }, `The temperature is a list; ${temperature}`],
    [{ topK: -1 }, `Top-k is -1; ${topK}`],
    [{ topK: null }, `Top-k is null; ${topK}`],
    [{ topP: 4 }, `Top-p is 4; ${topP}`],
    [{ topP: '0.5' }, `Top-p is '0.5'; ${topP}`],
    [{ seed: Number.NaN }, 'The seed is NaN; it must be a whole number from 0.'],
    [{ seed: Symbol('seed') }, 'The seed is a symbol; it must be a whole number from 0.'],
    [{ count: -1 }, 'The count of tokens is -1; it must be a whole number from 1.'],
    [{ count: '2' }, "The count of tokens is '2'; it must be a whole number from 1."],
  ] as [object, string][])('%o', async (options, sentence) => {
    await expect(write(options)).rejects.toThrow(sentence);
  });

  it('a prompt that is no list', async () => {
    await expect(write({}, null as unknown as number[])).rejects.toThrow('The prompt is null');
  });
});

describe('completeGreedily', () => {
  it('completes each prompt as if it were alone', async () => {
    const prompts = [[1], [2, 3, 4, 5], [9, 8]];
    const added = await runToCompletion(completeGreedily(decoder, prompts, { count: 6, stop: () => false }));
    for (const [i, prompt] of prompts.entries()) {
      const alone = await write({ temperature: 0, count: 6 }, prompt);
      expect(added[i]).toEqual(alone.map(({ id }) => id));
    }
  });

  it('ends each completion with its own stop token', async () => {
    const prompts = [[1], [2, 3, 4, 5], [9, 8]];
    const free = await runToCompletion(completeGreedily(decoder, prompts, { count: 6, stop: () => false }));
    const stop = free[0][1];
    const added = await runToCompletion(
      completeGreedily(decoder, prompts, { count: 6, stop: (id) => id === stop }),
    );
    free.forEach((ids, i) => {
      const end = ids.indexOf(stop);
      expect(added[i]).toEqual(end < 0 ? ids : ids.slice(0, end + 1));
    });
  });
});
