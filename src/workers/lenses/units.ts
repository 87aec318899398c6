// What the lenses on neurons and on features share: a unit's firings with their words, and the words it makes likely.

import type { Corpus } from '../../model/data/corpus.ts';
import type { RecallProbe } from '../../model/data/dataset.ts';
import type { SubjectActivations } from '../../model/lenses/and-gates.ts';
import type { Vectors } from '../../model/lenses/angles.ts';
import { type Firing, firingsOf, type Spot } from '../../model/lenses/firings.ts';
import { highest, lowest } from '../../model/ranking.ts';
import type { Still } from '../../model/run.ts';
import type { FiringReading, FiringsReading, WordScore } from '../lab-api.ts';

/** Words, or pairs of them, told of each list. */
export const WORDS = 8;
const FIRINGS = 8;
const SUBJECTS = 8;

/** Throws a sentence if the model has no MLP, or not this layer. */
export function checkMlp({ plan: { config } }: Pick<Still, 'plan'>, layer: number): void {
  if (config.mlpWidth === 0)
    throw new Error('This model has no MLP, so it has no neurons; train one with an MLP.');
  if (!Number.isInteger(layer) || layer < 0 || layer >= config.L)
    throw new Error(`The model has ${config.L} layers, counted from 0; there is no layer ${layer}.`);
}

/** The questions of a data set of facts; none of any other. */
export function questionsOf({ plan: { dataset } }: Pick<Still, 'plan'>): readonly RecallProbe[] {
  return dataset.measures.flatMap((measure) => (measure.kind === 'recall' ? measure.probes : []));
}

/** Both ends of a score for every token, most extreme first. */
export function extremes(
  { plan }: Pick<Still, 'plan'>,
  scores: ArrayLike<number>,
): [WordScore[], WordScore[]] {
  const { vocabulary } = plan.dataset.tokenizer;
  const named = (id: number): WordScore => ({ id, text: vocabulary[id], score: scores[id] });
  return [highest(scores, WORDS).map(named), lowest(scores, WORDS).map(named)];
}

export function describeFirings(
  still: Pick<Still, 'plan'>,
  corpus: Corpus,
  vectors: Vectors,
  spots: readonly Spot[],
  unit: number,
): FiringsReading {
  const { most, active, mean } = firingsOf(vectors, spots, unit, FIRINGS);
  const told = most.filter(({ value }) => value > 0).map((firing) => describeFiring(still, corpus, firing));
  return { whole: corpus.whole, places: spots.length, active, mean, most: told };
}

export function describeFiring(
  { plan: { dataset, config } }: Pick<Still, 'plan'>,
  { rows }: Corpus,
  { row, position, value, times }: Firing,
): FiringReading {
  // As the model saw it: a row longer than the context has lost its front.
  const tokens = rows[row].slice(-config.T).map((id) => dataset.tokenizer.vocabulary[id]);
  return { tokens, position, value, times };
}

/** The subjects whose questions drive a unit most, as far as they do. */
export function drivenBy(
  activations: SubjectActivations,
  unit: number,
): { subject: string; value: number }[] {
  const { subjects, values, units } = activations;
  return subjects
    .map(({ first, last }, at) => ({ subject: `${first} ${last}`, value: values[at * units + unit] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, SUBJECTS);
}

/** Throws a sentence if it is no whole number from 1 to `most`. */
export function checkSize(what: string, size: number, most: number): void {
  if (!Number.isInteger(size) || size < 1 || size > most)
    throw new Error(`The number of ${what} is ${size}; it is a whole number from 1 to ${most}.`);
}
