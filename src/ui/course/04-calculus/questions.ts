// The questions of chapter 4. The engine computes the answers on the chapter's small networks, with the visitor's values.

import { msg, str } from '@lit/localize';
import type { Quantity } from '../../../workers/rpc/api/lab-api.ts';
import { formatList } from '../../format/lists.ts';
import { formatFixed, formatSigned, tickOf } from '../../format/numbers.ts';
import { CHAIN, LAYERS, withValues } from '../../scenes/chain/networks.ts';
import type { Question, QuestionLab, Scene } from '../questions/question.ts';
import { sigmoidOf } from '../questions/read-digits.ts';

const NUDGE = 0.01;
const ACTIVATIONS = [0.1, 0.3, 0.5, 0.7, 0.9];
const SUMS = [-6, -4, -2, 0, 2, 4, 6];
/** The chain with names and lines alone: no derivative is shown. */
const BARE: Scene = { chain: { at: 'chain' } };

const w = (layer: number): Quantity => ({ kind: 'w', layer, neuron: 0, from: 0 });

const derivative = (lab: QuestionLab, of: Quantity, network = CHAIN) =>
  lab.digits.lens('chain-rule', { network: withValues(network, lab.values), of, nudge: NUDGE });

/** One neuron that gets each of these sums, with the target 1. */
const neuronWith = (lab: QuestionLab, sums: readonly number[]) =>
  lab.digits.lens('small-network', {
    ...{ sizes: [1, 1], weights: [[1]], biases: [[0]] },
    ...{ inputs: sums.map((sum) => [sum]), targets: sums.map(() => [1]) },
  });

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'rank',
    id: 'calculus/which-weight',
    at: 55,
    see: 60,
    title: msg('Three weights, one cost'),
    text: msg('In this chain, order the three weights by how strongly the cost depends on each.'),
    items: [msg('w¹, the first'), msg('w², the second'), msg('w³, the last')],
    format: (size) => formatFixed(size, 4),
    why: msg(
      'The way from an early weight to the cost is longer: each layer multiplies by a weight and by the slope of σ, which is at most ¼. So effects tend to shrink on the way back.',
    ),
    scene: BARE,
    async solve(lab) {
      const sizes: number[] = [];
      for (const layer of [1, 2, 3]) sizes.push(Math.abs((await derivative(lab, w(layer))).difference));
      return {
        right: sizes,
        found: msg(
          str`The sizes of the derivatives are ${sizes.map((size) => formatFixed(size, 4)).join(', ')}.`,
        ),
        scene: { view: 'gradient-vector', chain: { at: 'chain', parts: ['gradient'] } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'calculus/sign',
    at: 182,
    see: 185,
    title: msg('A tiny nudge'),
    text: msg(
      'The last activation is below its target, and the activation before it is positive. The last weight grows by 0.01. What does the cost do?',
    ),
    options: [msg('it falls'), msg('it rises'), msg('it stays')],
    why: msg(
      'A larger weight makes the sum larger, and the activation with it. It comes closer to a target that lies above, so the error shrinks.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    async solve(lab) {
      const { smallNetwork, nudged } = await derivative(lab, w(3));
      const { targets } = withValues(CHAIN, lab.values);
      if (smallNetwork.a[2].data[0] >= targets[0][0])
        throw new Error(msg('its last activation is not below the target.'));
      const change = nudged.cost - smallNetwork.cost;
      return {
        right: change < 0 ? 0 : change > 0 ? 1 : 2,
        found: msg(
          str`The cost goes from ${formatFixed(smallNetwork.cost, 5)} to ${formatFixed(nudged.cost, 5)}.`,
        ),
        scene: { chain: { at: 'last', parts: ['lines', 'nudge'], play: 'nudge' } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'calculus/twice-the-error',
    at: 240,
    see: 250,
    title: msg('The slope of the cost'),
    text: msg('The target is 1. Sketch the derivative of the cost (a − 1)² for each activation a.'),
    why: msg(
      'The derivative is 2(a − 1): a straight line that reaches 0 at the target. The further off, the stronger the pull.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    x: { label: msg('activation a'), ticks: ACTIVATIONS.map(tickOf) },
    y: { label: msg('Derivative'), min: -2, max: 2, step: 0.1, format: (value) => formatFixed(value, 0) },
    within: 0.08,
    async solve(lab) {
      const { d_a } = await neuronWith(
        lab,
        ACTIVATIONS.map((a) => Math.log(a / (1 - a))),
      );
      // Of the mean cost: each example's own is as many times larger.
      const right = Array.from(d_a[0].data, (value) => value * ACTIVATIONS.length);
      return {
        right,
        found: `${ACTIVATIONS.map((a, i) => msg(str`${formatSigned(right[i])} at ${tickOf(a)}`)).join(', ')}.`,
        scene: { chain: { at: 'curve', curve: 2, parts: ['curves'], play: 'slide' } },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'calculus/flat',
    at: 255,
    see: 260,
    title: msg('Nothing to learn'),
    text: msg(
      'Move the target y so that no weight of the chain would change: all derivatives of the cost become 0. The last activation is on the map.',
    ),
    why: msg(
      'Every derivative of the chain contains the factor 2(a − y). Where the activation is the target, nothing is to be learned.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    sliders: [
      { label: msg('Target y'), initial: 1, min: 0, max: 1, step: 0.01, format: (y) => formatFixed(y, 2) },
    ],
    async solve(lab) {
      const { a } = await lab.digits.lens('small-network', withValues(CHAIN, lab.values));
      const [last] = a[a.length - 1].data;
      return {
        right: [last],
        attempt: ([y]) => ({
          isRight: Math.abs(last - y) <= 0.02,
          outcome: msg(
            str`With y = ${formatFixed(y, 2)} the factor 2(a − y) is ${formatSigned(2 * (last - y))}.`,
          ),
        }),
        found: msg(str`The last activation is ${formatFixed(last, 3)}.`),
      };
    },
  },
  {
    kind: 'draw',
    id: 'calculus/slope-of-sigmoid',
    at: 269,
    see: 272,
    title: msg('Where σ is steep'),
    text: msg('Sketch the derivative of the sigmoid for each weighted sum z.'),
    why: msg(
      'The slope is σ(z)(1 − σ(z)): at most ¼, at z = 0, and next to nothing where the neuron is nearly 0 or nearly 1. There it hardly learns.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    x: { label: msg('weighted sum z'), ticks: SUMS.map(tickOf) },
    y: { label: msg('Slope of σ'), min: 0, max: 0.5, step: 0.01, format: (value) => formatFixed(value, 2) },
    within: 0.1,
    async solve(lab) {
      const { d_z, d_a } = await neuronWith(lab, SUMS);
      const right = Array.from(d_z[0].data, (value, i) => value / d_a[0].data[i]);
      const [most] = await sigmoidOf(lab, [0]);
      return {
        right,
        found: msg(
          str`It is ${right.map((value) => formatFixed(value, 3)).join(', ')}; at z = 0, where σ is ${formatFixed(most, 1)}, it is largest.`,
        ),
        scene: { chain: { at: 'curve', curve: 1, parts: ['curves'], play: 'slide' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'calculus/dark-neuron',
    at: 280,
    see: 290,
    title: msg('A dark neuron before'),
    text: msg('A weight leads from a neuron whose activation is 0. How does the cost depend on that weight?'),
    options: [msg('not at all'), msg('as on any other weight'), msg('more than on others')],
    why: msg(
      'The derivative of the sum by the weight is the activation before it. With 0 there, no weight makes a difference: a neuron must be active to teach its weights.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    async solve(lab) {
      const dark = { ...lab, values: { ...lab.values, a0: 0 } };
      const { difference } = await derivative(dark, w(1));
      return {
        right: Math.abs(difference) < 1e-6 ? 0 : 1,
        found: msg(
          str`With the input 0, the derivative by the first weight is ${formatFixed(difference, 4)}.`,
        ),
        scene: { chain: { at: 'curve', curve: 0, parts: ['curves'], play: 'slide' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'calculus/bias-factor',
    at: 349,
    see: 355,
    title: msg('The same for the bias'),
    text: msg('For the bias only the first factor differs from that of the weight. What is it?'),
    options: [msg('the weight'), msg('the activation before'), '1'],
    why: msg(
      'z = w a + b: if b grows by a bit, z grows by just as much. The other factors are the same, for they lead from z to the cost.',
    ),
    scene: { chain: { at: 'last', parts: ['lines'] } },
    async solve(lab) {
      const { paths, smallNetwork } = await derivative(lab, { kind: 'b', layer: 3, neuron: 0 });
      const [{ value }] = paths[0].factors;
      const [weight] = withValues(CHAIN, lab.values).weights[2];
      const [before] = smallNetwork.a[1].data;
      const choices = [weight, before, 1];
      return {
        right: choices.findLastIndex((each) => Math.abs(each - value) < 1e-6),
        found: msg(
          str`Here it is ${formatFixed(value, 2)}; the weight is ${formatFixed(weight, 2)}, the activation before ${formatFixed(before, 2)}.`,
        ),
        scene: {
          view: 'chain-rule-factors',
          settings: { of: 'b3' },
          chain: { at: 'last', parts: ['nudge', 'curves'], play: 'nudge' },
        },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'calculus/previous-factor',
    at: 369,
    see: 374,
    title: msg('Back by one neuron'),
    text: msg(
      'How large is the first factor, ∂z ∕ ∂a, for the activation before the last neuron of this chain? The map shows its weights.',
    ),
    why: msg(
      'z = w a + b: if a grows by a bit, z grows by w times that. So the first factor is the weight, and the way back goes through the weights.',
    ),
    scene: { chain: { at: 'chain' } },
    scale: { min: -4, max: 4, step: 0.1, format: formatSigned },
    within: 0.25,
    async solve(lab) {
      const { paths } = await derivative(lab, { kind: 'a', layer: 2, neuron: 0 });
      const right = paths[0].factors[0].value;
      return {
        right,
        found: msg(str`It is the last weight: ${formatSigned(right)}.`),
        scene: {
          view: 'chain-rule-factors',
          settings: { of: 'a2' },
          chain: { at: 'last', parts: ['nudge', 'curves'], play: 'nudge' },
        },
      };
    },
  },
  {
    kind: 'choose',
    id: 'calculus/paths',
    at: 512,
    see: 520,
    title: msg('How many ways?'),
    text: msg(
      'In this network with two outputs, in how many ways does an activation of the hidden layer act on the cost?',
    ),
    options: [msg('one'), msg('two, one through each output'), msg('six, one for each weight')],
    why: msg(
      'The neuron is part of every sum of the next layer. Its derivative adds up what comes back along each of these paths.',
    ),
    scene: { chain: { at: 'layers' } },
    async solve(lab) {
      const { paths, sums } = await derivative(lab, { kind: 'a', layer: 1, neuron: 1 }, LAYERS);
      return {
        right: paths.length === 1 ? 0 : paths.length === 2 ? 1 : 2,
        found: msg(
          str`${formatList(paths.map(({ product }) => formatSigned(product)))} along ${paths.length} paths, ${formatSigned(sums.data[0])} together.`,
        ),
        scene: {
          view: 'multi-neuron-indices',
          settings: { tell: 'paths', of: 'a1j1' },
          chain: { at: 'layers', parts: ['products'], play: 'terms' },
        },
      };
    },
  },
];
