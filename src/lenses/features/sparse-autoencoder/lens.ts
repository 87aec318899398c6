// A sparse autoencoder trained on the activations of one MLP. The worker keeps it for the lenses `feature` and `fact-features`.

import * as v from 'valibot';
import { rowsBesideCorpus, toCorpus } from '../../../model/data/corpus.ts';
import type { FrozenModel, Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { anyNumber } from '../../../shared/validation.ts';
import { AND_COLUMNS, andTableCells, countAndUnits, groupBySubject } from '../../shared/and-gates.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { withFrozenModel } from '../../shared/frozen-model.ts';
import type { LensOptions, LensOutput, LensQuery } from '../../shared/lens-table.ts';
import { SEED } from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import { answerActivations, corpusActivations, summarizeUnit } from '../../shared/top-activations.ts';
import {
  assertMlpLayer,
  assertSize,
  recallPrompts,
  type TopActivationExample,
  toActivationExample,
} from '../../shared/unit-results.ts';
import { unitLines } from '../../shared/unit-tables.ts';
import { type FactFeaturesResult, factFeaturesLens } from '../fact-features/lens.ts';
import { featureLens } from '../feature/lens.ts';
import { setTrainedAutoencoder, type TrainedAutoencoder } from '../trained-autoencoder.ts';
import { encode, trainDictionary } from './sparse-autoencoder.ts';

export interface FeatureSummary {
  feature: number;
  /** Share of the data's tokens with an activation above 0. */
  frequency: number;
  strongest: TopActivationExample;
}

export interface DictionaryResult {
  step: number;
  layer: number;
  neurons: number;
  features: number;
  k: number;
  /** Training activations. */
  activations: number;
  /** They are of the whole data set; else of sampled rows. */
  whole: boolean;
  /** Share of their variance; of that of other rows; and of that where answers are predicted, in a data set of facts. */
  explained: number;
  explainedBeside: number;
  explainedAtAnswers?: number;
  /** Mean number of features per activation; and features that are never used. */
  used: number;
  dead: number;
  /** Most frequent first, without dead features. */
  summaries: FeatureSummary[];
  /** Of a data set of facts: subjects with an AND table, and of those with an AND feature and with an AND neuron, and by chance. */
  facts?: Record<
    'asked' | 'withFeature' | 'withNeuron' | 'withFeatureByChance' | 'withNeuronByChance',
    number
  >;
}

const MAX_FEATURES = 4096;
const MAX_STEPS = 5000;

// `features`: F of the dictionary. `k`: features per activation.
const REQUEST = v.object({
  layer: anyNumber,
  features: anyNumber,
  k: anyNumber,
  steps: anyNumber,
  seed: SEED,
});

export const sparseAutoencoderLens = defineLens({
  name: 'sparse-autoencoder',
  aliases: ['dictionary', 'features'],
  request: REQUEST,
  compute: trainFeatures,
  table: {
    requiredOptions: ['layer'],
    toRequest({ layer = 0, seed = 0 }, { model: { mlpWidth } }) {
      return { layer, features: 2 * mlpWidth, k: Math.min(8, 2 * mlpWidth), steps: 300, seed };
    },
    format: formatFeatures,
  },
});

function trainFeatures(run: Run, request: v.InferOutput<typeof REQUEST>): Job<DictionaryResult> {
  assertMlpLayer(run, request.layer);
  assertSize('features', request.features, MAX_FEATURES);
  assertSize('features for one activation', request.k, request.features);
  assertSize('steps', request.steps, MAX_STEPS);
  return withFrozenModel(run, async function* (frozen) {
    const { inspector, plan, executor, step } = frozen;
    const { config, dataset } = plan;
    const { layer, features } = request;
    const corpus = toCorpus(dataset, config.T);
    const { vectors, positions } = yield* corpusActivations(inspector, config, layer, corpus.rows);
    const dictionary = yield* trainDictionary(executor, vectors, request);
    const code = yield* encode(executor, dictionary, vectors);
    const beside = yield* corpusActivations(inspector, config, layer, rowsBesideCorpus(dataset, config.T));
    const { explained: explainedBeside } = yield* encode(executor, dictionary, beside.vectors);
    const factPrompts = recallPrompts(frozen);
    const tokenRows = factPrompts.map(({ tokens }) => tokens);
    const answers = yield* answerActivations(inspector, config, layer, tokenRows);
    const answerCode = yield* encode(executor, dictionary, answers);
    const subjects = groupBySubject(factPrompts, {
      numbers: answerCode.activations,
      N: answers.N,
      d: features,
    });
    const activations = { numbers: code.activations, N: code.n, d: features };
    const trained = { step, layer, dictionary, corpus, positions, activations, subjects };
    setTrainedAutoencoder(run, trained);
    const byFeature = yield* countAndUnits(subjects);
    const byNeuron = yield* countAndUnits(groupBySubject(factPrompts, answers));
    return {
      ...summarizeDictionary(frozen, trained),
      explained: code.explained,
      explainedBeside,
      ...(factPrompts.length > 0 && { explainedAtAnswers: answerCode.explained }),
      ...(byFeature.asked > 0 && {
        facts: {
          asked: byFeature.asked,
          withFeature: byFeature.withAnd,
          withNeuron: byNeuron.withAnd,
          withFeatureByChance: byFeature.withAndByChance,
          withNeuronByChance: byNeuron.withAndByChance,
        },
      }),
    };
  });
}

function summarizeDictionary(
  frozen: FrozenModel,
  { step, layer, dictionary, corpus, positions, activations }: TrainedAutoencoder,
): Omit<DictionaryResult, 'explained' | 'explainedBeside' | 'explainedAtAnswers' | 'facts'> {
  const { M, F, k } = dictionary;
  const all = Array.from({ length: F }, (_, feature) => ({
    feature,
    ...summarizeUnit(activations, positions, feature, 1),
  }));
  const alive = all.filter(({ active }) => active > 0).sort((a, b) => b.active - a.active);
  return {
    step,
    layer,
    neurons: M,
    features: F,
    k,
    activations: positions.length,
    whole: corpus.isComplete,
    used: alive.reduce((sum, { active }) => sum + active, 0) / positions.length,
    dead: F - alive.length,
    summaries: alive.map(({ feature, active, most }) => ({
      feature,
      frequency: active / positions.length,
      strongest: toActivationExample(frozen, corpus, most[0]),
    })),
  };
}

/** The most frequent features; with `--subject` and `--relation` those of a fact, with `--feature` one of them. */
async function formatFeatures(
  result: DictionaryResult,
  { count = 10, subject, relation, feature: index }: LensOptions,
  query: LensQuery,
): Promise<LensOutput> {
  const hasFact = subject !== undefined && relation !== undefined;
  const fact = hasFact ? await query(factFeaturesLens, { subject, relation }) : undefined;
  const feature = index === undefined ? undefined : await query(featureLens, { feature: index });
  const lines = [
    ...dictionaryLines(result, count),
    ...(fact ? factFeatureLines(fact) : []),
    ...(feature ? ['', `feature ${feature.feature}`, ...unitLines(feature)] : []),
  ];
  return { result: { ...result, fact, feature }, lines };
}

function dictionaryLines(result: DictionaryResult, count: number): string[] {
  const { features, neurons, explained, explainedBeside, explainedAtAnswers, used, dead, summaries, facts } =
    result;
  const rows = summaries
    .slice(0, count)
    .map(({ feature, frequency, strongest: { tokens, position } }) => [
      String(feature),
      formatPercent(frequency),
      tokens.slice(0, position + 1).join(' '),
    ]);
  return [
    `${features} features for ${neurons} neurons: ${formatPercent(explained)} of the variance with ${used.toFixed(1)} at a time, ${dead} dead; of other rows ${formatPercent(explainedBeside)}${explainedAtAnswers === undefined ? '' : `, where answers are predicted ${formatPercent(explainedAtAnswers)}`}`,
    ...(facts
      ? [
          `of ${facts.asked} subjects, ${facts.withFeature} have an AND feature, ${facts.withNeuron} an AND neuron; by chance ${facts.withFeatureByChance.toFixed(1)} and ${facts.withNeuronByChance.toFixed(1)}`,
        ]
      : []),
    ...formatTable([['feature', 'frequency', 'highest at the end of'], ...rows]),
  ];
}

function factFeatureLines({ subject, features }: FactFeaturesResult): string[] {
  const rows = features.map(({ feature, table, isAnd, promotes }) => [
    `feature ${feature}${isAnd ? ' AND' : ''}`,
    ...andTableCells(table),
    promotes,
  ]);
  return ['', ...formatTable([[`for ${subject}`, ...AND_COLUMNS, 'promotes'], ...rows])];
}
