// The questions of chapter 1. The digit network of this tab answers them.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatPercent, formatSigned, tickOf } from '../../format/numbers.ts';
import type { Question, Scale, Scene } from '../questions/question.ts';
import { indexOfLargest, readLayers, sigmoidOf, testImage } from '../questions/read-digits.ts';

/** An untidy 5, and the first image, a 7. */
const [UNTIDY, FIRST] = [8, 0];
const SUMS = [-6, -3, -1, 0, 1, 3, 6];
const NEURON = { layer: 1, neuron: 8 } as const;
const ticks = SUMS.map(tickOf);

const UNIT: Scale = { min: 0, max: 1, step: 0.01, format: (value) => formatFixed(value, 2) };
/** The image alone: no activation of the network is shown. */
const onlyImage = (image: number): Scene => ({
  settings: { image },
  picture: { at: 'network', layers: ['pixels'], hasNoLines: true },
});
const outputs = (image: number): Scene => ({
  settings: { image },
  picture: { at: 'outputs', layers: ['pixels', 'outputs'], hasNoLines: true },
});

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'choose',
    id: 'neural-network/untidy-digit',
    at: 234,
    see: 226,
    title: msg('What does it read?'),
    text: msg('A person meant a 5 with this image. Which output is brightest?'),
    options: ['4', '5', '6', '8'],
    why: msg(
      'The answer is only the brightest of ten outputs. It may be far from 1, and wrong: the network cannot say that it does not know.',
    ),
    isOfModel: true,
    scene: onlyImage(UNTIDY),
    async solve(lab) {
      const digits = (await readLayers(lab, testImage(UNTIDY))).at(-1) ?? [];
      const answer = indexOfLargest(digits);
      return {
        right: ['4', '5', '6', '8'].indexOf(String(answer)),
        found: msg(
          str`The output for ${answer} is brightest with ${formatFixed(digits[answer], 2)}; that for 5 has ${formatFixed(digits[5], 2)}.`,
        ),
        scene: outputs(UNTIDY),
      };
    },
  },
  {
    kind: 'pick',
    what: 'neuron',
    id: 'neural-network/second-output',
    at: 241,
    see: 226,
    title: msg('The runner-up'),
    text: msg(
      'Which digit does the network find second most likely for this image? Select that output neuron on the map.',
    ),
    why: msg(
      'All ten outputs have an activation, not only the answer. Those that are not dark show what the image also looks like.',
    ),
    isOfModel: true,
    nameOf: ({ neuron }) => msg(str`the output for ${neuron}`),
    scene: outputs(UNTIDY),
    async solve(lab) {
      const layers = await readLayers(lab, testImage(UNTIDY));
      const digits = layers.at(-1) ?? [];
      const answer = indexOfLargest(digits);
      const second = indexOfLargest(digits.map((value, digit) => (digit === answer ? 0 : value)));
      return {
        right: [{ layer: layers.length, neuron: second }],
        found: msg(
          str`After ${answer} with ${formatFixed(digits[answer], 2)} comes ${second} with ${formatFixed(digits[second], 2)}.`,
        ),
        scene: outputs(UNTIDY),
      };
    },
  },
  {
    kind: 'choose',
    id: 'neural-network/black-image',
    at: 320,
    see: 298,
    title: msg('Nothing to read'),
    text: msg('Every pixel of an image is black. What do the outputs of the trained network show?'),
    options: [msg('all are below 0.1'), msg('at least one is above 0.5'), msg('all ten are alike')],
    why: msg(
      'Without any input the biases alone set the first layer, and the rest follows. Training showed digits only, so nothing taught the network to stay dark.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'network', layers: ['pixels'], hasNoLines: true } },
    async solve(lab) {
      const layers = await readLayers(lab, { pixels: new Float32Array(784) });
      const digits = layers.at(-1) ?? [];
      const [most, least] = [Math.max(...digits), Math.min(...digits)];
      return {
        right: most - least < 0.05 ? 2 : most > 0.5 ? 1 : 0,
        found: msg(str`It says ${indexOfLargest(digits)}, with ${formatFixed(most, 2)}.`),
      };
    },
  },
  {
    kind: 'estimate',
    id: 'neural-network/black-pixels',
    at: 560,
    see: 550,
    title: msg('Weights without effect'),
    text: msg(
      'Each weight is multiplied by the activation of its pixel. For this image, which share of the 784 weights of a neuron makes no difference?',
    ),
    why: msg(
      'A black pixel has the activation 0, and 0 times any weight is 0. What is written covers few pixels.',
    ),
    scene: onlyImage(FIRST),
    scale: { ...UNIT, format: formatPercent },
    within: 0.1,
    async solve(lab) {
      const { activations } = await lab.digits.lens('weighted-sum', { input: testImage(FIRST), ...NEURON });
      const black = activations.data.filter((activation) => activation === 0).length;
      const right = black / activations.data.length;
      return {
        right,
        found: msg(str`${black} of ${activations.data.length} pixels are black: ${formatPercent(right)}.`),
        scene: { settings: { image: FIRST }, picture: { at: 'neuron', neuron: NEURON } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'neural-network/sigmoid',
    at: 622,
    see: 630,
    title: msg('From sum to activation'),
    text: msg('The sigmoid squeezes any sum into a number between 0 and 1. Sketch it.'),
    why: msg(
      'Very negative sums come close to 0, very positive ones to 1. At 0 it is one half, and there it is steepest.',
    ),
    scene: { picture: { at: 'network', neuron: { layer: 1, neuron: 0 } } },
    x: { label: msg('weighted sum'), ticks, at: SUMS },
    y: { label: msg('Activation'), ...UNIT },
    within: 0.1,
    async solve(lab) {
      const right = await sigmoidOf(lab, SUMS);
      return {
        right,
        found: `${SUMS.map((_, i) => `σ(${ticks[i]}) = ${formatFixed(right[i], 2)}`).join(', ')}.`,
        scene: {
          view: 'sigmoid-plot',
          isPanelOpen: true,
          picture: { at: 'neuron', neuron: { layer: 1, neuron: 0 } },
        },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'neural-network/bias',
    at: 668,
    see: 675,
    title: msg('Set the threshold'),
    text: msg(
      'The panel shows the weighted sum of this neuron for a 7. Set its bias so that the neuron is half active, at 0.5.',
    ),
    why: msg(
      'σ is one half where sum and bias together are 0. So the bias has to be minus the sum: the sum then is exactly at the threshold.',
    ),
    isOfModel: true,
    scene: {
      view: 'neuron-inspector',
      isPanelOpen: true,
      settings: { image: FIRST },
      picture: { at: 'neuron', neuron: NEURON },
    },
    sliders: [{ label: msg('Bias'), initial: 0, min: -10, max: 10, step: 0.1, format: formatSigned }],
    async solve(lab) {
      const { z, bias } = await lab.digits.lens('weighted-sum', { input: testImage(FIRST), ...NEURON });
      const sum = z - bias;
      const activation = (bias: number) => 1 / (1 + Math.exp(-(sum + bias)));
      return {
        right: [-sum],
        attempt: ([bias]) => ({
          isRight: Math.abs(activation(bias) - 0.5) < 0.07,
          outcome: msg(str`With ${formatSigned(bias)} it is ${formatFixed(activation(bias), 2)}.`),
        }),
        found: msg(
          str`The sum is ${formatSigned(sum)}, so it takes ${formatSigned(-sum)}. Its own bias is ${formatSigned(bias)}.`,
        ),
      };
    },
  },
  {
    kind: 'rank',
    id: 'neural-network/parameters',
    at: 700,
    see: 738,
    title: msg('Where are the parameters?'),
    text: msg('Order the connections between layers by their number of weights and biases.'),
    items: [
      msg('hidden layer to outputs'),
      msg('hidden layer to hidden layer'),
      msg('pixels to hidden layer'),
    ],
    format: formatInteger,
    why: msg(
      'Each pair of neurons of two layers has a weight. There are 784 pixels and only tens of other neurons, so nearly all weights touch a pixel.',
    ),
    scene: { picture: { at: 'network' } },
    async solve(lab) {
      const { layers } = await lab.digits.lens('weights', {});
      const counts = layers.map(({ weights, biases }) => weights.data.length + biases.data.length);
      const [first, last] = [counts[0], counts[counts.length - 1]];
      const between = counts.slice(1, -1).reduce((a, b) => a + b, 0);
      return {
        right: [last, between, first],
        found: msg(
          str`From the pixels ${formatInteger(first)}, between hidden layers ${formatInteger(between)}, to the outputs ${formatInteger(last)}.`,
        ),
        scene: { view: 'param-counter', isPanelOpen: true, picture: { at: 'network', overlay: 'weights' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'neural-network/matrix-shape',
    at: 815,
    see: 830,
    title: msg('The shape of the matrix'),
    text: msg(
      'Which shape has the matrix W from the 784 pixels to the 16 neurons, so that W · a is the column of sums?',
    ),
    options: [msg('784 rows, 16 columns'), msg('16 rows, 784 columns'), msg('28 rows, 28 columns')],
    why: msg(
      'Each row holds the weights of one neuron and meets the column of all activations: one row for each neuron, one entry for each pixel.',
    ),
    scene: { picture: { at: 'network', neuron: { layer: 1, neuron: 0 } } },
    async solve(lab) {
      const { layers } = await lab.digits.lens('weights', {});
      const [rows, columns] = layers[0].weights.shape;
      return {
        right: columns === 784 ? 1 : 0,
        found: msg(str`The network’s first matrix has ${rows} rows and ${columns} columns.`),
        scene: {
          view: 'matrix-notation',
          isPanelOpen: true,
          picture: { at: 'network', neuron: { layer: 1, neuron: 0 } },
        },
      };
    },
  },
];
