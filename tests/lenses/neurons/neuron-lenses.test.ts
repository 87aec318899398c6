// The lenses on neurons and on superposition on a small run, against inspections of the same network.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AndGatesResult,
  DictionaryResult,
  RunInfo,
  Tensor,
} from '../../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

let lab: TransformerSession;
let run: RunInfo;
let text: string;
let subject: string;

beforeAll(async () => {
  const [, executor] = wasmExecutors[0];
  ({ transformer: lab } = await createLab(executor));
  run = await lab.create({
    preset: 'league',
    model: { L: 1, H: 2, C: 16, T: 16, mlpWidth: 24, initStd: 0.4 },
    training: { steps: 40 },
  });
  await lab.train();
  [text] = run.prompts;
  subject = text.split(' ').slice(0, 2).join(' ');
});

afterAll(() => lab.dispose());

describe('a neuron', () => {
  it('matches the activations of an inspection of the text and of its top rows', async () => {
    const reading = await lab.lens('neuron', { layer: 0, neuron: 7, text });
    const { activations, tokens } = await lab.inspect({
      text,
      names: ['blocks.0.mlp.hook_pre', 'blocks.0.mlp.hook_post'],
    });
    const column = (name: keyof typeof activations) =>
      tokens.map((_, t) => activations[name]?.data[t * 24 + 7]);
    expect(reading.inText?.pre).toEqual(column('blocks.0.mlp.hook_pre'));
    expect(reading.inText?.post).toEqual(column('blocks.0.mlp.hook_post'));

    expect(reading.fires.whole).toBe(true);
    const [strongest] = reading.fires.most;
    const seen = strongest.tokens.slice(0, strongest.position + 1).join(' ');
    const there = await lab.inspect({ text: seen, names: ['blocks.0.mlp.hook_post'] });
    const post = there.activations['blocks.0.mlp.hook_post']?.data as Float32Array;
    expect(post[strongest.position * 24 + 7]).toBeCloseTo(strongest.value, 5);
  });

  it('has an effect per unit that times the activation is its direct attribution', async () => {
    const { writes, inText } = await lab.lens('neuron', { layer: 0, neuron: 7, text });
    for (const { id, score } of [writes.promoted[0], writes.suppressed[0]]) {
      const { neurons } = await lab.lens('attribution', { text, answer: id });
      expect(score * (inText?.post.at(-1) as number)).toBeCloseTo(neurons[0][7], 5);
    }
  });

  it('throws for an unknown layer or neuron', async () => {
    await expect(lab.lens('neuron', { layer: 1, neuron: 0 })).rejects.toThrow('there is no layer 1');
    await expect(lab.lens('neuron', { layer: 0, neuron: 24 })).rejects.toThrow('there is no neuron 24');
  });
});

describe('the neurons of an MLP at a token', () => {
  it('have the preactivation row · input + bias, and write most to the stream', async () => {
    const result = await lab.lens('mlp-neurons', { text, layer: 0, position: 1, count: 4, include: 7 });
    const { activations } = await lab.inspect({
      text,
      names: ['blocks.0.mlp.hook_pre', 'blocks.0.mlp.hook_post'],
    });
    const at = (name: keyof typeof activations, neuron: number) => activations[name]?.data[24 + neuron];
    expect(result.neurons.map(({ neuron }) => neuron)).toContain(7);
    expect(result.neurons).toHaveLength(4);
    const strengths = result.neurons.map(({ neuron, row, bias, pre, post, column }) => {
      expect(row.reduce((sum, w, c) => sum + w * result.input[c], bias)).toBeCloseTo(pre, 4);
      expect(pre).toBe(at('blocks.0.mlp.hook_pre', neuron));
      expect(post).toBe(at('blocks.0.mlp.hook_post', neuron));
      return Math.abs(post) * Math.hypot(...column);
    });
    expect(strengths.slice(0, 3)).toEqual(strengths.slice(0, 3).toSorted((a, b) => b - a));
    const { writes } = await lab.lens('neuron', { layer: 0, neuron: 7 });
    const seven = result.neurons.find(({ neuron }) => neuron === 7);
    expect(seven?.promoted.map(({ id }) => id)).toEqual(writes.promoted.slice(0, 3).map(({ id }) => id));
  });

  it('add to the logit of the prediction what attribution says', async () => {
    const { neurons, next } = await lab.lens('mlp-neurons', { text, layer: 0, count: 3, include: 7 });
    const attribution = await lab.lens('attribution', { text });
    expect(next).toEqual({ id: attribution.answer.id, text: attribution.answer.text });
    for (const { neuron, adds } of neurons) expect(adds).toBeCloseTo(attribution.neurons[0][neuron], 5);
  });

  it('throws for an unknown neuron or token', async () => {
    await expect(lab.lens('mlp-neurons', { text, layer: 0, include: 24 })).rejects.toThrow(
      'there is no neuron 24',
    );
    await expect(lab.lens('mlp-neurons', { text, layer: 0, position: 99 })).rejects.toThrow(
      'there is no token 99',
    );
  });
});

it('stream gradients are the slopes of the loss', async () => {
  const { rows, loss, tokens, tokenLoss } = await lab.lens('stream-gradients', { text });
  const name = 'blocks.0.hook_resid_mid';
  const lossWith = async (position: number, neuron: number, value: number) => {
    const { activations } = await lab.inspect({
      text,
      names: ['logits'],
      interventions: [{ name, kind: 'replace', position, neuron, value }],
    });
    const { shape, data } = activations.logits as Tensor;
    const losses = tokens.slice(1).map(({ id }, t) => {
      const logits = Array.from(data.subarray(t * shape[1], (t + 1) * shape[1]));
      return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[id];
    });
    return losses.reduce((sum, each) => sum + each, 0) / losses.length;
  };
  expect(tokenLoss.reduce((sum, each) => sum + each, 0) / tokenLoss.length).toBeCloseTo(loss, 5);
  const { activations } = await lab.inspect({ text, names: [name] });
  const stream = activations[name]?.data as Float32Array;
  const gradients = rows.find((row) => row.name === name)?.gradients.data as Float32Array;
  for (const [position, neuron] of [
    [0, 3],
    [1, 8],
  ]) {
    const at = position * 16 + neuron;
    const step = 0.05;
    const up = await lossWith(position, neuron, stream[at] + step);
    const down = await lossWith(position, neuron, stream[at] - step);
    // Central differences in float32: to three places of a slope of the order of 0.1.
    expect(gradients[at]).toBeCloseTo((up - down) / (2 * step), 3);
  }
});

it('direction similarity is the cosine before and after the MLP', async () => {
  const { tokens, activations, next } = await lab.inspect({
    text,
    names: ['blocks.0.hook_resid_mid', 'blocks.0.hook_resid_post'],
  });
  const { matrix } = await lab.lens('embedding', {});
  const { token, directions } = await lab.lens('direction-similarity', {
    text,
    layer: 0,
    ids: [tokens[0].id, 3],
  });
  expect(token).toEqual(tokens.at(-1));
  const row = (data: Float32Array, index: number) => Array.from(data.subarray(index * 16, (index + 1) * 16));
  const cosine = (a: number[], b: number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i], 0) / Math.hypot(...a) / Math.hypot(...b);
  const [mid, post] = (['blocks.0.hook_resid_mid', 'blocks.0.hook_resid_post'] as const).map((name) =>
    row(activations[name]?.data as Float32Array, tokens.length - 1),
  );
  for (const { id, before, after } of directions) {
    expect(before).toBeCloseTo(cosine(mid, row(matrix.data, id)), 5);
    expect(after).toBeCloseTo(cosine(post, row(matrix.data, id)), 5);
  }
  const byDefault = await lab.lens('direction-similarity', { text, layer: 0 });
  const ids = [...new Set([...tokens, next[0]].map(({ id }) => id))];
  expect(byDefault.directions.map(({ id }) => id)).toEqual(ids);
});

describe('AND-gates', () => {
  let reading: AndGatesResult;
  beforeAll(async () => {
    reading = await lab.lens('and-gates', { subject, relation: 'sport', layer: 0 });
  });

  it('evaluate every prompt for each set of neurons, and change no weight', async () => {
    const before = await lab.save();
    const again = await lab.lens('and-gates', { subject, relation: 'sport', layer: 0 });
    expect(again).toEqual(reading);
    expect(await lab.save()).toEqual(before);
    const { facts } = await lab.lens('facts', {});
    const replies = facts.flatMap((fact) => fact.replies.map((reply) => ({ ...reply, about: fact.subject })));
    const [none] = reading.switchedOff;
    const right = (mine: boolean) =>
      replies.filter((reply) => (reply.about === subject) === mine && reply.rank === 1).length;
    expect(none).toMatchObject({ which: 'none', own: { right: right(true), of: 5 } });
    expect(none.others).toEqual({ right: right(false), of: replies.length - 5 });
    expect(reading.switchedOff.map(({ which }) => which)).toEqual([
      'none',
      'most AND-like',
      'largest contribution',
      'most active',
      'random',
    ]);
    expect(none.ownAtMean).toEqual(none.own);
  });

  it('at their mean are replaced by the mean over the subjects, not by zero', async () => {
    const { neurons } = reading.switchedOff.find(({ which }) => which === 'largest contribution') ?? {
      neurons: [],
    };
    const { facts } = await lab.lens('facts', {});
    const people = facts.filter(({ relation }) => relation === 'sport');
    const name = 'blocks.0.mlp.hook_post';
    const sums = neurons.map(() => 0);
    let count = 0;
    for (const { replies } of people.filter(({ subject }) => subject.split(' ').length === 2)) {
      for (const { prompt } of replies) {
        const { activations, tokens } = await lab.inspect({ text: prompt, names: [name] });
        const { data, shape } = activations[name] as Tensor;
        neurons.forEach((neuron, i) => {
          sums[i] += data[(tokens.length - 1) * (shape.at(-1) ?? 0) + neuron] / replies.length;
        });
      }
      count++;
    }
    const own = facts.find((fact) => fact.subject === subject)?.replies ?? [];
    let right = 0;
    for (const { prompt, answer } of own.map((reply) => ({ ...reply, answer: reading.answer }))) {
      const interventions = neurons.map((neuron, i) => ({
        name,
        kind: 'replace',
        neuron,
        value: sums[i] / count,
      }));
      const { next } = await lab.inspect({ text: prompt, names: [], interventions } as never);
      right += Number(next[0].text === answer);
    }
    const found = reading.switchedOff.find(({ which }) => which === 'largest contribution');
    expect(found?.ownAtMean).toEqual({ right, of: own.length });
  });

  it('have in `both` the neuron’s mean over the fact’s own prompts', async () => {
    const { facts } = await lab.lens('facts', {});
    const own = facts.find((fact) => fact.subject === subject);
    const { neuron, table } = reading.byAnd[0];
    let sum = 0;
    for (const { prompt } of own?.replies ?? []) {
      const { activations, tokens } = await lab.inspect({ text: prompt, names: ['blocks.0.mlp.hook_post'] });
      const post = activations['blocks.0.mlp.hook_post']?.data as Float32Array;
      sum += post[(tokens.length - 1) * 24 + neuron];
    }
    expect(table?.both).toBeCloseTo(sum / 5, 5);
  });

  it('sum to the counts of the single facts', async () => {
    const many = await lab.lens('and-gates-facts', { layer: 0, count: 3, seed: 3 });
    expect(many).toMatchObject({ neurons: 10, relation: 'sport', facts: reading.facts });
    expect(new Set(many.subjects).size).toBe(3);
    const sums = new Map<string, number[]>();
    for (const subject of many.subjects) {
      const { switchedOff } = await lab.lens('and-gates', { subject, relation: 'sport', layer: 0 });
      for (const { which, own, others } of switchedOff) {
        const numbers = [own.right, own.of, others.right, others.of];
        sums.set(
          which,
          numbers.map((number, i) => number + (sums.get(which)?.[i] ?? 0)),
        );
      }
    }
    expect(
      many.switchedOff.map(({ which, own, others }) => [which, own.right, own.of, others.right, others.of]),
    ).toEqual([...sums].map(([which, numbers]) => [which, ...numbers]));
    await expect(lab.lens('and-gates-facts', { layer: 0, relation: 'capital' })).rejects.toThrow(
      'shares both its names',
    );
  });

  it('throw for an unknown fact', async () => {
    const request = { subject: 'Nobody', relation: 'sport', layer: 0 };
    await expect(lab.lens('and-gates', request)).rejects.toThrow('The data set has no sport of Nobody.');
  });
});

describe('superposition', () => {
  it('has the angles of the model’s own directions', async () => {
    const embeddings = await lab.lens('pairwise-angles', { of: 'embeddings' });
    expect(embeddings).toMatchObject({ N: run.model.V, d: 16 });
    expect(embeddings.pairs).toBe((run.model.V * (run.model.V - 1)) / 2);
    const asks = await lab.lens('pairwise-angles', { of: 'neuron inputs', layer: 0 });
    expect(asks).toMatchObject({ N: 24, d: 16, pairs: 276 });
    expect(Math.max(90 - asks.least, asks.most - 90)).toBeGreaterThan(asks.bound);
    const adds = await lab.lens('pairwise-angles', { of: 'neuron outputs', layer: 0 });
    const random = await lab.lens('pairwise-angles', { of: 'random', N: 24, d: 16, seed: 5 });
    const { kinds } = await lab.lens('model-angles', { layer: 0, seed: 5 });
    expect(kinds.map(({ of }) => of)).toEqual(['embeddings', 'neuron inputs', 'neuron outputs']);
    expect(kinds.map(({ own }) => own)).toEqual([embeddings, asks, adds]);
    expect(kinds.slice(1).map((kind) => kind.random)).toEqual([random, random]);
  });

  it('continues an orthogonalization', async () => {
    const settings = { N: 30, d: 10, tolerance: 5, seed: 1 };
    const start = await lab.lens('orthogonalize', { ...settings, steps: 1 });
    const later = await lab.lens('orthogonalize', { ...settings, steps: 200, from: start.vectors });
    expect(later.angles.deviation).toBeLessThan(start.angles.deviation);
    await expect(
      lab.lens('orthogonalize', { ...settings, N: 31, steps: 1, from: start.vectors }),
    ).rejects.toThrow('31 of 10 need 310');
    await expect(lab.lens('orthogonalize', { ...settings, steps: 0 })).rejects.toThrow(
      'a whole number from 1 to',
    );
  });

  describe('features of the activations', () => {
    let found: DictionaryResult;
    beforeAll(async () => {
      found = await lab.lens('sparse-autoencoder', { layer: 0, features: 48, k: 4, steps: 60, seed: 1 });
    });

    it('are counted: used, dead, explained variance', () => {
      expect(found).toMatchObject({ neurons: 24, features: 48, k: 4, whole: true });
      expect(found.summaries.length + found.dead).toBe(48);
      expect(found.used).toBeLessThanOrEqual(4);
      expect(found.explained).toBeGreaterThan(0.3);
      expect(found.summaries.reduce((sum, { frequency }) => sum + frequency, 0)).toBeCloseTo(found.used, 6);
    });

    it('have the same results as neurons', async () => {
      const [{ feature, frequency, strongest }] = found.summaries;
      const card = await lab.lens('feature', { feature });
      expect(card.fires.most[0]).toEqual(strongest);
      expect(card.fires.active / card.fires.places).toBeCloseTo(frequency, 10);
    });

    it('have AND tables for a fact', async () => {
      const { features, answer, layer } = await lab.lens('fact-features', { subject, relation: 'sport' });
      const { facts } = await lab.lens('facts', {});
      expect(layer).toBe(0);
      expect(answer).toBe(facts.find((fact) => fact.subject === subject)?.answer.text);
      expect(features.length).toBeGreaterThan(0);
      const margins = features.map(({ table }) =>
        table ? table.both - Math.max(table.firstOnly, table.secondOnly) : Number.NaN,
      );
      expect(margins).toEqual([...margins].sort((a, b) => b - a));
      for (const { feature, amount, table, isAnd, promotes } of features) {
        const card = await lab.lens('feature', { feature });
        expect(amount).toBe(table?.both);
        const listed = card.subjects.find((each) => each.subject === subject);
        if (listed) expect(listed.value).toBe(amount);
        else expect(amount).toBeLessThanOrEqual(card.subjects.at(-1)?.value as number);
        expect(promotes).toBe(card.writes.promoted[0].text);
        const { both, firstOnly, secondOnly } = table ?? { both: 0, firstOnly: 0, secondOnly: 0 };
        expect(isAnd).toBe(both > 0.5 && both >= 2 * Math.max(firstOnly, secondOnly));
      }
      await expect(lab.lens('fact-features', { subject: 'Nobody', relation: 'sport' })).rejects.toThrow(
        'no sport of “Nobody”',
      );
    });

    it('are dropped with the model', async () => {
      const [{ feature }] = found.summaries;
      await lab.reset();
      await expect(lab.lens('feature', { feature })).rejects.toThrow('train a sparse autoencoder first');
    });
  });
});
