// What the lenses on neurons and on features share: a unit's firings with their words, and the words it makes likely.

import type { Corpus } from '../../model/data/corpus.ts';
import type { RecallProbe } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { bottomIndices, topIndices } from '../../shared/top-indices.ts';
import type {
  TokenScore,
  TopActivationExample,
  TopActivationsResult,
} from '../../workers/rpc/api/lab-api.ts';
import type { SubjectActivations } from '../neurons/and-gates.ts';
import { summarizeUnit, type TokenPosition, type TopActivation } from '../neurons/top-activations.ts';
import type { Vectors } from '../superposition/angles.ts';

/** Words, or pairs of them, told of each list. */
export const TOKENS_PER_LIST = 8;
const EXAMPLES_PER_UNIT = 8;
const SUBJECTS_PER_UNIT = 8;

/** Throws a sentence if the model has no MLP, or not this layer. */
export function assertMlpLayer({ plan: { config } }: Pick<FrozenModel, 'plan'>, layer: number): void {
  if (config.mlpWidth === 0)
    throw new Error('This model has no MLP, so it has no neurons; train one with an MLP.');
  if (!Number.isInteger(layer) || layer < 0 || layer >= config.L)
    throw new Error(`The model has ${config.L} layers, counted from 0; there is no layer ${layer}.`);
}

/** The questions of a data set of facts; none of any other. */
export function recallPrompts({ plan: { dataset } }: Pick<FrozenModel, 'plan'>): readonly RecallProbe[] {
  return dataset.measures.flatMap((measure) => (measure.kind === 'recall' ? measure.probes : []));
}

/** Both ends of a score for every token, most extreme first. */
export function topAndBottomTokens(
  { plan }: Pick<FrozenModel, 'plan'>,
  scores: ArrayLike<number>,
): [TokenScore[], TokenScore[]] {
  const { vocabulary } = plan.dataset.tokenizer;
  const named = (id: number): TokenScore => ({ id, text: vocabulary[id], score: scores[id] });
  return [topIndices(scores, TOKENS_PER_LIST).map(named), bottomIndices(scores, TOKENS_PER_LIST).map(named)];
}

export function toTopActivations(
  frozen: Pick<FrozenModel, 'plan'>,
  corpus: Corpus,
  vectors: Vectors,
  positions: readonly TokenPosition[],
  unit: number,
): TopActivationsResult {
  const { most, active, mean } = summarizeUnit(vectors, positions, unit, EXAMPLES_PER_UNIT);
  const examples = most
    .filter(({ value }) => value > 0)
    .map((firing) => toActivationExample(frozen, corpus, firing));
  return { whole: corpus.isComplete, places: positions.length, active, mean, most: examples };
}

export function toActivationExample(
  { plan: { dataset, config } }: Pick<FrozenModel, 'plan'>,
  { rows }: Corpus,
  { row, position, value, times }: TopActivation,
): TopActivationExample {
  // As the model saw it: a row longer than the context has lost its front.
  const tokens = rows[row].slice(-config.T).map((id) => dataset.tokenizer.vocabulary[id]);
  return { tokens, position, value, times };
}

/** The subjects whose questions drive a unit most, as far as they do. */
export function topSubjects(
  activations: SubjectActivations,
  unit: number,
): { subject: string; value: number }[] {
  const { subjects, values, units } = activations;
  return subjects
    .map(({ first, last }, at) => ({ subject: `${first} ${last}`, value: values[at * units + unit] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, SUBJECTS_PER_UNIT);
}

/** Throws a sentence if it is no whole number from 1 to `most`. */
export function assertSize(label: string, size: number, max: number): void {
  if (!Number.isInteger(size) || size < 1 || size > max)
    throw new Error(`The number of ${label} is ${size}; it is a whole number from 1 to ${max}.`);
}
