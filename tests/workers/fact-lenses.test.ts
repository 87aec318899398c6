// Chapter 7's lenses on a small untrained run: what they tell agrees with the engine's own numbers.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/cpu/reference-executor.ts';
import { Lab } from '../../src/workers/lab.ts';
import type { FactsReading, RunInfo } from '../../src/workers/lab-api.ts';

const TEXT = 'Michael Jordan plays the sport of';
let lab: Lab;
let run: RunInfo;

beforeAll(async () => {
  const executor = new ReferenceExecutor();
  lab = new Lab(undefined, async () => ({
    executor,
    engine: { backend: 'reference', adapter: executor.adapter },
  }));
  await lab.start({ backend: 'cpu' });
  run = await lab.create({
    preset: 'facts',
    model: { L: 2, H: 2, C: 16, T: 16, mlpWidth: 16, initStd: 0.3 },
  });
});

afterAll(() => lab.dispose());

const idOf = (word: string) => run.vocabulary.indexOf(word);

describe('facts', () => {
  let reading: FactsReading;
  beforeAll(async () => {
    reading = await lab.lens('facts', {});
  });

  it('asks every fact in all its wordings', () => {
    const count = run.statistics.find(({ label }) => label === 'facts')?.value;
    expect(reading.facts).toHaveLength(count as number);
    for (const { replies } of reading.facts) expect(replies).toHaveLength(5);
    const held = reading.facts.flatMap(({ replies }) => replies.filter(({ heldOut }) => heldOut));
    expect(held).toHaveLength(
      run.statistics.find(({ label }) => label === 'held-out prompts')?.value as number,
    );
  });

  it('tells what the model says to each question', async () => {
    const fact = reading.facts.find(({ subject }) => subject === 'Michael Jordan');
    const reply = fact?.replies.find(({ prompt }) => prompt === TEXT);
    const { next } = await lab.inspect({ text: TEXT, names: [] });
    expect(fact?.answer).toEqual({ id: idOf('basketball'), text: 'basketball' });
    expect(reply?.said.text).toBe(next[0].text);
    expect(reply?.said.probability).toBeCloseTo(next[0].probability, 6);
    const right = next.findIndex(({ text }) => text === 'basketball');
    if (right >= 0) expect(reply?.rank).toBe(right + 1);
    else expect(reply?.rank).toBeGreaterThan(next.length);
    expect((reply?.margin ?? 0) > 0).toBe(reply?.rank === 1);
  });

  it('needs facts', async () => {
    await lab.create({ preset: 'repeats', model: { L: 1, H: 2, C: 16 } });
    await expect(lab.lens('facts', {})).rejects.toThrow("'repeats' has no facts");
    run = await lab.create({ preset: 'facts', model: run.model });
  });

  it('stops where it is told to', async () => {
    let pieces = 0;
    await expect(lab.lens('facts', {}, () => ++pieces < 2)).rejects.toThrow('stopped before it was done');
    expect(pieces).toBe(2);
  });
});

describe('logit lens', () => {
  it('has a row for every attention and MLP, and ends with what the model says', async () => {
    const { rows, tokens, followed } = await lab.lens('logitLens', { text: TEXT });
    expect(rows.map(({ kind, layer }) => `${kind} ${layer}`)).toEqual([
      'embedding undefined',
      'attention 0',
      'mlp 0',
      'attention 1',
      'mlp 1',
    ]);
    const { next } = await lab.inspect({ text: TEXT, names: [] });
    const last = rows.at(-1)?.cells.at(-1);
    expect(tokens).toHaveLength(6);
    expect(followed.text).toBe(next[0].text);
    expect(last?.next[0].text).toBe(next[0].text);
    expect(last?.followed).toEqual({ probability: expect.closeTo(next[0].probability, 6), rank: 1 });
  });

  it('follows the token that is asked for', async () => {
    const { rows } = await lab.lens('logitLens', { text: TEXT, follow: idOf('tennis') });
    const { activations } = await lab.inspect({ text: TEXT, names: ['logits'] });
    const logits = activations.logits?.data.subarray(5 * run.model.V, 6 * run.model.V) ?? [];
    const above = Array.from(logits).filter((logit) => logit > logits[idOf('tennis')]).length;
    expect(rows.at(-1)?.cells[5].followed.rank).toBe(above + 1);
    await expect(lab.lens('logitLens', { text: TEXT, follow: -1 })).rejects.toThrow('no token -1');
  });
});

describe('direct attribution', () => {
  it.each([
    ['the likeliest token', {}],
    ['a chosen one, against a rival', { answer: 3, rival: 7 }],
    ['an earlier position', { position: 2, answer: 3 }],
  ])('adds up to the logit of %s', async (_, asked) => {
    const parts = await lab.lens('attribution', { text: TEXT, ...asked });
    const all = [
      parts.embed,
      parts.positionEmbed,
      parts.finalBias,
      ...[...parts.heads, ...parts.neurons, parts.attentionBias, parts.mlpBias].flat(),
    ];
    expect(all.reduce((sum, part) => sum + part)).toBeCloseTo(parts.total, 4);
    expect(parts.total).toBeCloseTo(parts.answer.logit - (parts.rival?.logit ?? 0), 6);
    expect(parts.mlps).toEqual(parts.neurons.map((layer) => layer.reduce((sum, each) => sum + each, 0)));
  });

  it('says what it cannot do', async () => {
    await expect(lab.lens('attribution', { text: TEXT, position: 6 })).rejects.toThrow('no token 6');
    await expect(lab.lens('attribution', { text: TEXT, rival: 1e6 })).rejects.toThrow('no token 1000000');
    await expect(lab.lens('attribution', { text: 'Grant plays' })).rejects.toThrow('does not know “Grant”');
  });
});
