// What the next step teaches against the step itself, and influence of rows against gradients, finite steps and each other.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { softmax } from '../../../src/model/generation/sampler.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const MODEL = { L: 1, H: 2, C: 16, T: 16, mlpWidth: 16 };
const TRAINING = { B: 4, steps: 20, warmupSteps: 0, learningRate: 0.01 };
const TEXT = 'the sleepy cats';

let lab: TransformerSession;

beforeEach(async () => {
  ({ transformer: lab } = await createLab());
});

afterEach(() => lab.dispose());

const probabilities = async (text: string) => {
  const { activations } = await lab.inspect({ text, names: ['logits'] });
  const { shape, data } = activations.logits ?? { shape: [0, 0], data: new Float32Array() };
  return softmax(data.slice(-shape[shape.length - 1]));
};

describe.each([
  ['AdamW', {}] as const,
  ['SGD', { optimizer: 'sgd' }] as const,
  ['batches in two parts', { accumulation: 2 }] as const,
])('the next step with %s', (_, extra) => {
  beforeEach(async () => {
    await lab.create({ preset: 'stories', model: MODEL, training: { ...TRAINING, ...extra } });
    await lab.step();
    await lab.step();
  });

  it('is the one that the run takes; the run itself stays where it is', async () => {
    const update = await lab.lens('step-update', { texts: [TEXT] });
    expect(update.step).toBe(2);
    expect(update.isFresh).toBe(false);
    const [{ text, moved, kl }] = update.prompts;
    expect(text).toBe(TEXT);
    const before = await probabilities(TEXT);
    await lab.step();
    const after = await probabilities(TEXT);
    expect(moved.length).toBeGreaterThan(0);
    for (const token of moved) {
      expect(token.before).toBeCloseTo(before[token.id], 6);
      expect(token.after).toBeCloseTo(after[token.id], 6);
    }
    const most = Math.max(...after.map((p, id) => Math.abs(p - before[id])));
    expect(Math.abs(moved[0].after - moved[0].before)).toBeCloseTo(most, 6);
    expect(kl).toBeGreaterThan(0);
  });

  it('is split by parts: estimates and exact changes of the token moved most, and of one that is asked for', async () => {
    const { prompts, agreement } = await lab.lens('step-update', { texts: [TEXT] });
    expect(agreement).toBeGreaterThan(0.9);
    const [{ parts, answer, moved, change }, second] = prompts;
    expect(parts.map(({ name }) => name)).toEqual(['embedding', 'attention 1', 'MLP 1', 'unembedding']);
    expect(answer.id).toBe(moved[0].id);
    expect(change).toBeCloseTo(Math.log(answer.after / answer.before), 5);
    const asked = await lab.lens('step-update', { texts: [TEXT], answer: 3 });
    expect(asked.prompts.map((each) => each.answer.id).slice(0, 2)).toEqual([3, second.answer.id]);
    await expect(lab.lens('step-update', { answer: 1e6 })).rejects.toThrow('there is no token');
  });

  it('moves weights by the lengths that it says', async () => {
    const name = 'transformer.h.0.attn.c_attn.weight';
    const read = async () => (await lab.lens('weights', { name })).tensor.data.slice();
    const before = await read();
    const { weights, blocks } = await lab.lens('step-update', {});
    await lab.step();
    const after = await read();
    const update = Math.hypot(...after.map((value, i) => value - before[i]));
    const found = weights.find((each) => each.name === name);
    expect(found?.update).toBeCloseTo(update, 6);
    expect(found?.share).toBeCloseTo(update / Math.hypot(...before), 6);
    expect(blocks.map((each) => each.name)).toEqual(['embedding, unembedding, last norm', 'block 1']);
  });
});

it('says that the optimizer of a model without its state starts anew', async () => {
  await lab.open(new Uint8Array(readFileSync('public/models/repeats.safetensors')));
  expect((await lab.lens('step-update', {})).isFresh).toBe(true);
});

describe('influence', () => {
  beforeEach(async () => {
    await lab.create({ preset: 'stories', model: { ...MODEL, initStd: 0.2 }, training: TRAINING });
  });

  it('is foretold by gradients where the step is small, and worse where it is large', async () => {
    const small = await lab.lens('influence', { text: TEXT, rows: 4, rate: 1e-3 });
    expect(small.rows).toHaveLength(4);
    expect(small.correlations.alone).toBeGreaterThan(0.999);
    const large = await lab.lens('influence', { text: TEXT, rows: 4, rate: 5 });
    const errorOf = ({ rows, rate }: typeof small) =>
      rows.reduce((sum, { estimate, alone }) => sum + Math.abs(alone - estimate), 0) / rate;
    expect(errorOf(large)).toBeGreaterThan(10 * errorOf(small));
  });

  it('of a row that is left out is its own less the mean of all, by the number of the others', async () => {
    const { rows } = await lab.lens('influence', { text: TEXT, rows: 4, rate: 1e-3 });
    const alone = rows.map((row) => row.alone);
    const mean = alone.reduce((sum, each) => sum + each, 0) / 4;
    for (const row of rows) expect(row.leftOut).toBeCloseTo((row.alone - mean) / 3, 5);
    expect(alone).toEqual([...alone].sort((a, b) => a - b));
  });

  it('of the row that a question is taken from is the greatest', async () => {
    const batch = await lab.lens('influence', { text: TEXT, rows: 4 });
    const { tokens } = await lab.inspect({ text: batch.rows[3].text, names: [] });
    const { rows } = await lab.lens('influence', {
      text: tokens
        .slice(0, 5)
        .map((token) => token.text)
        .join(' '),
      answer: tokens[5].id,
      rows: 4,
    });
    expect(rows[0].text).toBe(batch.rows[3].text);
    expect(rows[0].estimate).toBeLessThan(0);
    expect(rows[0].estimate).toBe(Math.min(...rows.map(({ estimate }) => estimate)));
  });

  it('leaves the model as it is, and refuses a token that there is not', async () => {
    const before = await lab.inspect({ text: TEXT, names: ['logits'] });
    await lab.lens('influence', { text: TEXT, rows: 2 });
    const after = await lab.inspect({ text: TEXT, names: ['logits'] });
    expect(after.activations.logits?.data).toEqual(before.activations.logits?.data);
    await expect(lab.lens('influence', { text: TEXT, answer: 1e6 })).rejects.toThrow('there is no token');
  });
});
