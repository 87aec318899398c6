// Inspection and generation through the worker's API, on the reference engine.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  ActivationName,
  GenerationProgress,
  InspectRequest,
  Intervention,
} from '../../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';
import { createObservedLab, type ObservedLab } from '../../../support/workers/lab-fixtures.ts';

const PATTERN: ActivationName = 'blocks.0.attn.hook_pattern';
const PROMPT: InspectRequest = { text: 'a cat', names: [PATTERN] };

let watched: ObservedLab;
let lab: Lab;

beforeEach(async () => {
  watched = await createObservedLab();
  ({ lab } = watched);
});

afterEach(() => lab.dispose());

describe('inspection', () => {
  beforeEach(async () => {
    await lab.transformer.create(tinyRun());
  });

  it('returns tokens, requested activations and next-token probabilities', async () => {
    const { tokens, activations, next, unknown, cut, step } = await lab.transformer.inspect(PROMPT);
    expect(tokens.map(({ text }) => text)).toEqual(['a', ' ', 'c', 'a', 't']);
    expect([unknown, cut, step]).toEqual([[], 0, 0]);
    expect(Object.keys(activations)).toEqual([PATTERN]);
    const { shape, data } = activations[PATTERN] ?? { shape: [], data: [] };
    expect(shape).toEqual([2, 5, 5]);
    for (let row = 0; row < 10; row++) {
      const line = Array.from(data.slice(row * 5, row * 5 + 5));
      expect(line.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(line.slice((row % 5) + 1).every((p) => p === 0)).toBe(true);
    }
    expect(next.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(next[0].probability).toBe(Math.max(...next.map(({ probability }) => probability)));
  });

  it('lists unknown words, and then runs nothing', async () => {
    const look = await lab.transformer.inspect({ text: 'a zoo!', names: [PATTERN] });
    expect(look).toMatchObject({ unknown: ['z', '!'], activations: {}, next: [] });
  });

  it('of an empty prompt is empty', async () => {
    expect(await lab.transformer.inspect({ text: '', names: [PATTERN] })).toMatchObject({
      tokens: [],
      activations: {},
      next: [],
    });
  });

  it('reads generated tokens by id, and rejects an invalid id', async () => {
    const { tokens, next } = await lab.transformer.inspect({ text: 'a rat', names: [] });
    const longer = await lab.transformer.inspect({ text: 'a rat', written: [next[0].id], names: [] });
    expect(longer.tokens).toEqual([...tokens, { id: next[0].id, text: next[0].text }]);
    await expect(lab.transformer.inspect({ text: 'a rat', written: [999], names: [] })).rejects.toThrow(
      'no token 999',
    );
  });

  it('of a prompt longer than the context keeps its end, and reports the number of cut tokens', async () => {
    const long = await lab.transformer.inspect({ text: 'a rat sat on a hat', names: [PATTERN] });
    const short = await lab.transformer.inspect({ text: 'on a hat', names: [PATTERN] });
    expect(long.cut).toBe(10);
    expect(long.tokens).toEqual(short.tokens);
    expect(long.activations).toEqual(short.activations);
  });

  it('reverts interventions exactly', async () => {
    const clean = await lab.transformer.inspect(PROMPT);
    const kinds: Intervention[] = [
      { name: PATTERN, kind: 'zero', head: 1 },
      { name: PATTERN, kind: 'scale', value: 0.5, position: 4 },
      { name: 'blocks.0.attn.hook_z', kind: 'mean', head: 0 },
      { name: 'blocks.0.mlp.hook_post', kind: 'replace', value: 2, neuron: 3 },
    ];
    for (const intervention of kinds) {
      const changed = await lab.transformer.inspect({ ...PROMPT, interventions: [intervention] });
      expect(changed.next, intervention.kind).not.toEqual(clean.next);
      expect(await lab.transformer.inspect(PROMPT)).toEqual(clean);
    }
  });

  it.each([
    [{ name: PATTERN, kind: 'zero', head: 2 }, `${PATTERN} has 2 heads, counted from 0; there is no head 2.`],
    // Within the context, but behind the five tokens of this prompt.
    [
      { name: PATTERN, kind: 'zero', position: 6 },
      `${PATTERN} has 5 positions, counted from 0; there is no position 6.`,
    ],
    [{ name: 'blocks.3.attn.hook_z', kind: 'zero' }, "no activation 'blocks.3.attn.hook_z'"],
    [{ name: 'blocks.0.ln1.hook_scale', kind: 'zero' }, 'is read-only'],
  ] as [Intervention, string][])('rejects %j', async (intervention, message) => {
    await expect(lab.transformer.inspect({ ...PROMPT, interventions: [intervention] })).rejects.toThrow(
      message,
    );
  });

  it('of a kernel: sizes of the last inspection, not of the whole context', async () => {
    const { model } = await lab.transformer.create({ ...tinyRun(), model: { ...tinyRun().model, T: 32 } });
    const whole = await lab.transformer.kernel(PATTERN);
    await lab.transformer.inspect(PROMPT);
    const looked = await lab.transformer.kernel(PATTERN);
    expect([whole.constants.N, looked.constants.N]).toEqual([model.T, 8]);
    expect(looked.constants.R).toBe(model.H * 8);
  });

  it('of a kernel: WGSL of the GPU engine', async () => {
    const info = await lab.transformer.kernel(PATTERN);
    expect(info).toMatchObject({ opName: 'softmax', ran: false });
    expect(info.wgsl).toContain('@compute');
    await expect(lab.transformer.kernel('blocks.5.hook_mlp_out')).rejects.toThrow('no activation');
  });
});

describe('generation', () => {
  const request = { prompt: 'a cat', tokens: 6, temperature: 1, seed: 2 };
  beforeEach(async () => {
    await lab.transformer.create(tinyRun());
  });

  it('continues the prompt, identically for the same seed', async () => {
    const written = await lab.transformer.generate(request);
    expect(written.text).toBe(`a cat${written.tokens.map(({ text }) => text).join('')}`);
    expect(written.tokens).toHaveLength(6);
    expect(await lab.transformer.generate(request)).toEqual(written);
    expect(await lab.transformer.generate({ ...request, seed: 3 })).not.toEqual(written);
  });

  it('reports each token, and stops on request', async () => {
    const updates: GenerationProgress[] = [];
    const { tokens } = await lab.transformer.generate(request, (progress) => updates.push(progress) > 0);
    expect(updates.map(({ token }) => token)).toEqual(tokens);
    expect(updates.at(-1)).toMatchObject({ label: 'tokens written', done: 6, total: 6 });
    const bytes = () => watched.engines[0].usage.bytes;
    const before = bytes();
    updates.length = 0;
    const stopped = lab.transformer.generate(
      { ...request, tokens: 1000 },
      (progress) => updates.push(progress) < 4,
    );
    await expect(stopped).rejects.toThrow('stopped before it finished');
    expect(updates).toHaveLength(4);
    expect(bytes()).toBe(before);
  });

  it('uses the weights of its start, and lets training and inspection run between tokens', async () => {
    const alone = await lab.transformer.generate({ ...request, tokens: 60 });
    const seen: [step: number, done: number][] = [];
    const writing = lab.transformer.generate({ ...request, tokens: 60 }, async ({ done }) => {
      seen.push([(await lab.transformer.inspect(PROMPT)).step, done]);
      return true;
    });
    const training = lab.transformer.train();
    expect(await writing).toEqual(alone);
    await training;
    const between = seen.filter(([step, done]) => step > 0 && done < 60);
    expect(new Set(between.map(([step]) => step)).size).toBeGreaterThan(3);
  });

  it('ends when its model is replaced', async () => {
    const writing = lab.transformer.generate({ ...request, tokens: 1000 });
    const ended = expect(writing).rejects.toThrow('stopped before it finished');
    await yieldToEventLoop();
    await lab.transformer.reset();
    await ended;
  });

  it('rejects unknown words and invalid settings', async () => {
    expect(await lab.transformer.generate({ ...request, prompt: 'a zoo' })).toMatchObject({
      unknown: ['z'],
      tokens: [],
    });
    await expect(lab.transformer.generate({ ...request, prompt: '' })).rejects.toThrow('The prompt is empty');
    await expect(lab.transformer.generate({ ...request, tokens: 0 })).rejects.toThrow(
      'tokens must be a whole number from 1 to 1000.',
    );
    await expect(lab.transformer.generate({ ...request, topP: 0 })).rejects.toThrow('Top-p is 0');
  });
});
