// The questions of chapter 3. The digit network of this tab answers them.

import { msg, str } from '@lit/localize';
import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned, tickOf } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import type { Question, QuestionLab, Scale, Scene } from '../questions/question.ts';
import { indexOfLargest, testImage } from '../questions/read-digits.ts';

/** A 2 of the test data that the trained network takes for a 7. */
const WRONG = 924;
const INPUT = testImage(WRONG);
/** Whose gradient stands for that of all images. */
const ALL_IMAGES = 1000;
const BATCHES = [1, 10, 100, 500];

const UNIT: Scale = { min: 0, max: 1, step: 0.01, format: (value) => formatFixed(value, 2) };
/** The image and what the network makes of it, without any change. */
const OUTPUTS: Scene = { settings: { image: WRONG }, picture: { at: 'outputs' } };
const WISHES: Scene = { settings: { image: WRONG }, picture: { at: 'outputs', overlay: 'nudges' } };

const wishes = async (lab: QuestionLab) => {
  const { layers } = await lab.digits.lens('desired-changes', INPUT);
  const of = (fromEnd: number) => {
    const { a, activations } = layers[layers.length - fromEnd];
    return { a: Array.from(a.data), desired: Array.from(activations?.data ?? []) };
  };
  return { layer: layers.length, outputs: of(1), hidden: of(2) };
};

const trainingImages = (count: number): DigitInput => ({
  split: 'train',
  indices: Array.from({ length: count }, (_, i) => i),
});

/** All components of the gradient of a batch's mean cost. */
async function gradientOf(lab: QuestionLab, input: DigitInput): Promise<readonly Float32Array[]> {
  const { layers } = await lab.digits.lens('gradient', input);
  return layers.flatMap(({ weights, biases }) => [weights.data, biases.data]);
}

function cosine(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (const [part, values] of a.entries())
    for (const [i, value] of values.entries()) {
      ab += value * b[part][i];
      aa += value ** 2;
      bb += b[part][i] ** 2;
    }
  return ab / Math.sqrt(aa * bb);
}

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'rank',
    id: 'backpropagation/desired-outputs',
    at: 256,
    see: 262,
    title: msg('Which output should change most?'),
    text: msg(
      'This 2 is taken for a 7. Order three outputs by the size of the change that would lower the cost.',
    ),
    items: [msg('the output for 5'), msg('the output for 2'), msg('the output for 7')],
    format: (change) => formatFixed(change, 3),
    why: msg(
      'The wish is proportional to the distance from the target. An output that is dark and should be dark asks for nothing; the two wrong ones ask for much.',
    ),
    isOfModel: true,
    scene: OUTPUTS,
    async solve(lab) {
      const { outputs } = await wishes(lab);
      const answer = indexOfLargest(outputs.a);
      if (answer !== 7) throw new Error(msg(str`it takes this 2 for a ${answer}, not for a 7.`));
      const right = [5, 2, 7].map((digit) => Math.abs(outputs.desired[digit]));
      return {
        right,
        found: msg(
          str`Desired changes: for 5 ${formatSigned(outputs.desired[5])}, for 2 ${formatSigned(outputs.desired[2])}, for 7 ${formatSigned(outputs.desired[7])}.`,
        ),
        scene: WISHES,
      };
    },
  },
  {
    kind: 'choose',
    id: 'backpropagation/direction',
    at: 266,
    see: 272,
    title: msg('Up or down?'),
    text: msg('The image is a 2. In which direction should the output for 7 change?'),
    options: [msg('up'), msg('down'), msg('it should stay')],
    why: msg(
      'Only the output of the label has the target 1. All others have the target 0 and should go down, however bright they are.',
    ),
    isOfModel: true,
    scene: OUTPUTS,
    async solve(lab) {
      const { outputs } = await wishes(lab);
      const change = outputs.desired[7];
      return {
        right: change > 0.001 ? 0 : change < -0.001 ? 1 : 2,
        found: msg(
          str`It is ${formatFixed(outputs.a[7], 2)}, and the desired change is ${formatSigned(change)}.`,
        ),
        scene: WISHES,
      };
    },
  },
  {
    kind: 'rank',
    id: 'backpropagation/bright-neurons',
    at: 318,
    see: 322,
    title: msg('Which weight has most effect?'),
    text: msg(
      'Three weights lead into the output for 7: from the darkest neuron of the layer before, from one in between, and from the brightest. Order them by how strongly the cost depends on them.',
    ),
    items: [msg('from the darkest neuron'), msg('from one in between'), msg('from the brightest neuron')],
    format: (size) => formatFixed(size, 4),
    why: msg(
      'A weight is multiplied by the activation it comes from, and so is its effect. A weight from a dark neuron changes nothing for this image.',
    ),
    scene: OUTPUTS,
    async solve(lab) {
      const { layers } = await lab.digits.lens('gradient', INPUT);
      const { hidden } = await wishes(lab);
      const { weights } = layers[layers.length - 1];
      const columns = weights.shape[1];
      const row = Array.from(weights.data.subarray(7 * columns, 8 * columns), Math.abs);
      const byActivation = hidden.a.map((_, k) => k).sort((a, b) => hidden.a[a] - hidden.a[b]);
      const half = byActivation.reduce((a, b) =>
        Math.abs(hidden.a[b] - 0.5) < Math.abs(hidden.a[a] - 0.5) ? b : a,
      );
      const chosen = [byActivation[0], half, byActivation[byActivation.length - 1]];
      return {
        right: chosen.map((k) => row[k]),
        found: msg(
          str`With activations of ${chosen.map((k) => formatFixed(hidden.a[k], 2)).join(', ')} the sizes of their components are ${chosen.map((k) => formatFixed(row[k], 4)).join(', ')}.`,
        ),
        scene: {
          settings: { image: WRONG },
          picture: { at: 'outputs', overlay: 'nudges', neuron: { layer: 3, neuron: 7 }, way: 'weights' },
        },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'backpropagation/untouched',
    at: 350,
    see: 340,
    title: msg('Weights that stay'),
    text: msg(
      'One image gives its step. What share of the 12,544 weights from pixels does not change at all?',
    ),
    why: msg(
      'The component of a weight is a product with the activation of its pixel. Black pixels have the activation 0, so their weights stay exactly as they are.',
    ),
    scene: { settings: { image: WRONG }, picture: { at: 'network', layers: ['pixels'], hasNoLines: true } },
    scale: { ...UNIT, format: formatPercent },
    within: 0.12,
    async solve(lab) {
      const { layers } = await lab.digits.lens('gradient', INPUT);
      const { data } = layers[0].weights;
      const zeros = data.reduce((count, value) => count + Number(value === 0), 0);
      return {
        right: zeros / data.length,
        found: msg(
          str`${formatInteger(zeros)} of ${formatInteger(data.length)}: ${formatPercent(zeros / data.length)}.`,
        ),
        scene: { settings: { image: WRONG }, picture: { at: 'network', overlay: 'nudges' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'backpropagation/negative-weight',
    at: 410,
    see: 415,
    title: msg('A wish passed back'),
    text: msg(
      'An output should increase. A neuron of the layer before leads to it with a negative weight. What does the output ask of that neuron?',
    ),
    options: [msg('to increase'), msg('to decrease'), msg('nothing')],
    why: msg(
      'The sum takes weight times activation. With a negative weight a smaller activation makes the sum larger; the request is proportional to the weight.',
    ),
    scene: OUTPUTS,
    async solve(lab) {
      const { layers } = await lab.digits.lens('desired-changes', INPUT);
      const { fromNext } = layers[layers.length - 2];
      const { layers: all } = await lab.digits.lens('weights', {});
      const { weights } = all[all.length - 1];
      const columns = weights.shape[1];
      // The output of the label, which should increase.
      const row = Array.from(weights.data.subarray(2 * columns, 3 * columns));
      const k = row.indexOf(Math.min(...row));
      const request = fromNext?.data[2 * columns + k] ?? 0;
      return {
        right: request > 0 ? 0 : request < 0 ? 1 : 2,
        found: msg(
          str`The output for 2 should increase. Neuron ${k} leads to it with the weight ${formatSigned(row[k])}, and the request is ${request < 0 ? msg('negative') : msg('positive')}.`,
        ),
        scene: {
          settings: { image: WRONG },
          picture: {
            at: 'outputs',
            overlay: 'requests',
            neuron: { layer: 3, neuron: 2 },
            way: 'activations',
          },
        },
      };
    },
  },
  {
    kind: 'pick',
    what: 'neuron',
    id: 'backpropagation/most-wanted',
    at: 450,
    see: 460,
    title: msg('The sum of all wishes'),
    text: msg(
      'All ten outputs ask for changes of the last hidden layer, and these are added. Select a neuron of that layer that should change strongly.',
    ),
    why: msg(
      'Requests of different outputs add up or cancel. A neuron is wanted most where large weights lead to outputs that are far off.',
    ),
    isOfModel: true,
    nameOf: ({ layer, neuron }) => msg(str`neuron ${neuron} of layer ${layer}`),
    scene: { settings: { image: WRONG }, picture: { at: 'outputs', overlay: 'weights' } },
    async solve(lab) {
      const { layer, hidden } = await wishes(lab);
      const sizes = hidden.desired.map(Math.abs);
      const most = indexOfLargest(sizes);
      const strong = sizes.flatMap((size, neuron) =>
        size >= sizes[most] / 2 && neuron !== most ? [neuron] : [],
      );
      return {
        right: [most, ...strong].map((neuron) => ({ layer: layer - 1, neuron })),
        found: msg(
          str`Neuron ${most} should change most, by ${formatSigned(hidden.desired[most])} on this scale; at least half as much: ${strong.join(', ') || msg('none')}.`,
        ),
        scene: {
          settings: { image: WRONG },
          picture: { at: 'outputs', overlay: 'requests', play: 'requests' },
        },
      };
    },
  },
  {
    kind: 'choose',
    id: 'backpropagation/average',
    at: 545,
    see: 555,
    title: msg('The mean of gradients'),
    text: msg('For ten images: is the mean of their ten gradients the gradient of their mean cost?'),
    options: [msg('yes, exactly'), msg('only nearly'), msg('no')],
    why: msg(
      'The mean cost is a sum, and the derivative of a sum is the sum of derivatives. That is why the wishes of single images may simply be averaged.',
    ),
    scene: { picture: { at: 'network' } },
    async solve(lab) {
      const weights = [0, 5, 9].map((neuron) => ({ layer: 3, neuron, from: 3 }));
      const { mean, batch } = await lab.digits.lens('example-gradients', {
        input: trainingImages(10),
        weights,
      });
      const gap = Math.max(...Array.from(mean.data, (value, i) => Math.abs(value - batch.data[i])));
      const size = Math.max(...Array.from(batch.data, Math.abs));
      return {
        right: gap < 1e-4 * size + 1e-9 ? 0 : gap < 0.1 * size ? 1 : 2,
        found: msg(
          str`For three weights the largest difference is ${formatSignificant(gap)}, rounding of single precision.`,
        ),
        scene: {
          view: 'nudge-table',
          isPanelOpen: true,
          picture: { at: 'network', overlay: 'nudges', batch: 10 },
        },
      };
    },
  },
  {
    kind: 'draw',
    id: 'backpropagation/batch-size',
    at: 600,
    see: 612,
    title: msg('How good is a small batch?'),
    text: msg(
      'Compare the gradient of a few images with that of a thousand: 1 means the same direction, 0 no relation. Sketch it for growing batches.',
    ),
    why: msg(
      'Each image points somewhere else, and the mean of more of them comes closer to that of all. A small batch is only roughly right, but it costs a fraction.',
    ),
    isOfModel: true,
    scene: { picture: { at: 'network' } },
    x: { label: msg('images in the batch'), ticks: BATCHES.map(tickOf), at: BATCHES.map(Math.log) },
    y: { label: msg('Cosine of the directions'), ...UNIT },
    within: 0.2,
    async solve(lab) {
      const all = await gradientOf(lab, trainingImages(ALL_IMAGES));
      const right: number[] = [];
      for (const count of BATCHES)
        right.push(Math.max(0, cosine(await gradientOf(lab, trainingImages(count)), all)));
      return {
        right,
        found: msg(
          str`${BATCHES.map((count, i) => msg(str`${formatFixed(right[i], 2)} with ${count}`)).join(', ')} of its first thousand training images.`,
        ),
        scene: {
          view: 'minibatch-sgd',
          isPanelOpen: true,
          picture: { at: 'network', overlay: 'nudges', batch: 100 },
        },
      };
    },
  },
];
