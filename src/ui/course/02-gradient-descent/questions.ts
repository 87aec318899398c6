// The questions of chapter 2. The digit network of this tab answers them, and two functions of the video.

import { msg, str } from '@lit/localize';
import {
  formatFixed,
  formatInteger,
  formatPercent,
  formatSignedFixed,
  tickOf,
} from '../../format/numbers.ts';
import { noise } from '../digit-stage/noise-image.ts';
import type { Question, QuestionLab, Scale, Scene } from '../questions/question.ts';
import { indexOfLargest, testImage } from '../questions/read-digits.ts';
import { BOWL, gradientDescent } from './descent.ts';

/** Test images: a clear 7, an untidy 5. */
const [CLEAR, UNTIDY] = [0, 8];
/** One neuron that should be brighter. */
const NEURON = { sizes: [1, 1], biases: [[0]], inputs: [[0.8]], targets: [[1]] };
const NOISE_IMAGES = 100;
const START = [2, 0];
const RATE = 0.15;
const STEPS = [0, 1, 2, 3, 4, 5];

const PERCENT: Scale = { min: 0, max: 1, step: 0.01, format: formatPercent };
const WEIGHTS: Scene = { picture: { at: 'network', overlay: 'weights' } };

/** The test image that the network is most sure of, and wrong. */
async function mostWrong(lab: QuestionLab) {
  const { wrong, accuracy, confusion, count } = await lab.digits.lens('test', {
    split: 'test',
    mostWrong: 1,
  });
  if (!wrong[0]) throw new Error(msg('it gets every test image right.'));
  return { ...wrong[0], accuracy, confusion, count };
}

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'rank',
    id: 'gradient-descent/three-costs',
    at: 252,
    see: 246,
    title: msg('The price of an error'),
    text: msg(
      'Order three images by their cost: the network is sure of the first and right, unsure of the second, sure of the third and wrong.',
    ),
    items: [msg('sure and right'), msg('unsure'), msg('sure and wrong')],
    format: (cost) => formatFixed(cost, 3),
    why: msg(
      'Squares punish large differences most. Where the network is sure and wrong, two outputs are off by nearly 1: that of the answer and that of the label.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'outputs' } },
    async solve(lab) {
      const { index, label, answer } = await mostWrong(lab);
      const indices = [CLEAR, UNTIDY, index];
      const { costs } = await lab.digits.lens('cost', { split: 'test', indices });
      const right = Array.from(costs.data);
      if (right[0] > 0.5) throw new Error(msg('it is not sure and right about the first image.'));
      return {
        right,
        found: msg(
          str`The costs are ${right.map((cost) => formatFixed(cost, 3)).join(', ')}. The last image is a ${label}, and it says ${answer}.`,
        ),
        scene: { picture: { at: 'outputs', overlay: 'cost' } },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'gradient-descent/mean-cost',
    at: 262,
    see: 258,
    title: msg('The average'),
    text: msg(
      'A network that answers 0.5 at each of its ten outputs has the cost 10 · 0.25 = 2.5. What is the average cost of the trained one on new images?',
    ),
    why: msg('Most images cost next to nothing, and the average is made by the few that are wrong.'),
    isOfModel: true,
    scene: { picture: { at: 'outputs' } },
    scale: { min: 0, max: 2.5, step: 0.01, format: (cost) => formatFixed(cost, 2) },
    within: 0.15,
    async solve(lab) {
      const { cost, count } = await lab.digits.lens('test', { split: 'test', mostWrong: 1 });
      return {
        right: cost,
        found: msg(str`On ${formatInteger(count)} test images it is ${formatFixed(cost, 3)}.`),
        scene: { picture: { at: 'outputs', overlay: 'cost', tours: true } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'gradient-descent/shrinking-steps',
    at: 408,
    see: 405,
    title: msg('Towards the valley'),
    text: msg(
      'A ball starts at a distance of 2 from the minimum of a parabola. Each step is proportional to the slope: the first one covers nearly half of the way. Sketch the distance after each step.',
    ),
    why: msg(
      'The slope shrinks with the distance, so each step covers the same share of what is left. The steps get smaller by themselves and do not overshoot.',
    ),
    scene: WEIGHTS,
    x: { label: msg('steps'), ticks: STEPS.map(tickOf) },
    y: { label: msg('Distance'), min: 0, max: 2, step: 0.05, format: (value) => formatFixed(value, 1) },
    within: 0.1,
    async solve() {
      const path = gradientDescent(BOWL.gradient, START, RATE, STEPS.length - 1).map(([x]) => x);
      return {
        right: path,
        found: msg(
          str`The distances are ${path.map((x) => formatFixed(x, 2)).join(', ')}: each is ${formatPercent(path[1] / path[0])} of the one before.`,
        ),
        scene: { view: 'curve-1d-descent', isPanelOpen: true, ...WEIGHTS },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'gradient-descent/step-size',
    at: 500,
    see: 497,
    title: msg('One step to the bottom'),
    text: msg(
      'In the bowl ³⁄₂x² + ½y² a ball lies at (2, 0); the gradient there is (6, 0). Set the learning rate so that a single step leads to the bottom.',
    ),
    why: msg(
      'A step subtracts rate times gradient: 2 − rate · 6 = 0. A smaller rate stops short of the bottom, a larger one passes it, and beyond twice this rate the ball climbs.',
    ),
    scene: WEIGHTS,
    sliders: [
      {
        label: msg('Learning rate'),
        initial: 0.05,
        min: 0,
        max: 1,
        step: 0.01,
        format: (rate) => formatFixed(rate, 2),
      },
    ],
    async solve() {
      const end = (rate: number) => gradientDescent(BOWL.gradient, START, rate, 1)[1][0];
      return {
        right: [1 / 3],
        attempt: ([rate]) => ({
          isRight: Math.abs(end(rate)) <= 0.2,
          outcome: msg(str`With ${formatFixed(rate, 2)} the ball comes to x = ${formatFixed(end(rate), 2)}.`),
        }),
        found: msg('It takes 2 ∕ 6 ≈ 0.33.'),
        scene: { view: 'surface-2d-descent', isPanelOpen: true, ...WEIGHTS },
      };
    },
  },
  {
    kind: 'choose',
    id: 'gradient-descent/sign',
    at: 655,
    see: 650,
    title: msg('More or less?'),
    text: msg(
      'A weight’s component of the gradient is negative. What does gradient descent do with that weight?',
    ),
    options: [msg('it increases it'), msg('it decreases it'), msg('it leaves it as it is')],
    why: msg(
      'The gradient points uphill: where its component is negative, a larger weight means a lower cost. Descent goes against the gradient.',
    ),
    scene: { picture: { at: 'network' } },
    async solve(lab) {
      const withWeight = (weight: number) =>
        lab.digits.lens('small-network', { ...NEURON, weights: [[weight]] });
      const [before, after] = [await withWeight(1), await withWeight(1.1)];
      const [gradient] = before.layers[0].weights.data;
      return {
        right: gradient < 0 && after.cost < before.cost ? 0 : 1,
        found: msg(
          str`A neuron that should be brighter has a weight of 1 with the component ${formatSignedFixed(gradient, 3)}. With 0.1 more, the cost goes from ${formatFixed(before.cost, 4)} to ${formatFixed(after.cost, 4)}.`,
        ),
      };
    },
  },
  {
    kind: 'estimate',
    id: 'gradient-descent/accuracy',
    at: 788,
    see: 795,
    title: msg('How good is it?'),
    text: msg(
      'Which share of digits that it has never seen does this network of two small hidden layers read correctly?',
    ),
    why: msg(
      'A plain network learns digits well but not perfectly. What is left are mostly digits that are untidy, or written in a rare way.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'network' } },
    scale: { ...PERCENT, min: 0.5 },
    within: 0.03,
    async solve(lab) {
      const { accuracy, count } = await lab.digits.lens('test', { split: 'test', mostWrong: 1 });
      return {
        right: accuracy,
        found: msg(str`${formatPercent(accuracy)} of ${formatInteger(count)} test images.`),
        scene: { view: 'training-run', isPanelOpen: true, picture: { at: 'network', tours: true } },
      };
    },
  },
  {
    kind: 'pick',
    what: 'neuron',
    id: 'gradient-descent/wrong-output',
    at: 800,
    see: 216,
    title: msg('Where does the cost come from?'),
    text: msg('The network is wrong about this 2. Select an output neuron whose part of the cost is large.'),
    why: msg(
      'Two outputs are to blame: the one that is bright though it should be dark, and the one of the label, which is dark though it should be bright.',
    ),
    isOfModel: true,
    nameOf: ({ neuron }) => msg(str`the output for ${neuron}`),
    scene: { settings: { image: 924 }, picture: { at: 'outputs' } },
    async solve(lab) {
      const input = testImage(924);
      const { terms, outputs } = await lab.digits.lens('cost', input);
      const { a } = await lab.digits.lens('activations', input);
      if (indexOfLargest(Array.from(outputs.data)) === 2) throw new Error(msg('it reads this 2 right.'));
      const all = Array.from(terms.data);
      const large = all.flatMap((term, neuron) => (term > 0.5 ? [neuron] : []));
      const most = indexOfLargest(all);
      return {
        right: large.map((neuron) => ({ layer: a.length, neuron })),
        found: msg(
          str`The output for ${most} is ${formatFixed(outputs.data[most], 2)}, which adds ${formatFixed(all[most], 2)}. Large parts: ${large.map((neuron) => `${neuron} (${formatFixed(all[neuron], 2)})`).join(', ')}.`,
        ),
        scene: { settings: { image: 924 }, picture: { at: 'outputs', overlay: 'cost' } },
      };
    },
  },
  {
    kind: 'rank',
    id: 'gradient-descent/mixed-up',
    at: 812,
    see: 800,
    title: msg('What is mixed up?'),
    text: msg('Order the mistakes by how often the network makes them on test images.'),
    items: [msg('a 0 taken for a 1'), msg('a 2 taken for a 7'), msg('a 4 taken for a 9')],
    format: (count) => `${count}×`,
    why: msg(
      'The network mixes up what shares most bright pixels: a 4 that is closed at the top nearly is a 9. A 0 is dark in the middle, where a 1 is bright.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'network' } },
    async solve(lab) {
      const { confusion, count } = await lab.digits.lens('test', { split: 'test', mostWrong: 1 });
      const right = [
        [0, 1],
        [2, 7],
        [4, 9],
      ].map(([label, answer]) => confusion.data[label * 10 + answer]);
      return {
        right,
        found: msg(str`Among ${formatInteger(count)} images: ${right.join(', ')} times.`),
      };
    },
  },
  {
    kind: 'estimate',
    id: 'gradient-descent/noise',
    at: 918,
    see: 909,
    title: msg('Sure about noise?'),
    text: msg('The pixels of a hundred images are random. How large is the brightest output, on average?'),
    why: msg(
      'Nothing in its training was not a digit, and the cost never asked for doubt. So the network names a digit, whatever it is shown.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'network' } },
    scale: { min: 0, max: 1, step: 0.01, format: (value) => formatFixed(value, 2) },
    within: 0.15,
    async solve(lab) {
      const { a } = await lab.digits.lens('activations', { pixels: noise(1, NOISE_IMAGES) });
      const outputs = a[a.length - 1].data;
      const brightest = Array.from({ length: NOISE_IMAGES }, (_, i) =>
        Math.max(...outputs.subarray(i * 10, (i + 1) * 10)),
      );
      const right = brightest.reduce((x, y) => x + y) / NOISE_IMAGES;
      return {
        right,
        found: msg(
          str`It is ${formatFixed(right, 2)}, and above 0.5 for ${brightest.filter((each) => each > 0.5).length} of ${NOISE_IMAGES} images.`,
        ),
        scene: { picture: { at: 'network', image: 'noise', play: 'forward' } },
      };
    },
  },
];
