// Chapter 7: what each moment shows, untouched.

import { expect } from 'vitest';
import type { Claims } from '../claims.ts';
import type { MapStage } from '../map-stage.ts';
import { counts, drawsNeurons, guessesOfLast, solves, sweeps } from './shared.ts';

/** The neuron's activation for each person, as the plane shows it: full name first. */
const activates =
  (...values: readonly number[]) =>
  async ({ marks }: MapStage) => {
    const people = (name: string) => /^[A-Z]\w+ [A-Z]\w+$/.test(name);
    const shown = async () =>
      (await marks('and')).filter(({ name }) => people(name)).map(({ value }) => value);
    await expect.poll(shown).toEqual(values);
  };

/** The waterfall has the engine's contributions, largest first, and ends at their sum with the bias. */
async function addsUp({ marks, lens }: MapStage) {
  const { answer, neurons, mlps, mlpBias } = await lens('attribution', {
    text: 'Michael Jordan plays the sport of',
  });
  expect(answer.text).toBe('basketball');
  const layer = mlps.indexOf(Math.max(...mlps));
  const order = [...neurons[layer].keys()].sort((a, b) => neurons[layer][b] - neurons[layer][a]);
  const total = mlps[layer] + mlpBias[layer];
  const shown = async (key: RegExp) => (await marks('waterfall')).filter((mark) => key.test(mark.key));
  await expect.poll(() => shown(/^total$/)).toHaveLength(1);
  expect((await shown(/^total$/))[0].value).toBeCloseTo(total, 4);
  const parts = await shown(/^(neuron|rise|fall|bias)/);
  expect(parts.reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(total, 4);
  const named = await shown(/^neuron/);
  expect(named.slice(0, 3).map(({ key }) => key)).toEqual(
    order.slice(0, 3).map((neuron) => `neuron-${neuron}`),
  );
  return { total, neurons: order.map((neuron) => neurons[layer][neuron]) };
}

/** As a pattern. */
const percent = (share: number) => (100 * share).toFixed(1).replace('.', '\\.');

/** Values of marks of a scene whose keys begin like this. */
const valuesOf = async ({ marks }: MapStage, scene: string, key: string) =>
  (await marks(scene)).filter((mark) => mark.key.startsWith(key)).map(({ value = Number.NaN }) => value);

export const CLAIMS: Claims<MapStage> = {
  0: {
    shows: 'Michael Jordan plays the sport of: basketball',
    holds: async (stage) => {
      await sweeps(stage);
      await stage.says(/predicts “basketball”/);
    },
  },
  35.7: {
    shows: 'an MLP adds more to “basketball” than any head',
    holds: ({ says }) => says(/Most to the logit of “basketball”: MLP \d/),
  },
  85.7: { shows: 'rows, activations and columns of an MLP, all numbers known', holds: drawsNeurons },
  135.3: {
    shows: 'another text: the pass from its tokens to the next word',
    holds: async (stage) => {
      await sweeps(stage);
      await stage.says(/predicts “word”/);
    },
  },
  196.9: {
    scene: 'directions',
    shows: 'the step from man to woman glides to uncle and ends near aunt',
    holds: async (stage) => {
      await stage.says(/woman − man \+ uncle is nearest to “aunt”/);
      await solves(stage, ['woman', 'man', 'uncle', 'aunt']);
    },
  },
  264.6: {
    scene: 'toy',
    shows: 'three arrows at right angles in space: Michael, Jordan and basketball',
    async holds(stage) {
      await expect.poll(async () => (await stage.marks('toy')).length).toBeGreaterThan(0);
      expect(await valuesOf(stage, 'toy', 'product')).toEqual([]);
      await stage.says(/dot product of any two is 0/);
    },
  },
  307.4: {
    scene: 'toy',
    shows: 'the shadows of Michael Phelps on three directions: 1, 0 and 0',
    holds: (stage) => expect.poll(() => valuesOf(stage, 'toy', 'product')).toEqual([1, 0, 0]),
  },
  344.7: {
    shows: 'a head that carries the name to the last word',
    holds: ({ says }) => says(/“of” attends most to “(Michael|Jordan)”/),
  },
  377.1: {
    shows: 'a field of neurons under each word, without lines between words',
    holds: ({ says }) => says(/512 neurons.*Bright: the neurons of each token/),
  },
  427.1: {
    scene: 'toy',
    shows: 'a vector with both names, to which basketball is added',
    async holds(stage) {
      await expect.poll(() => valuesOf(stage, 'toy', 'added')).toContain(1);
      expect(await valuesOf(stage, 'toy', 'product')).toEqual([1, 1, 1]);
    },
  },
  445.6: {
    scene: 'rows',
    shows: 'rows that ask for both names give about 1 each and 2 together',
    holds: async ({ marks }) => {
      const sums = async () =>
        (await marks('rows'))
          .filter(({ key }) => key.startsWith('bar-'))
          .map(({ value }) => Math.round(value ?? 0));
      await expect.poll(sums).toEqual([1, 1, 2]);
    },
  },
  477.3: {
    scene: 'and',
    shows: 'the plane of both names; a row for Michael: 1 for every Michael, 0 for others',
    holds: activates(1, 1, 0, 0),
  },
  495.9: {
    scene: 'and',
    shows: 'a row for both names: 2 for the full name, 1 or less for others',
    holds: activates(2, 1, 1, 0),
  },
  536.7: { scene: 'and', shows: 'with −1, the full name alone is positive', holds: activates(1, 0, 0, -1) },
  573: {
    scene: 'counting',
    shows: '49,152 rows times 12,288 columns in one layer: 603,979,776 weights',
    holds: counts({ 'now-up': 603_979_776 }),
  },
  609.2: {
    scene: 'toy',
    shows: 'without a curve, either name alone gets +1 basketball, half of Michael Jordan’s +2',
    async holds(stage) {
      await expect
        .poll(async () => (await valuesOf(stage, 'toy', 'added-')).filter(Number.isFinite))
        .toEqual([2, 1, 1, 0]);
    },
  },
  632.9: {
    scene: 'curve',
    shows: 'ReLU alone; every sum of the MLP rises to ReLU of it',
    async holds(stage) {
      await expect.poll(() => valuesOf(stage, 'curve', 'relu-x')).toEqual([0]);
      expect(await valuesOf(stage, 'curve', 'smooth-x')).toEqual([]);
      await expect.poll(async () => (await valuesOf(stage, 'curve', 'neuron')).length).toBeGreaterThan(400);
      expect(Math.min(...(await valuesOf(stage, 'curve', 'neuron')))).toBe(0);
    },
  },
  658.3: {
    scene: 'and',
    shows: 'after ReLU the full name alone stands above the plane',
    holds: activates(1, 0, 0, 0),
  },
  685.7: {
    scene: 'curve',
    shows: 'ReLU and GELU, clearly apart, with every neuron of the MLP on it: below zero it dips to −0.17',
    async holds(stage) {
      await expect.poll(() => valuesOf(stage, 'curve', 'smooth-x')).toEqual([expect.closeTo(-0.17, 2)]);
      await stage.says(/MLP 4 at “of”: \d+ of 512 neurons are above zero/);
      await expect.poll(async () => (await valuesOf(stage, 'curve', 'neuron')).length).toBeGreaterThan(400);
      expect(Math.min(...(await valuesOf(stage, 'curve', 'neuron')))).toBeCloseTo(-0.17, 2);
    },
  },
  730.1: {
    scene: 'waterfall',
    shows:
      'what every neuron adds to basketball, as one waterfall to the sum; the three largest give a third',
    async holds(stage) {
      const { neurons, total } = await addsUp(stage);
      const [first, second, third] = neurons;
      await stage.says(new RegExp(`largest, neuron \\d+, gives ${percent(first / total)}`));
      const cut = (await stage.marks('waterfall')).find(({ key }) => key === 'cut');
      expect(cut?.value).toBeCloseTo(first + second + third, 4);
    },
  },
  776.1: {
    scene: 'waterfall',
    shows: 'the column that adds most to basketball is the first step, and a tenth of the sum',
    async holds(stage) {
      const { neurons, total } = await addsUp(stage);
      const cut = (await stage.marks('waterfall')).find(({ key }) => key === 'cut');
      expect(cut?.name).toMatch(new RegExp(`^largest neuron: ${percent(neurons[0] / total)}`));
    },
  },
  844.7: {
    shows: 'the last vector says basketball after an MLP, not before',
    holds: async (stage) => {
      await expect.poll(async () => (await guessesOfLast(stage)).at(-1)?.trim()).toBe('basketball');
      expect((await guessesOfLast(stage))[0]?.trim()).not.toBe('basketball');
    },
  },
  874.8: {
    scene: 'block',
    shows: 'an MLP under every word, each with its own active neurons and no line between words',
    async holds(stage) {
      await expect.poll(async () => (await valuesOf(stage, 'block', 'column')).length).toBe(6);
      const active = await valuesOf(stage, 'block', 'column');
      expect(new Set(active).size).toBeGreaterThan(3);
      await stage.says(new RegExp(`at “of”: ${active.at(-1)} of 512 neurons active`));
    },
  },
  941.1: {
    scene: 'counting',
    shows: 'two times 57,982,058,496 weights fill the last two thirds of GPT-3',
    holds: counts({ 'now-up': 57_982_058_496, 'now-down': 57_982_058_496, total: 175_181_291_520 }),
  },
  1025.9: {
    shows: 'five features that training spreads in a plane',
    holds: ({ sees }) => sees('lab-near-orthogonal >>> svg'),
  },
  1083.5: {
    scene: 'angles',
    shows: 'what 512 neurons of the model add, in 128 dimensions: at about 90° to each other',
    async holds(stage) {
      await stage.says(/Between random directions the angles would be 90° ± 5\.1°/);
      const { deviation, pairs } = await stage.lens('pairwise-angles', { of: 'neuron outputs', layer: 0 });
      expect(await valuesOf(stage, 'angles', 'spread')).toEqual([expect.closeTo(deviation, 3)]);
      const counts = await valuesOf(stage, 'angles', 'bin');
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(pairs);
    },
  },
  1137.7: {
    scene: 'angles',
    shows: '1,000 random directions in 100 dimensions: their angles gather at 90°',
    async holds(stage) {
      await expect.poll(() => valuesOf(stage, 'angles', 'spread')).toEqual([expect.closeTo(5.77, 1)]);
      const counts = await valuesOf(stage, 'angles', 'bin');
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    },
  },
  1198: {
    scene: 'angles',
    shows: 'more dimensions, more room: at 12,288 the spread is half a degree, and billions fit',
    holds: async (stage) => {
      await stage.says(/at least 13 billion directions fit/);
      expect(await valuesOf(stage, 'angles', 'spread')).toEqual([expect.closeTo(0.52, 1)]);
    },
  },
  // The search takes a minute on a slow machine: it has begun, or ended.
  1240.4: {
    shows: 'features found in many neurons at once',
    holds: ({ sees }) => sees('lab-features >>> :is(progress, .found)'),
  },
};
