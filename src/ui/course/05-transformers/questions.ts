// The questions of chapter 5. The network of this tab answers them.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatPercent, formatSigned, tickOf } from '../../format/numbers.ts';
import type { Question, QuestionLab, Scale, Scene } from '../questions/question.ts';
import { indexOfLargest } from '../questions/read-digits.ts';
import {
  idsOf,
  modelOf,
  probabilityOf,
  readLogits,
  readNext,
  requireWord,
  softmax,
  wordOf,
} from '../questions/read-transformer.ts';

const SEVERAL = 'A fluffy blue';
const ONCE = 'Once upon a time there was a';
const FASHION = 'In the fashion show the model wore a';
const TWICE = 'The king said that the queen';

const PERCENT: Scale = { min: 0, max: 1, step: 0.01, format: formatPercent };
/** Before the pass: the network has read the text and predicted nothing. */
const UNREAD: Scene = { shot: { at: 'network', front: 0 } };
const TEMPERATURES = [0.25, 0.5, 1, 2, 4];

/** The logits after the beginning of a story, which “boy” goes on with. */
async function readOnce(lab: QuestionLab) {
  const logits = await readLogits(lab, ONCE);
  const best = indexOfLargest(logits);
  requireWord(modelOf(lab).vocabulary[best], 'boy');
  return { logits, best };
}

export const QUESTIONS: readonly Question[] = [
  {
    kind: 'estimate',
    id: 'transformers/how-sure',
    at: 92,
    see: 100,
    title: msg('How sure is it?'),
    text: msg('The network reads “A fluffy blue”. How probable does it find the most probable next word?'),
    why: msg(
      'A prediction is a distribution over all tokens. Where several words fit equally well, each gets a part, and none can be sure.',
    ),
    isOfModel: true,
    scene: { prompt: SEVERAL, ...UNREAD },
    scale: PERCENT,
    within: 0.12,
    async solve(lab) {
      const { next } = await readNext(lab, { prompt: SEVERAL });
      const words = next
        .slice(0, 4)
        .map(({ text, probability }) => `“${text}” ${formatPercent(probability)}`);
      return {
        right: next[0].probability,
        found: msg(str`It says ${words.join(', ')}.`),
        scene: { prompt: SEVERAL, shot: { at: 'network', front: 'play' } },
      };
    },
  },
  {
    kind: 'pick',
    what: 'token',
    nameOf: wordOf(FASHION),
    id: 'transformers/needed-word',
    at: 250,
    see: 235,
    title: msg('Which word is needed?'),
    text: msg(
      'After “In the fashion show the model wore a” the network predicts “dress”. One earlier word is erased. Select the one whose absence harms that prediction most.',
    ),
    why: msg(
      'The last vector has to collect what matters from earlier ones. A verb that asks for an object says most about the noun to come; other words may repeat what it says.',
    ),
    isOfModel: true,
    scene: { prompt: FASHION, shot: { at: 'network' } },
    async solve(lab) {
      const { tokens, next } = await readNext(lab, { prompt: FASHION });
      requireWord(next[0].text, 'dress');
      const erased = tokens.map((_, position) => ({
        activations: ['logits' as const],
        interventions: [{ name: 'hook_embed' as const, kind: 'zero' as const, position }],
      }));
      const { variants } = await lab.transformer.query({
        prompt: FASHION,
        variants: Object.fromEntries(erased.map((variant, i) => [i, variant])),
      });
      const left = tokens.map((_, i) => probabilityOf(variants[i], next[0].id));
      const token = left.indexOf(Math.min(...left));
      return {
        right: [{ token }],
        found: msg(
          str`Without “${tokens[token].text}” the network gives “${next[0].text}” ${formatPercent(left[token])} instead of ${formatPercent(next[0].probability)}.`,
        ),
        scene: { prompt: FASHION, shot: { at: 'network', overlay: 'attribution' }, focus: { token } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'transformers/same-word',
    at: 770,
    see: 747,
    title: msg('The same word twice'),
    text: msg(
      '“The king said that the queen”: “the” occurs twice. Do its two columns of the embedding matrix differ?',
    ),
    options: [
      msg('no, they are the same numbers'),
      msg('yes, for they have other neighbours'),
      msg('yes, for they are other places'),
    ],
    why: msg(
      'The embedding is a table: a token has one column, wherever it stands. Position is added after it, and context comes with attention.',
    ),
    scene: { prompt: TWICE, shot: { at: 'embedding' } },
    async solve(lab) {
      const { L } = modelOf(lab).model;
      const end = `blocks.${L - 1}.hook_resid_post` as const;
      const { tokens, activations } = await readNext(lab, {
        prompt: TWICE,
        activations: ['hook_embed', end],
      });
      const places = tokens.flatMap(({ text }, i) => (text.trim() === 'the' ? [i] : []));
      const [first, second] = places;
      if (places.length !== 2) throw new Error(msg('it does not read two tokens “the”.'));
      const distance = (name: 'hook_embed' | typeof end) => {
        const { data, shape } = activations[name] ?? { data: new Float32Array(), shape: [0, 0] };
        const C = shape[1];
        const gaps = Array.from({ length: C }, (_, c) => data[first * C + c] - data[second * C + c]);
        return Math.hypot(...gaps);
      };
      return {
        right: distance('hook_embed') === 0 ? 0 : 1,
        found: msg(
          str`The distance of the two embeddings is ${formatFixed(distance('hook_embed'), 2)}; after the last block it is ${formatFixed(distance(end), 2)}.`,
        ),
        scene: { prompt: TWICE, shot: { at: 'embedding' }, focus: { token: second } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'transformers/analogy',
    at: 915,
    see: 950,
    title: msg('king − man + woman'),
    text: msg('Which word of this network, other than these three, is nearest to king − man + woman?'),
    options: ['actress', 'queen', 'prince', 'girl'],
    why: msg(
      'If one direction turns men into women wherever it is added, it also leads from king to queen. Training on text alone makes such directions, approximately.',
    ),
    isOfModel: true,
    scene: { shot: { at: 'embedding' } },
    async solve(lab) {
      const [king, man, woman] = idsOf(lab, ['king', 'man', 'woman']);
      const options = ['actress', 'queen', 'prince', 'girl'];
      const ids = idsOf(lab, options);
      const { nearest } = await lab.transformer.lens('analogy', { a: king, b: man, c: woman, count: 5 });
      return {
        right: ids.indexOf(nearest[0].id),
        found: msg(
          str`By cosine: ${nearest.map(({ text, score }) => `“${text}” ${formatFixed(score, 2)}`).join(', ')}.`,
        ),
        scene: { view: 'analogy', isPanelOpen: true, shot: { at: 'embedding' } },
      };
    },
  },
  {
    kind: 'rank',
    id: 'transformers/plurals',
    at: 1040,
    see: 1055,
    title: msg('A direction for plurals'),
    text: msg('Order the words by their dot product with the direction cats − cat.'),
    items: ['dog', 'one', 'birds', 'apple'],
    format: formatSigned,
    why: msg(
      'The direction was taken from one pair, and it separates others: words for many are on its side, words for one thing on the other. The number “one” is between them.',
    ),
    isOfModel: true,
    scene: { shot: { at: 'embedding' } },
    async solve(lab) {
      const [from, to] = idsOf(lab, ['cat', 'cats']);
      const ids = [...idsOf(lab, ['dog', 'one', 'birds', 'apple'])];
      const { products } = await lab.transformer.lens('direction-projection', { from, to, ids });
      return {
        right: products.map(({ score }) => score),
        found: `${products.map(({ text, score }) => `“${text}” ${formatSigned(score)}`).join(', ')}.`,
        scene: { view: 'direction', isPanelOpen: true, shot: { at: 'embedding' } },
      };
    },
  },
  {
    kind: 'estimate',
    id: 'transformers/embedding-share',
    at: 1072,
    see: 1085,
    title: msg('The weight of the words'),
    text: msg(
      'GPT-3’s embedding is about 0.4 % of its weights. How large is the share in the small network of this tab?',
    ),
    why: msg(
      'The embedding grows with the width of the vectors, the blocks with its square and with their number. So it is much of a small network, and little of a large one.',
    ),
    isOfModel: true,
    scene: { shot: { at: 'embedding' } },
    scale: PERCENT,
    within: 0.08,
    async solve(lab) {
      const { weights } = modelOf(lab);
      const { embedding = 0 } = weights.outside;
      return {
        right: embedding / weights.total,
        found: msg(
          str`${formatInteger(embedding)} of ${formatInteger(weights.total)} weights: ${formatPercent(embedding / weights.total)}.`,
        ),
        scene: {
          view: 'counts',
          settings: { show: 'embedding' },
          isPanelOpen: true,
          shot: { at: 'embedding' },
        },
      };
    },
  },
  {
    kind: 'choose',
    id: 'transformers/long-text',
    at: 1195,
    see: 1203,
    title: msg('A text too long'),
    text: msg(
      'A text has twice as many words as the context of the network. Which of them can change its next prediction?',
    ),
    options: [msg('all of them'), msg('the first half'), msg('the last half')],
    why: msg(
      'The network has a fixed number of places. What does not fit is cut from the front, and no later vector has seen it.',
    ),
    scene: { shot: { at: 'network' } },
    async solve(lab) {
      const { T } = modelOf(lab).model;
      const words = ['the', 'king', 'said', 'that'];
      const prompt = Array.from({ length: 2 * T }, (_, i) => words[i % words.length]).join(' ');
      const { tokens, cut } = await lab.transformer.query({ prompt });
      return {
        right: cut === 0 ? 0 : tokens.length === T ? 2 : 1,
        found: msg(
          str`Of ${2 * T} words this network drops the first ${cut} and reads the last ${tokens.length}.`,
        ),
        scene: { view: 'window', isPanelOpen: true, shot: { at: 'network' } },
      };
    },
  },
  {
    kind: 'choose',
    id: 'transformers/ten-more',
    at: 1350,
    see: 1380,
    title: msg('Ten more for each'),
    text: msg('What becomes of the probabilities if 10 is added to every logit?'),
    options: [msg('nothing'), msg('the largest grows, the others shrink'), msg('all become more alike')],
    why: msg(
      'Adding 10 multiplies each power of e by the same e¹⁰, and the sum too. Softmax knows differences of logits only.',
    ),
    scene: { shot: { at: 'embedding' } },
    async solve(lab) {
      const logits = await readLogits(lab, SEVERAL);
      const [before, after] = [softmax(logits), softmax(logits.map((logit) => logit + 10))];
      const best = before.indexOf(Math.max(...before));
      const change = after[best] - before[best];
      return {
        right: Math.abs(change) < 1e-6 ? 0 : change > 0 ? 1 : 2,
        found: msg(
          str`The most probable word after “${SEVERAL}” keeps ${formatPercent(before[best])}: with 10 more it has ${formatPercent(after[best])}.`,
        ),
        scene: { prompt: SEVERAL, view: 'softmax', isPanelOpen: true, shot: { at: 'unembedding' } },
      };
    },
  },
  {
    kind: 'draw',
    id: 'transformers/temperature-curve',
    at: 1445,
    see: 1455,
    title: msg('Warmer and warmer'),
    text: msg(
      'After “Once upon a time there was a” the network finds “boy” most probable. Sketch the probability of “boy” at each temperature.',
    ),
    why: msg(
      'Dividing by a small T stretches the gaps between logits, so the largest takes all. A large T closes them: even words that do not fit get their parts.',
    ),
    isOfModel: true,
    scene: { prompt: ONCE, shot: { at: 'embedding' } },
    x: { label: msg('temperature T'), ticks: TEMPERATURES.map(tickOf) },
    y: { label: msg('Probability'), ...PERCENT },
    within: 0.17,
    async solve(lab) {
      const { logits, best } = await readOnce(lab);
      const right = TEMPERATURES.map((T) => softmax(logits.map((logit) => logit / T))[best]);
      return {
        right,
        found: `“${modelOf(lab).vocabulary[best]}”: ${right.map(formatPercent).join(', ')}.`,
        scene: { prompt: ONCE, view: 'temperature', isPanelOpen: true, shot: { at: 'unembedding' } },
      };
    },
  },
  {
    kind: 'adjust',
    id: 'transformers/set-temperature',
    at: 1480,
    see: 1490,
    title: msg('As good as sure'),
    text: msg('Set the temperature so that “boy” comes next in about 95 of 100 samples.'),
    why: msg(
      'At T the odds of two words are those at T = 1 to the power of 1 ∕ T. From nearly even odds to 19 : 1 it takes a T far below 1.',
    ),
    isOfModel: true,
    scene: { prompt: ONCE, view: 'logits', isPanelOpen: true, shot: { at: 'unembedding' } },
    sliders: [
      {
        label: msg('Temperature T'),
        initial: 1,
        min: 0.02,
        max: 2,
        step: 0.01,
        format: (T) => formatFixed(T, 2),
      },
    ],
    async solve(lab) {
      const { logits, best } = await readOnce(lab);
      const probability = (T: number) => softmax(logits.map((logit) => logit / T))[best];
      const steps = Array.from({ length: 199 }, (_, i) => 0.02 + i * 0.01);
      const right = steps.reduce((a, b) =>
        Math.abs(probability(b) - 0.95) < Math.abs(probability(a) - 0.95) ? b : a,
      );
      return {
        right: [right],
        attempt: ([T]) => ({
          isRight: Math.abs(probability(T) - 0.95) <= 0.03,
          outcome: msg(str`At T = ${formatFixed(T, 2)} it has ${formatPercent(probability(T))}.`),
        }),
        found: msg(
          str`It takes T = ${formatFixed(right, 2)}; at T = 1 “${modelOf(lab).vocabulary[best]}” has ${formatPercent(probability(1))}.`,
        ),
        scene: { prompt: ONCE, view: 'temperature', isPanelOpen: true, shot: { at: 'unembedding' } },
      };
    },
  },
];
