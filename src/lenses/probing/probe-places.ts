// Probes at every point of the stream and role of a token (Alain & Bengio 2016), scored on words that they were not fitted on, beside
// probes of shuffled labels (after Hewitt & Liang 2019).

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { LabelledSentence, LabelledSentences } from '../../model/data/dataset.ts';
import { argmax } from '../../model/generation/sampler.ts';
import { inspectInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { type Interval, type Ratio, shareInterval } from '../../shared/bootstrap.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { Ridge } from './ridge.ts';

const FOLDS = 5;
/** The fewest of which one in twenty is the highest by chance. */
const SHUFFLES = 19;
/** Offsets from the labelled word. */
const [FIRST, LAST] = [-2, 4];
/** Share of the sentences that have a token there. */
const LEAST_SHARE = 0.5;
/** Numbers of vectors that are held at once: 64 MiB. */
const MAX_NUMBERS = 2 ** 24;

/** Shares of held-out sentences. */
export interface ProbeScore {
  accuracy: number;
  /** 95 % of the bootstrap over groups. */
  interval: Interval;
  /** Mean and highest accuracy with labels that are shuffled between words. */
  shuffled: number;
  shuffledHighest: number;
  /** Share of the most frequent class. */
  majority: number;
  /** Share of the sentences whose token at this place, such as a first name, is also one of the training folds there. */
  seen: number;
  /** Accuracy of the most frequent class of that token in the training folds, without a network. */
  lookup: number;
  /** Share of the sentences that are read as the labels' rule gives them; absent without a rule. */
  asRule?: number;
  sentences: number;
}

/** Vectors of one point of the stream at one offset from the labelled word. */
export interface ProbeData {
  readonly name: ActivationName;
  readonly offset: number;
  /** The sentences that have a token there. */
  readonly sentences: readonly LabelledSentence[];
  /** (N, C). */
  readonly vectors: Float32Array;
}

/** Offsets at which most sentences have a token. */
export function probeOffsets({ sentences }: LabelledSentences): number[] {
  const offsets = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
  return offsets.filter(
    (offset) =>
      sentences.filter((sentence) => hasToken(sentence, offset)).length >= LEAST_SHARE * sentences.length,
  );
}

const hasToken = ({ tokens, position }: LabelledSentence, offset: number): boolean =>
  position + offset >= 0 && position + offset < tokens.length;

/** Hands the vectors of one place after the other to `use`; as many are read in one go as memory allows. */
export async function* eachPlace(
  { inspector, plan: { config } }: FrozenModel,
  { sentences }: LabelledSentences,
  names: readonly ActivationName[],
  offsets: readonly number[],
  use: (data: ProbeData) => void,
): Job<void> {
  const { C, T } = config;
  // A longer sentence than the context loses its beginning.
  const fitting = sentences.filter(({ tokens }) => tokens.length <= T);
  const atOnce = Math.max(1, Math.floor(MAX_NUMBERS / (fitting.length * offsets.length * C)));
  const total = names.length * offsets.length;
  let done = 0;
  for (let first = 0; first < names.length; first += atOnce) {
    const chunk = names.slice(first, first + atOnce);
    const places = chunk.flatMap((name) =>
      offsets.map((offset) => {
        const own = fitting.filter((sentence) => hasToken(sentence, offset));
        return { name, offset, sentences: own, vectors: new Float32Array(own.length * C), filled: 0 };
      }),
    );
    const prompts = fitting.map(({ tokens }) => tokens);
    for await (const rows of inspectInBatches(inspector, config, prompts, chunk)) {
      for (const { promptIndex, row, T: length, values } of rows)
        for (const place of places) {
          const sentence = fitting[promptIndex];
          if (!hasToken(sentence, place.offset)) continue;
          const at = (row * length + sentence.position + place.offset) * C;
          place.vectors.set(values(place.name).data.subarray(at, at + C), place.filled++ * C);
        }
      yield { label: 'sentences read', done: rows[rows.length - 1].promptIndex + 1, total: prompts.length };
    }
    for (const place of places) {
      use(place);
      yield { label: 'probes fitted', done: ++done, total };
    }
  }
}

/** Groups in folds of about equal size, in a seeded order. */
function foldsOf(sentences: readonly LabelledSentence[], seed: number): number[][] {
  const groups = random(seed, 'probes', 'folds').shuffle([...new Set(sentences.map(({ group }) => group))]);
  const foldOf = new Map(groups.map((group, i) => [group, i % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) =>
    sentences.flatMap(({ group }, i) => (foldOf.get(group) === fold ? [i] : [])),
  );
}

/** A label for each word. */
type Shuffle = ReadonlyMap<string, number>;

const wordOf = ({ group, label }: LabelledSentence): string => JSON.stringify([group, label]);

/** Labels that are shuffled between words: all sentences about one word keep one label, at every place. */
export function shuffledLabels(sentences: readonly LabelledSentence[], seed: number): Shuffle[] {
  const words = new Map(sentences.map((sentence) => [wordOf(sentence), sentence.label]));
  return Array.from({ length: SHUFFLES }, (_, index) => {
    const labels = random(seed, 'probes', 'shuffled labels', index).shuffle([...words.values()]);
    return new Map([...words.keys()].map((word, i) => [word, labels[i]]));
  });
}

/**
 * The best of many places is above chance beyond the best place of every shuffle (the permutation distribution of the maximum, Westfall &
 * Young 1993): the highest accuracy of each shuffle at any place.
 */
export function bestOfShuffles(places: readonly Pick<FittedProbe, 'shuffled'>[]): number[] {
  return Array.from({ length: SHUFFLES }, (_, index) =>
    Math.max(...places.map(({ shuffled }) => shuffled[index])),
  );
}

/** How well the tokens at a place give the class by themselves: groups are held out, but tokens beside their words need not be. */
function lookUp(
  sentences: readonly LabelledSentence[],
  offset: number,
  folds: readonly (readonly number[])[],
  K: number,
): Pick<ProbeScore, 'seen' | 'lookup'> {
  const tokenOf = (i: number) => sentences[i].tokens[sentences[i].position + offset];
  let [seen, right] = [0, 0];
  for (const [fold, rows] of folds.entries()) {
    const all = new Array<number>(K).fill(0);
    const ofToken = new Map<number, number[]>();
    for (const i of folds.flatMap((others, other) => (other === fold ? [] : others))) {
      const counts = ofToken.get(tokenOf(i)) ?? new Array<number>(K).fill(0);
      ofToken.set(tokenOf(i), counts);
      for (const each of [all, counts]) each[sentences[i].label] += 1;
    }
    for (const i of rows) {
      const counts = ofToken.get(tokenOf(i));
      seen += Number(counts !== undefined);
      right += Number(argmax(counts ?? all) === sentences[i].label);
    }
  }
  return { seen: seen / sentences.length, lookup: right / sentences.length };
}

export interface FittedProbe {
  readonly score: ProbeScore;
  /** Accuracy with each shuffle's labels. */
  readonly shuffled: readonly number[];
  /** [class][predicted]: held-out sentences. */
  readonly confusion: number[][];
  /** Groups that are read wrongly, most often first. */
  readonly missed: { readonly group: string; readonly wrong: number; readonly of: number }[];
  /** (K, C): weights of a probe of all sentences. */
  readonly weights: Float64Array;
}

export function fitProbe(
  { sentences, vectors, offset }: ProbeData,
  K: number,
  C: number,
  shuffles: readonly Shuffle[],
  seed: number,
): FittedProbe {
  const folds = foldsOf(sentences, seed);
  const ridge = new Ridge(vectors, C, folds);
  const labels = sentences.map(({ label }) => label);
  const predictionsOf = (given: readonly number[]) => {
    const predicted = new Array<number>(given.length).fill(0);
    folds.forEach((rows, fold) => {
      const fit = ridge.fit(given, K, fold);
      for (const row of rows) predicted[row] = ridge.predict(fit, row);
    });
    return predicted;
  };
  const shareOf = (predicted: readonly number[], given: readonly (number | undefined)[]) =>
    predicted.filter((label, i) => label === given[i]).length / given.length;
  const rules = sentences.map(({ byRule }) => byRule);
  const predicted = predictionsOf(labels);
  const shuffled = shuffles.map((words) => {
    const given = sentences.map((sentence) => words.get(wordOf(sentence)) ?? 0);
    return shareOf(predictionsOf(given), given);
  });
  const clusters = new Map<string, Ratio>();
  const confusion = Array.from({ length: K }, () => new Array<number>(K).fill(0));
  sentences.forEach(({ group, label }, i) => {
    const { numerator, denominator } = clusters.get(group) ?? { numerator: 0, denominator: 0 };
    const isRight = predicted[i] === label;
    clusters.set(group, { numerator: numerator + Number(isRight), denominator: denominator + 1 });
    confusion[label][predicted[i]] += 1;
  });
  return {
    score: {
      ...lookUp(sentences, offset, folds, K),
      accuracy: shareOf(predicted, labels),
      ...(rules.every((rule) => rule !== undefined) && { asRule: shareOf(predicted, rules) }),
      interval: shareInterval([...clusters.values()], seed),
      shuffled: shuffled.reduce((sum, share) => sum + share, 0) / shuffled.length,
      shuffledHighest: Math.max(...shuffled),
      majority: Math.max(...confusion.map((row) => row.reduce((sum, count) => sum + count))) / labels.length,
      sentences: sentences.length,
    },
    shuffled,
    confusion,
    missed: [...clusters]
      .map(([group, { numerator, denominator }]) => ({
        group,
        wrong: denominator - numerator,
        of: denominator,
      }))
      .filter(({ wrong }) => wrong > 0)
      .sort((one, other) => other.wrong / other.of - one.wrong / one.of),
    weights: ridge.fit(labels, K).weights,
  };
}
