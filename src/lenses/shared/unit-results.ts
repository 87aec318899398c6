// Parts of the results for units: neurons, and features of a sparse autoencoder.

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Corpus } from '../../model/data/corpus.ts';
import { type RecallProbe, recallMeasures, type Split } from '../../model/data/dataset.ts';
import {
  summarizeUnit,
  type TokenPosition,
  type TopActivation,
} from '../../model/inspection/corpus-activations.ts';
import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { isIndex } from '../../shared/numbers.ts';
import type { SubjectActivations } from './and-gates.ts';
import type { TokenScore } from './results.ts';
import { columnTable, formatSigned, formatTable, signed } from './text-table.ts';

/** A token of the data with its row. */
export interface TopActivationExample {
  /** Texts of the row's tokens. */
  tokens: string[];
  position: number;
  value: number;
  /** Rows of the data with the same prefix. */
  times: number;
}

/** Activations of a unit over the data. */
export interface TopActivationsResult {
  /** Over the whole data set, or the whole training split; else over sampled rows. */
  whole: boolean;
  split?: Split;
  /** Tokens, and tokens with an activation above 0. */
  places: number;
  active: number;
  mean: number;
  /** In descending order; each prefix once. */
  most: TopActivationExample[];
}

export interface UnitResult {
  /** Direct effect of one unit of activation on the logits; most extreme first. */
  writes: { promoted: TokenScore[]; suppressed: TokenScore[] };
  fires: TopActivationsResult;
  /** In a data set of facts, subjects with the highest mean activation where their answers are predicted. */
  subjects: { subject: string; value: number }[];
}

export const TOKENS_PER_LIST = 8;
const EXAMPLES_PER_UNIT = 8;
const SUBJECTS_PER_UNIT = 8;

/** Throws if the model does not have this layer. */
export function assertLayer({ L }: Pick<ModelConfig, 'L'>, layer: number): void {
  if (!isIndex(layer, L))
    throw new Error(`The model has ${L} layers, counted from 0; there is no layer ${layer}.`);
}

/** Throws if the model has no MLP, or not this layer. */
export function assertMlpLayer({ plan: { config } }: Pick<FrozenModel, 'plan'>, layer: number): void {
  if (config.mlpWidth === 0)
    throw new Error('This model has no MLP, so it has no neurons; train one with an MLP.');
  assertLayer(config, layer);
}

/** Throws unless it is an integer from 1 to `max`. */
export function assertSize(label: string, size: number, max: number): void {
  if (!Number.isInteger(size) || size < 1 || size > max)
    throw new Error(`The number of ${label} is ${size}; it is a whole number from 1 to ${max}.`);
}

/** The recall prompts of a data set of facts; empty for any other. */
export const recallPrompts = ({ plan: { dataset } }: Pick<FrozenModel, 'plan'>): RecallProbe[] =>
  recallMeasures(dataset).flatMap(({ probes }) => [...probes]);

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
    .map((activation) => toActivationExample(frozen, corpus, activation));
  const { isComplete: whole, split } = corpus;
  return { whole, ...(split && { split }), places: positions.length, active, mean, most: examples };
}

export function toActivationExample(
  { plan: { dataset, config } }: Pick<FrozenModel, 'plan'>,
  { rows }: Corpus,
  { row, position, value, times }: TopActivation,
): TopActivationExample {
  // The model reads the last T tokens of a row.
  const tokens = rows[row].slice(-config.T).map((id) => dataset.tokenizer.vocabulary[id]);
  return { tokens, position, value, times };
}

/** In descending order. */
export function topSubjects(
  { subjects, values, units }: SubjectActivations,
  unit: number,
): UnitResult['subjects'] {
  return subjects
    .map(({ first, last }, at) => ({ subject: `${first} ${last}`, value: values[at * units + unit] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, SUBJECTS_PER_UNIT);
}

export const tokenRow = ({ text, score }: TokenScore): string[] => [text, formatSigned(score)];

/** After an empty line; nothing without rows. */
export const titledTable = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length > 0 ? ['', ...formatTable([[title, ''], ...rows])] : [];

export function unitLines({ writes, subjects, fires }: UnitResult): string[] {
  return [
    ...titledTable('promoted tokens', writes.promoted.map(tokenRow)),
    ...titledTable('suppressed tokens', writes.suppressed.map(tokenRow)),
    ...titledTable(
      'subjects with the highest activation',
      subjects.map(({ subject, value }) => [subject, formatSigned(value)]),
    ),
    ...topActivationLines(fires),
  ];
}

function topActivationLines({ whole, split, places, active, mean, most }: TopActivationsResult): string[] {
  const examples = columnTable(most, [
    ['highest at the last token of', ({ tokens, position }) => tokens.slice(0, position + 1).join(' ')],
    ['rows', ({ times }) => `× ${times}`],
    signed('', ({ value }) => value),
  ]);
  return [
    '',
    `over ${whole ? 'the whole' : 'sampled rows of the'} ${split ? 'training split' : 'data set'}: above 0 at ${active} of ${places} tokens, mean ${formatSigned(mean)}`,
    ...(most.length > 0 ? examples : []),
  ];
}
