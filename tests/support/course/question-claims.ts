// What the explanation of each question claims of the shipped model: checked against the engine's answer.

import type { Place } from '../../../src/ui/course/questions/question.ts';

type Claim = (solution: { readonly right: never; readonly found: string }) => boolean;

const chosen =
  (index: number) =>
  ({ right }: { readonly right: number }) =>
    right === index;
const between =
  (low: number, high: number) =>
  ({ right }: { readonly right: number }) =>
    low <= right && right <= high;
const at =
  (place: Place) =>
  ({ right }: { readonly right: readonly Place[] }) =>
    JSON.stringify(right[0]) === JSON.stringify(place);
/** Indices of the items, largest value first. */
const ordered =
  (...order: readonly number[]) =>
  ({ right }: { readonly right: readonly number[] }) =>
    order.every((item, i) => i === 0 || right[order[i - 1]] > right[item]);
const curve =
  (holds: (values: readonly number[]) => boolean) =>
  ({ right }: { readonly right: readonly number[] }) =>
    holds(right);

export const CLAIMS: Readonly<Record<string, Claim>> = {
  // “It may be wrong.”
  'neural-network/untidy-digit': chosen(0),
  'neural-network/second-output': at({ layer: 3, neuron: 6 }),
  // “Nothing taught the network to stay dark.”
  'neural-network/black-image': chosen(1),
  // “What is written covers few pixels.”
  'neural-network/black-pixels': between(0.75, 0.95),
  // “At 0 it is one half.”
  'neural-network/sigmoid': curve(
    ([low, , , zero, , , high]) => low < 0.01 && Math.abs(zero - 0.5) < 1e-6 && high > 0.99,
  ),
  // “Minus the sum.”
  'neural-network/bias': ({ right: [bias] }: { readonly right: readonly number[] }) => bias < -2,
  // “Nearly all weights touch a pixel.”
  'neural-network/parameters': ordered(2, 1, 0),
  // “One row for each neuron.”
  'neural-network/matrix-shape': chosen(1),
  // “Sure and wrong: two outputs are off by nearly 1.”
  'gradient-descent/three-costs': ({ right: [sure, unsure, wrong] }: { readonly right: readonly number[] }) =>
    sure < 0.01 && unsure > 0.3 && wrong > 1.5,
  // “Most images cost next to nothing.”
  'gradient-descent/mean-cost': between(0.02, 0.12),
  // “Each step covers the same share of what is left.”
  'gradient-descent/shrinking-steps': curve((values) =>
    values.every((x, i) => i === 0 || Math.abs(x / values[i - 1] - 0.55) < 1e-6),
  ),
  'gradient-descent/step-size': ({ right: [rate] }: { readonly right: readonly number[] }) =>
    Math.abs(rate - 1 / 3) < 0.01,
  // “A larger weight means a lower cost.”
  'gradient-descent/sign': chosen(0),
  'gradient-descent/accuracy': between(0.94, 0.98),
  // “Two outputs are to blame.”
  'gradient-descent/wrong-output': ({ right }: { readonly right: readonly Place[] }) =>
    right.map(({ neuron }) => neuron).join() === '2,7',
  'gradient-descent/mixed-up': ordered(2, 1, 0),
  // “The network names a digit.”
  'gradient-descent/noise': between(0.55, 0.95),
  // “The two wrong ones ask for much.”
  'backpropagation/desired-outputs': ({ right: [five, two, seven] }: { readonly right: readonly number[] }) =>
    five < 0.1 * Math.min(two, seven) && seven > two,
  'backpropagation/direction': chosen(1),
  // “A weight from a dark neuron changes nothing.”
  'backpropagation/bright-neurons': ({
    right: [dark, between, bright],
  }: {
    readonly right: readonly number[];
  }) => dark < 0.1 * bright && dark < between && between < bright,
  'backpropagation/untouched': between(0.7, 0.95),
  'backpropagation/negative-weight': chosen(1),
  'backpropagation/most-wanted': ({ right }: { readonly right: readonly Place[] }) =>
    right.length > 0 && right.length < 8,
  'backpropagation/average': chosen(0),
  // “The mean of more of them comes closer.”
  'backpropagation/batch-size': curve(
    (values) => values.every((each, i) => i === 0 || each > values[i - 1]) && values[3] > 0.6,
  ),
  // “Effects tend to shrink on the way back.”
  'calculus/which-weight': ordered(2, 1, 0),
  'calculus/sign': chosen(0),
  'calculus/twice-the-error': curve((values) =>
    values.every((value, i) => Math.abs(value - 2 * (0.2 * i - 0.9)) < 1e-3),
  ),
  'calculus/flat': ({ right: [y] }: { readonly right: readonly number[] }) => y > 0 && y < 0.95,
  // “At most ¼, at z = 0.”
  'calculus/slope-of-sigmoid': curve(
    (values) => Math.abs(values[3] - 0.25) < 1e-4 && values[0] < 0.01 && values[6] < 0.01,
  ),
  'calculus/dark-neuron': chosen(0),
  'calculus/bias-factor': chosen(2),
  'calculus/previous-factor': between(2.9, 3.1),
  'calculus/paths': chosen(1),
  // “Where several words fit equally well, each gets a part.”
  'transformers/how-sure': between(0.2, 0.38),
  // “A verb that asks for an object.”
  'transformers/needed-word': at({ token: 6 }),
  // “A token has one column, wherever it stands.”
  'transformers/same-word': chosen(0),
  'transformers/analogy': chosen(1),
  // “Words for many on its side, words for one thing on the other.”
  'transformers/plurals': ordered(2, 1, 3, 0),
  // “Much of a small network.”
  'transformers/embedding-share': between(0.1, 0.25),
  // “What does not fit is cut from the front.”
  'transformers/long-text': chosen(2),
  // “Softmax knows differences only.”
  'transformers/ten-more': chosen(0),
  // “A small T: the largest takes all. A large T: all get their parts.”
  'transformers/temperature-curve': curve(
    (values) => values[0] > 0.8 && values[4] < 0.15 && values.every((p, i) => i === 0 || p < values[i - 1]),
  ),
  // “A T far below 1.”
  'transformers/set-temperature': ({ right: [T] }: { readonly right: readonly number[] }) =>
    T > 0.05 && T < 0.3,
  // “A head from noun to adjective that is not the one at the word before.”
  'attention/adjective-head': at({ layer: 2, head: 0 }),
  // “The highest takes nearly all.”
  'attention/share-of-blue': between(0.85, 0.97),
  // “A score higher by ln 10.”
  'attention/ten-times': ({ right: [score] }: { readonly right: readonly number[] }) =>
    score > 5 && score < 6,
  // “Only the word itself is left.”
  'attention/first-word': chosen(2),
  // “Deleting it leaves a gap.”
  'attention/mask-first': chosen(1),
  // “Twice the text, four times the grid.”
  'attention/grid-size': curve(
    ([two, four, six, eight]) => four === 4 * two && eight === 4 * four && six === 36,
  ),
  // The king.
  'attention/pronoun': at({ token: 1 }),
  // “A head that every position uses is missed everywhere.”
  'attention/ablated-heads': ordered(2, 1, 0),
  // “Which word comes next is decided late.”
  'attention/by-block': curve((values) => values[2] < 0.2 && values[4] > 0.9),
  // “Twice the weights of the four of attention.”
  'attention/weights-by-part': curve(
    ([embedding, attention, mlps]) => mlps > 1.9 * attention && attention > embedding,
  ),
  // “The final logit splits into parts exactly. Most of what says the sport comes from the MLPs.”
  'facts/who-says-it': ({ right, found }: { readonly right: readonly number[]; readonly found: string }) => {
    const [logit, ...parts] =
      found
        .replaceAll('−', '-')
        .match(/[+-]?\d+\.\d+/g)
        ?.map(Number) ?? [];
    const isWhole = Math.abs(parts.reduce((a, b) => a + b, 0) - logit) < 0.03;
    return isWhole && ordered(2, 1, 0)({ right });
  },
  // “It has moved to the last word by the middle.”
  'facts/where-restored': at({ token: 5 }),
  // “The threshold between one and two.”
  'facts/and-gate': ({ right: [bias] }: { readonly right: readonly number[] }) => bias <= -1 && bias > -2,
  // “It dips a little below 0 on the way.”
  'facts/activation': curve(
    ([low, , minusOne, zero, , , high]) =>
      Math.abs(low) < 0.05 && minusOne < -0.1 && Math.abs(zero) < 0.05 && high > 2.9,
  ),
  // “Stays quiet otherwise.”
  'facts/active-share': between(0.08, 0.25),
  // “What an MLP adds and what is lost without it are two things.”
  'facts/without-mlp': ({ right, found }: { readonly right: number; readonly found: string }) =>
    right === 2 && found.endsWith('block 4.'),
  // “Facts are spread over many neurons.”
  'facts/one-neuron': chosen(0),
  // “Nearly all pairs are nearly perpendicular.”
  'facts/right-angles': between(0.55, 0.7),
  // “Four times as many dimensions halve it.”
  'facts/spread': curve(([, eight, thirtyTwo, , most]) => eight / thirtyTwo > 1.8 && most < 3),
};
