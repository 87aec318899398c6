// The questions of chapter 7. The network of this tab answers them.

import { msg, str } from '@lit/localize';
import type { ActivationName, QueryResult } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned, tickOf } from '../../format/numbers.ts';
import type { Question, QuestionLab, Scale, Scene } from '../questions/question.ts';
import {
  modelOf,
  probabilityOf,
  readNext,
  requireBlocks,
  requireMlps,
  requireWord,
  wordOf,
} from '../questions/read-transformer.ts';
import { PEOPLE, toyNeuron } from './toy.ts';

const JORDAN = 'Michael Jordan plays the sport of';
const SUBJECT = 'Michael Jordan';

const PERCENT: Scale = { min: 0, max: 1, step: 0.01, format: formatPercent };
const NETWORK: Scene = { shot: { at: 'network' } };
const RANDOM = { of: 'random', N: 1000, d: 100, seed: 1 } as const;
const INPUTS = [-3, -2, -1, 0, 1, 2, 3];
const SPORTS =
  'basketball baseball football soccer tennis golf hockey cricket boxing swimming athletics gymnastics cycling'.split(
    ' ',
  );
/** From a sum that is asked for to the nearest that a neuron has. */
const MAX_GAP = 0.1;
const DIMENSIONS = [2, 8, 32, 128, 512];

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Of each token and neuron, one after the other. */
type Neurons = readonly { readonly pre: Float32Array; readonly post: Float32Array }[];

async function readNeurons(lab: QuestionLab): Promise<Neurons> {
  requireMlps(lab);
  const { L } = modelOf(lab).model;
  const name = (layer: number, hook: 'pre' | 'post'): ActivationName => `blocks.${layer}.mlp.hook_${hook}`;
  const layers = Array.from({ length: L }, (_, layer) => layer);
  const { activations }: QueryResult = await readNext(lab, {
    prompt: JORDAN,
    activations: layers.flatMap((layer) => [name(layer, 'pre'), name(layer, 'post')]),
  });
  return layers.map((layer) => {
    const [pre, post] = [activations[name(layer, 'pre')], activations[name(layer, 'post')]];
    if (!pre || !post) throw new Error(msg('it has no MLPs.'));
    return { pre: pre.data, post: post.data };
  });
}

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'rank',
    id: 'facts/who-says-it',
    at: 50,
    see: 60,
    title: msg('Who says “basketball”?'),
    text: msg(
      'The logit of the network’s answer is a sum: parts come from the embedding, the attention heads and the MLPs. Order them.',
    ),
    items: [msg('embedding and positions'), msg('all attention heads'), msg('all MLPs')],
    format: formatSigned,
    why: msg(
      'What a block writes is added to the vector, so the final logit splits into parts exactly. Heads bring the name to the last word; most of what says the sport comes from the MLPs.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      const { embed, positionEmbed, heads, mlps, answer, total, attentionBias, mlpBias, finalBias } =
        await lab.transformer.lens('attribution', { text: JORDAN });
      const right = [embed + positionEmbed, sum(heads.flat()), sum(mlps)];
      const biases = sum([...attentionBias, ...mlpBias, finalBias]);
      return {
        right,
        found: msg(
          str`The logit of “${answer.text}” is ${formatSigned(total)}: embedding ${formatSigned(right[0])}, heads ${formatSigned(right[1])}, MLPs ${formatSigned(right[2])}, biases ${formatSigned(biases)}.`,
        ),
        scene: { shot: { at: 'network', overlay: 'attribution' } },
      };
    },
  },
  {
    kind: 'pick',
    what: 'token',
    nameOf: wordOf(JORDAN),
    id: 'facts/where-restored',
    at: 70,
    see: 60,
    title: msg('Where does the name help?'),
    text: msg(
      'The name is hidden by noise. Then one vector in the middle of the network is restored. Select the word whose vector restores most of the answer.',
    ),
    why: msg(
      'In a network this shallow the name has moved to the last word by the middle: heads of the first blocks have copied it there. In large models the subject’s last word holds on longer.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      const { L } = modelOf(lab).model;
      const { rows, tokens, answer } = await lab.transformer.lens('causal-trace', {
        ...{ text: JORDAN, subject: SUBJECT },
      });
      const row = rows.find(({ kind, layer }) => kind === 'residual' && layer === Math.floor(L / 2) - 1);
      if (!row) throw new Error(msg('it has no block in the middle.'));
      const recovered = Array.from(row.recovered);
      const token = recovered.indexOf(Math.max(...recovered));
      return {
        right: [{ token }],
        found: msg(
          str`After block ${Math.floor(L / 2)}, the vector of “${tokens[token].text}” restores ${formatPercent(recovered[token])} of the probability of “${answer.text}”, more than that of any other word.`,
        ),
        scene: { shot: { at: 'network', overlay: 'trace' }, focus: { token } },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'facts/and-gate',
    at: 545,
    see: 555,
    title: msg('Make it an AND'),
    text: msg(
      'The row adds up Michael and Jordan: 2 for both names, 1 for one, 0 for none. Set the bias so that ReLU leaves something for Michael Jordan alone.',
    ),
    why: msg(
      'The sum only counts names. The bias moves the threshold of ReLU between one and two, and so makes the sum an AND.',
    ),
    scene: { view: 'toy', isPanelOpen: false, shot: { at: 'mlp', mlpStep: 'rows', roles: { answer: true } } },
    sliders: [{ label: msg('Bias'), initial: 0, min: -3, max: 1, step: 0.1, format: formatSigned }],
    async solve() {
      const posts = (bias: number) =>
        PEOPLE.map((person) => toyNeuron(person, { person: 0, row: 'M + J', bias, curve: 'ReLU' }).post);
      const attempt = ([bias]: readonly number[]) => {
        const values = posts(bias);
        return {
          isRight: values[0] > 0.05 && values.slice(1).every((value) => value <= 1e-6),
          outcome: PEOPLE.map(({ name }, i) => `${name} ${formatFixed(values[i], 1)}`).join(', '),
        };
      };
      return {
        right: [-1],
        attempt,
        found: msg(
          str`With −1 the neurons are ${attempt([-1]).outcome}; any bias from −1 to just above −2 will do.`,
        ),
        scene: {
          view: 'gate',
          isPanelOpen: true,
          shot: { at: 'mlp', mlpStep: 'activations', roles: { answer: true } },
        },
      };
    },
  },
  {
    kind: 'draw',
    id: 'facts/activation',
    at: 690,
    see: 700,
    title: msg('Smooth ReLU'),
    text: msg('GELU is a smooth ReLU. Sketch what a neuron of this network makes of each weighted sum.'),
    why: msg(
      'Below 0 a neuron says almost nothing, above 0 it passes the sum on. Smooth means that it dips a little below 0 on the way, which ReLU does not.',
    ),
    scene: { shot: { at: 'network', spotlight: 'mlps' } },
    x: { label: msg('weighted sum'), ticks: INPUTS.map(tickOf) },
    y: { label: msg('Neuron'), min: -1, max: 3, step: 0.05, format: (value) => formatFixed(value, 1) },
    within: 0.09,
    async solve(lab) {
      const { activation } = modelOf(lab).model;
      if (!activation.startsWith('gelu')) throw new Error(msg(str`its neurons use ${activation}, not GELU.`));
      const neurons = await readNeurons(lab);
      const right = INPUTS.map((input) => nearestPost(neurons, input));
      return {
        right,
        found: msg(
          str`Neurons at work on “${JORDAN}” map ${INPUTS.map((input, i) => msg(str`${tickOf(input)} to ${formatSigned(right[i])}`)).join(', ')}.`,
        ),
        scene: {
          view: 'curve',
          isPanelOpen: true,
          shot: { at: 'mlp', mlpStep: 'activations', roles: { answer: true } },
        },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'facts/active-share',
    at: 715,
    see: 720,
    title: msg('How many neurons speak?'),
    text: msg(
      'A neuron is active if its sum is above 0. Which share of all neurons is active at the last word of “Michael Jordan plays the sport of”?',
    ),
    why: msg(
      'Each neuron answers to a few kinds of context and stays quiet otherwise. Training gives most of them a negative sum for most texts.',
    ),
    isOfModel: true,
    scene: NETWORK,
    scale: PERCENT,
    within: 0.1,
    async solve(lab) {
      const { mlpWidth: M } = modelOf(lab).model;
      const layers = await readNeurons(lab);
      const shares = layers.map(({ pre }) => {
        const last = Array.from(pre.subarray(pre.length - M));
        return last.filter((value) => value > 0).length / M;
      });
      const right = sum(shares) / shares.length;
      return {
        right,
        found: msg(
          str`${formatPercent(right)} of all neurons; by block ${shares.map(formatPercent).join(', ')}.`,
        ),
        scene: { shot: { at: 'mlp', mlpStep: 'activations', roles: { answer: true } } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'facts/without-mlp',
    at: 880,
    see: 874,
    title: msg('Which MLP is missed?'),
    text: msg('One MLP at a time is switched off. Without which does “basketball” lose most probability?'),
    options: [msg('that of block 1'), msg('that of block 2'), msg('that of block 3'), msg('that of block 4')],
    why: msg(
      'What an MLP adds to the answer and what is lost without it are two things: later blocks read what it wrote, and may also make up for it.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      const { L } = modelOf(lab).model;
      requireBlocks(lab, 4);
      requireMlps(lab);
      const { mlps } = await lab.transformer.lens('attribution', { text: JORDAN });
      const { next, variants } = await readNext(lab, {
        prompt: JORDAN,
        variants: Object.fromEntries(
          Array.from({ length: L }, (_, layer) => [
            layer,
            {
              activations: ['logits' as const],
              interventions: [
                { name: `blocks.${layer}.hook_mlp_out` as ActivationName, kind: 'zero' as const },
              ],
            },
          ]),
        ),
      });
      requireWord(next[0].text, 'basketball');
      const left = Array.from({ length: L }, (_, layer) => probabilityOf(variants[layer], next[0].id));
      return {
        right: left.indexOf(Math.min(...left)),
        found: msg(
          str`“${next[0].text}” has ${formatPercent(next[0].probability)}; without one MLP ${left.map(formatPercent).join(', ')}. Most is added by that of block ${mlps.indexOf(Math.max(...mlps)) + 1}.`,
        ),
        scene: { shot: { at: 'network', overlay: 'attribution' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'facts/one-neuron',
    at: 1040,
    see: 1060,
    title: msg('One neuron, one fact?'),
    text: msg(
      'The neuron that adds most to “basketball” is switched off. What does the network then say after “Michael Jordan plays the sport of”?',
    ),
    options: [msg('basketball all the same'), msg('another sport'), msg('no sport at all')],
    why: msg(
      'Other neurons, heads and the embedding add to the answer too; which other facts this neuron serves is not tested here.',
    ),
    isOfModel: true,
    scene: NETWORK,
    async solve(lab) {
      requireMlps(lab);
      const { neurons } = await lab.transformer.lens('attribution', { text: JORDAN });
      const all = neurons.flatMap((row, layer) => row.map((effect, neuron) => ({ layer, neuron, effect })));
      const { layer, neuron } = all.reduce((a, b) => (b.effect > a.effect ? b : a));
      const { next, variants } = await readNext(lab, {
        prompt: JORDAN,
        variants: {
          without: { interventions: [{ name: `blocks.${layer}.mlp.hook_post`, kind: 'zero', neuron }] },
        },
      });
      const [after] = variants.without.next;
      requireWord(next[0].text, 'basketball');
      return {
        right: after.id === next[0].id ? 0 : SPORTS.includes(after.text.trim()) ? 1 : 2,
        found: msg(
          str`Without neuron ${neuron} of block ${layer + 1} it says “${after.text}”, ${formatPercent(after.probability)} instead of ${formatPercent(next[0].probability)}.`,
        ),
        scene: { shot: { at: 'mlp', mlpStep: 'columns', roles: { answer: true }, neuron } },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'facts/right-angles',
    at: 1145,
    see: 1160,
    title: msg('How perpendicular is chance?'),
    text: msg(
      'A thousand random vectors in 100 dimensions: which share of all pairs has an angle from 85° to 95°?',
    ),
    why: msg(
      'A dot product of random vectors adds up many small terms of both signs. They nearly cancel, so in many dimensions nearly all pairs are nearly perpendicular.',
    ),
    scene: { shot: { at: 'unembedding' } },
    scale: PERCENT,
    within: 0.1,
    async solve(lab) {
      const { histogram, pairs } = await lab.transformer.lens('pairwise-angles', RANDOM);
      const right = sum(Array.from(histogram).slice(85, 95)) / pairs;
      return {
        right,
        found: msg(str`Of ${formatInteger(pairs)} pairs ${formatPercent(right)} lie there.`),
        scene: { view: 'angles', isPanelOpen: true, shot: { at: 'unembedding' } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'facts/spread',
    at: 1180,
    see: 1205,
    title: msg('More dimensions'),
    text: msg(
      'Random vectors have angles around 90°. Sketch how far they spread from it (standard deviation) in spaces of more and more dimensions.',
    ),
    why: msg(
      'The spread shrinks with the square root of the number of dimensions: four times as many halve it. So a large space has room for very many nearly perpendicular directions.',
    ),
    scene: { shot: { at: 'unembedding' } },
    x: { label: msg('dimensions'), ticks: DIMENSIONS.map(tickOf) },
    y: {
      label: msg('Spread of angles'),
      min: 0,
      max: 60,
      step: 1,
      format: (degrees) => `${formatFixed(degrees, 0)}°`,
    },
    async solve(lab) {
      const { points } = await lab.transformer.lens('angle-spread', {
        N: 200,
        dimensions: DIMENSIONS,
        seed: 1,
      });
      return {
        right: points.map(({ deviation }) => deviation),
        found: msg(
          str`${points.map(({ d, deviation }) => msg(str`${formatFixed(deviation, 1)}° in ${d}`)).join(', ')} dimensions.`,
        ),
        scene: { view: 'angles', isPanelOpen: true, shot: { at: 'unembedding' } },
      };
    },
  },
];

/** What the neuron made of its sum whose sum is nearest to a number. @throws Error where none is near */
function nearestPost(layers: Neurons, input: number): number {
  let best = { gap: MAX_GAP, post: Number.NaN };
  for (const { pre, post } of layers)
    for (const [i, value] of pre.entries()) {
      const gap = Math.abs(value - input);
      if (gap < best.gap) best = { gap, post: post[i] };
    }
  if (Number.isNaN(best.post))
    throw new Error(msg(str`no neuron has a sum near ${tickOf(input)} for this text.`));
  return best.post;
}
