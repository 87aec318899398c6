// Probes: ridge regression against normal equations solved here, planted directions, shuffled labels, and what the lens reads.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bestOfShuffles, fitProbe, shuffledLabels } from '../../../src/lenses/probing/probe-places.ts';
import { Ridge } from '../../../src/lenses/probing/ridge.ts';
import { random } from '../../../src/shared/random.ts';
import type { TransformerSession } from '../../../src/workers/session/transformer/transformer-session.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

/** x with A x = b, by elimination with pivots. */
function solve(A: number[][], b: number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]]);
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let r = i + 1; r < n; r++)
      if (Math.abs(rows[r][i]) > Math.abs(rows[i][i])) [rows[i], rows[r]] = [rows[r], rows[i]];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      rows[r] = rows[r].map((value, c) => value - factor * rows[i][c]);
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

describe('ridge regression', () => {
  const C = 3;
  const N = 12;
  const stream = random(3, 'rows');
  const rows = Float32Array.from({ length: N * C }, () => stream.normal() + 1);
  const labels = Array.from({ length: N }, (_, i) => i % 2);
  const folds = [0, 1, 2].map((fold) => Array.from({ length: N }, (_, i) => i).filter((i) => i % 3 === fold));
  const ridge = new Ridge(rows, C, folds);

  it.each([undefined, 1])('solves the penalized normal equations without fold %s', (without) => {
    const kept = folds.flatMap((fold, f) => (f === without ? [] : fold));
    const mean = [0, 1, 2].map((c) => kept.reduce((sum, i) => sum + rows[i * C + c], 0) / kept.length);
    const centred = kept.map((i) => mean.map((each, c) => rows[i * C + c] - each));
    const gram = mean.map((_, a) =>
      mean.map((_, b) => centred.reduce((sum, row) => sum + row[a] * row[b], 0)),
    );
    const penalty = (0.1 * (gram[0][0] + gram[1][1] + gram[2][2])) / C;
    gram.forEach((row, c) => {
      row[c] += penalty;
    });
    const { weights, biases } = ridge.fit(labels, 2, without);
    for (const k of [0, 1]) {
      const y = kept.map((i) => Number(labels[i] === k));
      const share = y.reduce((sum, each) => sum + each, 0) / y.length;
      const right = mean.map((_, c) => centred.reduce((sum, row, i) => sum + row[c] * (y[i] - share), 0));
      const expected = solve(gram, right);
      expected.forEach((value, c) => {
        expect(weights[k * C + c]).toBeCloseTo(value, 6);
      });
      expect(biases[k]).toBeCloseTo(share - expected.reduce((sum, w, c) => sum + w * mean[c], 0), 6);
    }
  });
});

const WIDTH = 16;
const GROUPS = 40;

/** Four sentences about each of two words of a group; `signal` is how far the classes are apart. */
function planted(signal: number, seed = 1) {
  const stream = random(seed, 'planted');
  const sentences = Array.from({ length: GROUPS * 8 }, (_, i) => ({
    ...{ tokens: [0], position: 0, label: i % 2 },
    group: String(Math.floor(i / 8)),
  }));
  const words = new Map<string, number[]>();
  const vectors = new Float32Array(sentences.length * WIDTH);
  sentences.forEach(({ group, label }, i) => {
    const key = `${group} ${label}`;
    const word = words.get(key) ?? Array.from({ length: WIDTH }, () => stream.normal());
    words.set(key, word);
    for (let c = 0; c < WIDTH; c++)
      vectors[i * WIDTH + c] = word[c] + 0.1 * stream.normal() + (c === 5 ? signal * (label - 0.5) : 0);
  });
  return { name: 'hook_embed' as const, offset: 0, sentences, vectors };
}

const probeOf = (data: ReturnType<typeof planted>) =>
  fitProbe(data, 2, WIDTH, shuffledLabels(data.sentences, 0), 0);

it('a planted direction is read on words that were held out, and is the probe’s; shuffled labels are not', () => {
  const { score, confusion, weights, missed } = probeOf(planted(12));
  expect(score.accuracy).toBe(1);
  // Nothing was missed: the exact binomial bound over groups.
  expect(score.interval).toEqual([0.025 ** (1 / GROUPS), 1]);
  expect(missed).toEqual([]);
  expect(confusion).toEqual([
    [160, 0],
    [0, 160],
  ]);
  expect(score.majority).toBe(0.5);
  expect(score.shuffled).toBeGreaterThan(0.3);
  expect(score.shuffled).toBeLessThan(0.7);
  const direction = Array.from({ length: WIDTH }, (_, c) => weights[WIDTH + c] - weights[c]);
  expect(direction.indexOf(Math.max(...direction))).toBe(5);
});

it('words that share nothing are not read where they were held out', () => {
  const { score, missed } = probeOf(planted(0));
  expect(score.accuracy).toBeGreaterThan(0.3);
  expect(score.accuracy).toBeLessThan(0.7);
  expect(score.interval[0]).toBeLessThan(score.accuracy);
  expect(score.interval[1]).toBeGreaterThan(score.accuracy);
  expect(missed.length).toBeGreaterThan(0);
});

it('of places that say nothing the best is above the most frequent class, but not beyond the best of shuffled labels', () => {
  const TRIALS = 20;
  const PLACES = 12;
  const found = { majority: 0, shuffled: 0 };
  for (let trial = 0; trial < TRIALS; trial++) {
    const places = Array.from({ length: PLACES }, (_, place) => probeOf(planted(0, 100 * trial + place)));
    const best = Math.max(...places.map(({ score }) => score.accuracy));
    found.majority += Number(best > places[0].score.majority);
    found.shuffled += Number(best > Math.max(...bestOfShuffles(places)));
  }
  expect(found.majority).toBeGreaterThan(0.75 * TRIALS);
  expect(found.shuffled).toBeLessThanOrEqual(0.15 * TRIALS);
  const places = [planted(0, 1), planted(12)].map(probeOf);
  expect(places[1].score.accuracy).toBeGreaterThan(Math.max(...bestOfShuffles(places)));
});

it('the most frequent class is that of all sentences, not that of the other folds', () => {
  const { sentences, ...rest } = planted(0);
  // In groups of four, 0 has 2 of 5, and 1, 2 and 3 one of 5 each.
  const labelled = sentences.map((sentence, i) => ({
    ...sentence,
    label: [0, 0, 1, 2, 3][Math.floor(i / 4) % 5],
    group: String(Math.floor(i / 4)),
  }));
  const { score } = fitProbe({ sentences: labelled, ...rest }, 4, WIDTH, shuffledLabels(labelled, 0), 0);
  expect(score.majority).toBe(0.4);
});

it('what the token at the place gives by itself is looked up in the other folds', () => {
  const { sentences, ...rest } = planted(0);
  // Before the word stands 10 or 11, which say the label of all but every eighth sentence; the word itself is its group's.
  const beside = sentences.map((sentence, i) => {
    const named = i % 8 === 7 ? 1 - sentence.label : sentence.label;
    return { ...sentence, tokens: [10 + named, 100 + Math.floor(i / 8)], position: 1 };
  });
  const at = (offset: number) =>
    fitProbe({ ...rest, sentences: beside, offset }, 2, WIDTH, shuffledLabels(beside, 0), 0).score;
  expect(at(-1)).toMatchObject({ seen: 1, lookup: 7 / 8 });
  expect(at(0).seen).toBe(0);
  expect(at(0).lookup).toBe(0.5);
});

describe('on a model', () => {
  let lab: TransformerSession;

  beforeAll(async () => {
    ({ transformer: lab } = await createLab());
    await lab.create({ preset: 'world', model: { L: 1, H: 2, C: 16, T: 32, mlpWidth: 16 } });
  });

  afterAll(() => lab.dispose());

  it('the token before the word says nothing of it, and every place has its controls', async () => {
    const { places, offsets, sets, words, example, classes, shuffledBest } = await lab.lens('probes', {
      set: 'number',
    });
    expect(classes).toEqual(['one', 'many']);
    expect(offsets).toEqual([-2, -1, 0]);
    expect(places).toHaveLength(3 * 3);
    expect(sets).toContain('gender');
    // What stands before is the same for both classes: always one of the two is named.
    for (const { offset, accuracy } of places) if (offset < 0) expect(accuracy).toBe(0.5);
    for (const { majority } of places) expect(majority).toBe(0.5);
    expect(Math.max(...shuffledBest)).toBe(Math.max(...places.map(({ shuffledHighest }) => shuffledHighest)));
    const { tokens } = await lab.inspect({ text: example, names: [] });
    expect(tokens.some(({ id }) => words.includes(id))).toBe(true);
  });

  it('one place alone has the score that it has among all', async () => {
    const all = await lab.lens('probes', { set: 'gender' });
    const { name, offset } = all.places[1];
    const one = await lab.lens('probes', { set: 'gender', place: { name, offset } });
    expect(one.places).toEqual([all.places[1]]);
    expect(one.detail.weights).toHaveLength(2);
    expect(one.detail.weights[0]).toHaveLength(16);
  });

  it('reads the vectors that the network computes', async () => {
    const place = { name: 'blocks.0.hook_resid_post', offset: 0 };
    const { detail } = await lab.lens('probes', { set: 'number', place });
    const read = async (text: string) => {
      const { activations } = await lab.inspect({ text, names: ['blocks.0.hook_resid_post'] });
      return activations['blocks.0.hook_resid_post']?.data.slice(-16) ?? new Float32Array();
    };
    const [one, many] = detail.weights;
    const score = (vector: Float32Array) =>
      vector.reduce((sum, value, c) => sum + value * (many[c] - one[c]), 0);
    expect(score(await read('The cats'))).toBeGreaterThan(score(await read('The cat')));
  });

  it('what there is not is refused', async () => {
    await expect(lab.lens('probes', { set: 'mood' })).rejects.toThrow(
      "has no labels 'mood'. Available: gender",
    );
    const place = { name: 'blocks.7.hook_resid_post', offset: 0 };
    await expect(lab.lens('probes', { set: 'gender', place })).rejects.toThrow(
      'There is no probe at blocks.7.hook_resid_post',
    );
  });
});
