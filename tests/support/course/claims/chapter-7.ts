// Chapter 7: what each moment shows, untouched.

import { expect } from 'vitest';
import type { Claims } from '../claims.ts';
import type { MapStage } from '../map-stage.ts';
import { drawsNeurons, guessesOfLast, solves, sweeps } from './shared.ts';

/** The neuron's activation for each person, as the plane shows it: full name first. */
const activates =
  (...values: readonly number[]) =>
  async ({ marks }: MapStage) => {
    const people = (name: string) => /^[A-Z]\w+ [A-Z]\w+$/.test(name);
    const shown = async () =>
      (await marks('and')).filter(({ name }) => people(name)).map(({ value }) => value);
    await expect.poll(shown).toEqual(values);
  };

/** The labels of the histogram's axis stand at their angles. */
async function labelsAngles({ places }: MapStage) {
  const [plot] = await places('lab-angles >>> svg.histogram');
  const labels = await places('lab-angles >>> .degrees > span');
  expect(labels.map(({ text }) => text)).toEqual(['0°', '45°', '90°', '135°', '180°']);
  for (const { left, width, text } of labels)
    expect(left + width / 2).toBeCloseTo(plot.left + (Number.parseFloat(text) / 180) * plot.width, 0);
}

const measured = (directions: string) =>
  `lab-angles >>> svg[aria-label="Angles between ${directions} dimensions"]`;

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
    shows: 'woman − man + uncle ends nearest to aunt',
    holds: async (stage) => {
      await stage.reads('[aria-label="Vector arithmetic"] tbody tr:first-child th', /^aunt$/);
      await solves(stage, ['woman', 'man', 'uncle', 'aunt']);
    },
  },
  264.6: {
    shows: 'the vector of the last word before its MLP, number by number',
    holds: ({ says }) => says(/after attention 4, at “of”: 128 numbers/),
  },
  307.4: {
    shows:
      'Michael Phelps: 1 for Michael, 0 for Jordan, beside the dot products of his vector with words: swimming’s is the largest',
    holds: async (stage) => {
      await stage.says(/predicts “swimming”/);
      await stage.reads(
        '[aria-label="Example of the video"] tbody tr',
        /Michael\s+\+1\.00\s+J: Jordan\s+0\.00/,
      );
    },
  },
  344.7: {
    shows: 'a head that carries the name to the last word',
    holds: ({ says }) => says(/“of” attends most to “(Michael|Jordan)”/),
  },
  377.1: {
    shows: 'a field of neurons under each word, without lines between words',
    holds: ({ says }) => says(/512 neurons.*Bright: the neurons of each token/),
  },
  427.1: { shows: 'what the MLP reads, and the sum that it adds', holds: drawsNeurons },
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
    shows: '49,152 rows, beside the 512 neurons under each word',
    holds: async ({ says, reads }) => {
      await says(/512 neurons.*Bright: the neurons of each token/);
      await reads('[aria-label="Weights in MLPs"] tbody tr', /49,152 × 12,288/);
    },
  },
  609.2: {
    shows:
      'without a curve, Michael Phelps gets +1 basketball, half of Michael Jordan’s +2; the model says swimming',
    holds: async (stage) => {
      await expect.poll(async () => (await guessesOfLast(stage)).at(-1)?.trim()).toBe('swimming');
      await stage.reads(
        '[aria-label="Example of the video"] tbody tr',
        /Michael\s+\+1\.00\s*\+1\.00.*basketball\s+0\.00\s*\+1\.00/s,
      );
      await stage.reads(
        '[aria-label="Example of the video"] p',
        /half of the \+2\.00 that it adds for Michael Jordan/,
      );
      // Half as long as the longest that a bar can be.
      const [, cell] = await stage.places('[aria-label="Example of the video"] tr.marked td.bars');
      const [, bar] = await stage.places('[aria-label="Example of the video"] tr.marked td.bars .bar');
      expect(bar.width / cell.width).toBeCloseTo(0.25, 1);
    },
  },
  632.9: {
    shows: 'ReLU, drawn solid',
    holds: ({ sees }) => sees('[aria-label="Activation function"] svg[aria-label*="ReLU is drawn solid"]'),
  },
  658.3: {
    scene: 'and',
    shows: 'after ReLU the full name alone stands above the plane',
    holds: activates(1, 0, 0, 0),
  },
  685.7: {
    shows: 'GELU, drawn solid, with every neuron of the MLP on it',
    holds: ({ sees }) => sees('[aria-label="Activation function"] svg[aria-label*="GELU is drawn solid"]'),
  },
  730.1: { shows: 'columns, as wide as the neurons are active, flow into one sum', holds: drawsNeurons },
  776.1: {
    shows: 'the column that adds most to basketball, and what each column adds to it',
    async holds({ shot, lens, reads, texts }) {
      const { target, neuron } = await shot();
      const { answer, neurons, mlps } = await lens('attribution', {
        text: 'Michael Jordan plays the sport of',
      });
      expect(answer.text).toBe('basketball');
      const layer = mlps.indexOf(Math.max(...mlps));
      expect([target, neuron]).toEqual([
        expect.objectContaining({ at: 'mlp', layer }),
        neurons[layer].indexOf(Math.max(...neurons[layer])),
      ]);
      await reads(
        '[aria-label="Contributions of columns"] tr.marked th',
        new RegExp(`^neuron ${Number(neuron) + 1}$`),
      );
      expect((await texts('[aria-label="Contributions of columns"] tbody th'))[0]).toBe(
        `neuron ${Number(neuron) + 1}`,
      );
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
    shows: 'neurons light up under every word at once, each word with its own',
    holds: async (stage) => {
      await sweeps(stage);
      await stage.sees('[aria-label="All tokens, all neurons"] table');
    },
  },
  941.1: {
    shows: '115,964,116,992 of GPT-3’s weights',
    holds: ({ reads }) => reads('[aria-label="Weights in MLPs"] tbody tr', /115,964,116,992/),
  },
  1025.9: {
    shows: 'five features that training spreads in a plane',
    holds: ({ sees }) => sees('lab-near-orthogonal >>> svg'),
  },
  1083.5: {
    shows: 'what 512 neurons of the model add, in 128 dimensions: at about 90° to each other',
    holds: async (stage) => {
      await stage.sees(measured('512 directions in 128'));
      await stage.reads('lab-angles >>> p', /mean (8[5-9]|9[0-4])\.\d°/);
      await labelsAngles(stage);
    },
  },
  1137.7: {
    shows: '1,000 random directions: their angles gather at 90°',
    holds: async (stage) => {
      await stage.sees(measured('1,000 directions in 100'));
      await labelsAngles(stage);
    },
  },
  1198: {
    shows: 'more dimensions, more room: the spread shrinks',
    holds: ({ sees }) =>
      sees('lab-angles >>> section[aria-label="Room grows with the dimension"]:first-of-type svg.range'),
  },
  // The search takes a minute on a slow machine: it has begun, or ended.
  1240.4: {
    shows: 'features found in many neurons at once',
    holds: ({ sees }) => sees('lab-features >>> :is(progress, .found)'),
  },
};
