// Steering against interventions and sums written out here: means, lengths, predictions, continuations and controls.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { labelledSentences } from '../../../src/lenses/probing/labelled-sentences.ts';
import { type SteeringResult, steeringLens } from '../../../src/lenses/steering/lens.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import { readViews, viewNumbers } from '../../../src/model/architecture/views/views.ts';
import { facts } from '../../../src/model/data/facts/facts.ts';
import { promptOnlyDataset } from '../../../src/model/data/prompt-only-dataset.ts';
import { world } from '../../../src/model/data/world/world.ts';
import { Decoder } from '../../../src/model/generation/decoder.ts';
import { generate } from '../../../src/model/generation/generate.ts';
import { softmax } from '../../../src/model/generation/sampler.ts';
import type { NDArray } from '../../../src/model/inspection/inspector.ts';
import { compileInterventions, type Intervention } from '../../../src/model/inspection/interventions.ts';
import { wordTokenizer } from '../../../src/model/tokenizers/words.ts';
import type { Run } from '../../../src/model/training/run.ts';
import { type Job, runToCompletion } from '../../../src/shared/job.ts';
import { TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

const { V, C } = TINY_CONFIG;
const words = Array.from({ length: V }, (_, id) => String.fromCharCode(97 + id));
const dataset = promptOnlyDataset('letters', wordTokenizer(words));
const executor = new ReferenceExecutor();
const { inspector, weights, dispose } = tinyModel(executor);
const decoder = new Decoder(executor, TINY_CONFIG, weights);
const plan = { config: TINY_CONFIG, dataset };
const frozen = { plan, step: 7, inspector, decoder, executor, weights, dispose: () => {} };
const model = { ...frozen, isTrainable: false, freeze: async () => frozen } as unknown as Run;

const TEXT = 'b h h e c';
const idsOf = (text: string) => text.split(' ').map((word) => words.indexOf(word));
const POINT = { layer: 1, site: 'hook_resid_pre' } as const;
const NAME = 'blocks.1.hook_resid_pre' as const;
const DIRECTION = { kind: 'prompts', away: ['a b', 'c d e'], toward: ['f g', 'b a', 'd'] } as const;

const steer = (request: object): Promise<SteeringResult> =>
  runToCompletion(
    steeringLens.compute(model, {
      ...{ text: TEXT, point: POINT, direction: DIRECTION, others: [], samples: 4, count: 4 },
      ...(request as { text: string }),
    } as never) as Job<SteeringResult>,
  );

/** Without the code under test: no padding, one row. */
async function run(text: string, interventions: readonly Intervention[] = []) {
  const tokens = Int32Array.from(idsOf(text));
  const request = { B: 1, T: tokens.length, tokens };
  const compiled = await compileInterventions(inspector, TINY_CONFIG, request, interventions);
  const { activations } = await inspector.run({
    ...request,
    names: [NAME, 'logits'],
    interventions: compiled,
  });
  const read = (name: typeof NAME | 'logits') => (activations.get(name) as NDArray).data;
  return { stream: read(NAME), logits: read('logits').slice(-V) };
}

const length = (vector: ArrayLike<number>) => Math.hypot(...Array.from(vector));

let difference: number[];
let unit: number;

beforeAll(async () => {
  const lastOf = async (text: string) => Array.from((await run(text)).stream.slice(-C));
  const mean = async (texts: readonly string[]) => {
    const vectors: number[][] = [];
    for (const text of texts) vectors.push(await lastOf(text));
    return vectors[0].map((_, i) => vectors.reduce((sum, vector) => sum + vector[i], 0) / vectors.length);
  };
  const [away, toward] = [await mean(DIRECTION.away), await mean(DIRECTION.toward)];
  difference = toward.map((value, i) => value - away[i]);
  const { stream } = await run(TEXT);
  const lengths = [1, 2, 3, 4].map((t) => length(stream.slice(t * C, (t + 1) * C)));
  unit = lengths.reduce((sum, each) => sum + each) / 4;
});

afterAll(() => {
  decoder.dispose();
  dispose();
});

const added = (size: number, positions: readonly number[]): Intervention[] =>
  positions.map((position) => ({
    ...{ name: NAME, kind: 'add', position },
    value: Float32Array.from(difference, (value) => (value / length(difference)) * size),
  }));

const kl = (before: Float32Array, after: Float32Array) => {
  const [p, q] = [softmax(before), softmax(after)];
  return p.reduce((sum, each, i) => sum + each * Math.log(each / q[i]), 0);
};

describe.each([['every token', 'all', [0, 1, 2, 3, 4]] as const, ['the last token', 'last', [4]] as const])(
  'added at %s',
  (_, addedAt, positions) => {
    it('the prediction is that of the intervention, and the divergence that of both predictions', async () => {
      const result = await steer({ addedAt, strength: 1.5, measure: false });
      const [before, after] = [await run(TEXT), await run(TEXT, added(1.5 * unit, positions))];
      expect(result.unit).toBeCloseTo(unit, 4);
      expect(result.direction.length).toBeCloseTo(length(difference) / unit, 4);
      const [p, q] = [softmax(before.logits), softmax(after.logits)];
      for (const token of result.compared) {
        expect(token.before).toBeCloseTo(p[token.id], 5);
        expect(token.after).toBeCloseTo(q[token.id], 5);
        expect(token.random.low).toBeLessThanOrEqual(token.random.mean);
        expect(token.random.mean).toBeLessThanOrEqual(token.random.high);
      }
      expect(result.kl).toBeGreaterThan(0.001);
      expect(result.kl).toBeCloseTo(kl(before.logits, after.logits), 4);
      expect(result.others ?? result.written).toBeUndefined();
    });

    it('the stream changes by the vector where it is added, and nowhere before', async () => {
      const { changes = [] } = await steer({ addedAt, strength: 1.5, measure: false, changes: true });
      expect(changes.map(({ name }) => name)).toEqual([
        'blocks.0.hook_resid_pre',
        'blocks.0.hook_resid_mid',
        NAME,
        'blocks.1.hook_resid_mid',
        'blocks.1.hook_resid_post',
      ]);
      for (const { change } of changes.slice(0, 2)) expect(length(change.data)).toBe(0);
      const at = changes[2].change.data;
      const expected = new Float32Array(5 * C);
      for (const { position = 0, value } of added(1.5 * unit, positions))
        expected.set(value as Float32Array, position * C);
      expect(at.length).toBe(expected.length);
      at.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 4);
      });
      const after = changes[changes.length - 1].change;
      for (let t = 0; t < 5; t++) {
        const isChanged = length(after.data.slice(t * C, (t + 1) * C)) > 1e-4;
        expect(isChanged).toBe((positions as readonly number[]).includes(t));
      }
    });

    it('another prompt gets the same vector, at its own tokens', async () => {
      const other = 'd a f';
      const { others = [] } = await steer({ addedAt, strength: 1.5, others: [other] });
      const at = addedAt === 'all' ? [0, 1, 2] : [2];
      const [before, after] = [await run(other), await run(other, added(1.5 * unit, at))];
      expect(others).toHaveLength(1);
      expect(others[0].kl).toBeCloseTo(kl(before.logits, after.logits), 4);
      expect(others[0].after.probability).toBeCloseTo(Math.max(...softmax(after.logits)), 5);
      expect(others[0].random.high).toBeGreaterThan(0);
    });
  },
);

it('without a strength both means lie the vector apart', async () => {
  const { strength, direction } = await steer({ measure: false });
  expect(strength).toBe(direction.length);
  expect(strength * unit).toBeCloseTo(length(difference), 4);
});

it('of strength 0 nothing changes, and both texts are those of the decoder', async () => {
  const { kl, random, written } = await steer({ strength: 0, seed: 5 });
  expect([kl, random.kl.high]).toEqual([0, 0]);
  expect(written?.after).toEqual(written?.before);
  const decode = async (temperature: number) => {
    const ids: number[] = [];
    for await (const { id } of generate(decoder, idsOf(TEXT), { count: 4, seed: 5, temperature }))
      ids.push(id);
    return dataset.tokenizer.decode(ids);
  };
  expect(written?.before).toEqual({ greedy: await decode(0), sampled: await decode(1) });
});

it('steered texts are written token by token with the vector at every token', async () => {
  const { written } = await steer({ strength: 3 });
  let text = TEXT;
  for (let i = 0; i < 4; i++) {
    const positions = Array.from({ length: idsOf(text).slice(-TINY_CONFIG.T).length }, (_, t) => t);
    const { logits } = await run(text, added(3 * unit, positions));
    text = `${text} ${words[logits.indexOf(Math.max(...logits))]}`;
  }
  expect(written?.after.greedy).toBe(dataset.tokenizer.decode(idsOf(text).slice(5)));
});

it('the same seed draws the same random directions; what is asked wrongly is refused', async () => {
  const [one, same, other] = [
    await steer({ measure: false, seed: 1 }),
    await steer({ measure: false, seed: 1 }),
    await steer({ measure: false, seed: 2 }),
  ];
  expect(one.random).toEqual(same.random);
  expect(one.random).not.toEqual(other.random);
  const refused = (request: object) => expect(steer({ measure: false, ...request })).rejects;
  await refused({ point: { layer: 9, site: 'hook_resid_pre' } }).toThrow('there is no layer 9');
  await refused({ direction: { kind: 'prompts', away: ['a'], toward: ['a'] } }).toThrow('no direction');
  await refused({ direction: { kind: 'prompts', away: [], toward: ['a'] } }).toThrow('at least one');
  await refused({ direction: { kind: 'vector', name: 'v', vector: [1] } }).toThrow('has 1 numbers');
  await refused({ direction: { kind: 'classes' } }).toThrow('knows no properties of words');
});

it('beside it stand directions between the same prompts with shuffled labels, as long, where there are enough to shuffle', async () => {
  const [away, toward] = [
    ['a b', 'c d e', 'h'],
    ['f g', 'b a', 'd'],
  ];
  const direction = { kind: 'prompts', away, toward };
  const { random, strength } = await steer({ direction, measure: false, samples: 12 });
  expect(random.kind).toBe('shuffled');
  const texts = [...away, ...toward];
  const read = await Promise.all(texts.map(async (text) => Array.from((await run(text)).stream.slice(-C))));
  const { logits } = await run(TEXT);
  const possible: number[] = [];
  for (let chosen = 0; chosen < 2 ** texts.length; chosen++) {
    const isToward = texts.map((_, i) => ((chosen >> i) & 1) === 1);
    if (isToward.filter(Boolean).length !== toward.length) continue;
    const sum = Array.from({ length: C }, (_, c) =>
      read.reduce((total, vector, i) => total + (isToward[i] ? vector[c] : -vector[c]), 0),
    );
    const steered = await run(
      TEXT,
      [0, 1, 2, 3, 4].map((position) => ({
        ...{ name: NAME, kind: 'add', position },
        value: Float32Array.from(sum, (value) => (value / length(sum)) * strength * unit),
      })),
    );
    possible.push(kl(logits, steered.logits));
  }
  expect(possible).toHaveLength(20);
  for (const found of [random.kl.low, random.kl.high])
    expect(Math.min(...possible.map((each) => Math.abs(each - found)))).toBeLessThan(1e-5);
  expect(random.kl.high).toBeGreaterThan(random.kl.low);
});

it('shuffled labels have some of the direction, and none apart from it', async () => {
  const direction = { kind: 'prompts', away: ['a b', 'c d e', 'h'], toward: ['f g', 'b a', 'd'] };
  const together = await steer({ direction, measure: false, samples: 40 });
  const apart = await steer({ direction, measure: false, samples: 40, apart: true });
  expect(together.random.cosine.high).toBeGreaterThan(0.3);
  expect(together.random.cosine.deviation).toBeGreaterThan(0.1);
  expect(Math.abs(apart.random.cosine.high)).toBeLessThan(1e-5);
  expect(apart.random.kl).not.toEqual(together.random.kl);
  const { low, mean, most, high } = together.random.kl;
  expect([low, mean, most, high].toSorted((one, other) => one - other)).toEqual([low, mean, most, high]);
});

it.each([
  ['two lists too short to shuffle', DIRECTION],
  ['two words', { kind: 'words', from: 'a', to: 'b' }],
  ['a given vector', { kind: 'vector', name: 'v', vector: Array.from({ length: C }, (_, i) => i - 3) }],
])('beside %s stand random directions', async (_, direction) => {
  const { random } = await steer({ direction, measure: false });
  expect(random.kind).toBe('random');
  expect(random.kl.high).toBeGreaterThan(random.kl.low);
});

it('labels are shuffled between words: all sentences about a word keep one', async () => {
  const { transformer } = await createLab();
  await transformer.create({ preset: 'world', model: { L: 1, H: 2, C: 16, T: 32, mlpWidth: 16 } });
  const { random } = await transformer.lens('steering', { text: 'The king said that', measure: false });
  expect(random.kind).toBe('shuffled');
  expect(random.kl.low).toBeGreaterThan(0);
  await transformer.dispose();
});

it('two embeddings are rows of the embedding matrix, whatever the point is', async () => {
  const direction = { kind: 'embeddings', from: 'b', to: 4 };
  const { direction: found, unit } = await steer({ direction, measure: false });
  const views = modelViews(TINY_CONFIG);
  const rows = viewNumbers(await readViews(weights, [views.embedding]), views.embedding);
  const difference = Array.from({ length: C }, (_, i) => rows[4 * C + i] - rows[C + i]);
  expect(found).toMatchObject({ kind: 'embeddings', name: 'embeddings: b → e' });
  expect(found.length * unit).toBeCloseTo(length(difference), 5);
  expect(found.examples).toEqual({ away: ['b'], toward: ['e'] });
  const changed = await steer({ direction, measure: false, changes: true, strength: 1, addedAt: 'last' });
  const { data = [] } = changed.changes?.find(({ name }) => name === NAME)?.change ?? {};
  const last = Array.from(data).slice(-C);
  last.forEach((value, i) => {
    expect(value).toBeCloseTo((difference[i] / length(difference)) * unit, 5);
  });
  await expect(steer({ direction: { ...direction, from: 'zebra' } })).rejects.toThrow(
    '“zebra” is not one token',
  );
});

describe.each([['world', world()] as const, ['facts', facts()] as const])('labels of %s', (_, data) => {
  it('every sentence has a class and a position, every class several groups, and no sentence two labels', () => {
    const sets = labelledSentences(data);
    expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
    for (const { name, classes, sentences } of sets) {
      const labels = new Map<string, number>();
      for (const { tokens, position, label } of sentences) {
        expect(position).toBeLessThan(tokens.length);
        expect(classes[label]).toBeDefined();
        const key = tokens.join();
        expect(labels.get(key) ?? label, name).toBe(label);
        labels.set(key, label);
      }
      for (const [label] of classes.entries()) {
        const groups = new Set(sentences.filter((each) => each.label === label).map(({ group }) => group));
        expect(groups.size, `${name} ${classes[label]}`).toBeGreaterThanOrEqual(4);
      }
    }
    // Two athletes of one last name are read at the same token: they are held out together.
    const sport = sets.find(({ name }) => name === 'sport');
    const groups = new Map<number, Set<string>>();
    for (const { tokens, position, group } of sport?.sentences ?? [])
      groups.set(tokens[position], (groups.get(tokens[position]) ?? new Set()).add(group));
    expect(groups.size).toBeGreaterThan(20);
    for (const [, of] of groups) expect(of.size).toBe(1);
  });
});

it('words of world stand where the labels say, in sentences that are otherwise the same', () => {
  const data = world();
  const { vocabulary } = data.tokenizer;
  const number = labelledSentences(data).find(({ name }) => name === 'number');
  const cats = number?.sentences.filter(({ group }) => group === 'cat') ?? [];
  expect(new Set(cats.map(({ tokens, position }) => vocabulary[tokens[position]]))).toEqual(
    new Set(['cat', 'cats']),
  );
  const rests = cats.map(({ tokens, position, label }) => [label, tokens.with(position, -1).join()] as const);
  const of = (label: number) => rests.filter(([each]) => each === label).map(([, rest]) => rest);
  expect(of(0)).toEqual(of(1));
});

it('two classes without the name of their set are of the set that has them; the last named one alone has another before it', async () => {
  expect(
    steeringLens.table?.toRequest({ prompt: 'a', from: 'one', to: 'many' } as never, {} as never),
  ).toMatchObject({
    direction: { kind: 'classes', from: 'one', to: 'many' },
  });
  const { transformer } = await createLab();
  await transformer.create({ preset: 'world', model: { L: 1, H: 2, C: 16, T: 32, mlpWidth: 16 } });
  const name = async (direction: object) =>
    (await transformer.lens('steering', { text: 'The cat', measure: false, direction: direction as never }))
      .direction.name;
  expect(await name({ kind: 'classes', from: 'one', to: 'many' })).toBe('number: one → many');
  expect(await name({ kind: 'classes', set: 'gender', to: 'male' })).toBe('gender: female → male');
  await transformer.dispose();
});

it('while the model trains, the runs without and with the vector are of one step: of strength 0 nothing changes', async () => {
  const { transformer } = await createLab();
  await transformer.create({
    preset: 'stories',
    model: { L: 1, H: 2, C: 16, T: 32, mlpWidth: 16 },
    training: { steps: 10_000, B: 8 },
  });
  const training = transformer.train();
  const direction = { kind: 'words' as const, from: 'the', to: 'cat' };
  const request = { text: 'the cat', direction, strength: 0, measure: false, samples: 16 };
  const steps = new Set<number>();
  while (steps.size < 3) {
    await new Promise((resolve) => setTimeout(resolve));
    const { step, kl, random } = await transformer.lens('steering', request);
    expect([kl, random.kl.high]).toEqual([0, 0]);
    steps.add(step);
  }
  await transformer.pause();
  await training;
  await transformer.dispose();
});
