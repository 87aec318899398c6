// A sparse autoencoder trained on the activations of one site. The worker keeps it for the lenses `feature` and `fact-features`.

import { spliceLine } from '../../../lenses/features/dictionary-lines.ts';
import {
  type FactFeaturesResult,
  factFeaturesLens,
  featureLens,
  setTrainedAutoencoder,
  type TrainedAutoencoder,
} from '../../../lenses/features/feature-lenses.ts';
import { AND_COLUMNS, countAndUnits, groupBySubject } from '../../../lenses/shared/and-gates.ts';
import { defineLens } from '../../../lenses/shared/define-lens.ts';
import { withFrozenModel } from '../../../lenses/shared/frozen-model.ts';
import type { LensOptions, LensOutput, LensQuery } from '../../../lenses/shared/lens-table.ts';
import * as v from '../../../lenses/shared/schemas.ts';
import { columnTable, formatPercent, percents } from '../../../lenses/shared/text-table.ts';
import {
  assertLayer,
  assertMlpLayer,
  assertSize,
  recallPrompts,
  type TopActivationExample,
  toActivationExample,
  unitLines,
} from '../../../lenses/shared/unit-results.ts';
import { hasActivation } from '../../../model/architecture/activations.ts';
import { heldOutRows } from '../../../model/data/corpus.ts';
import {
  answerActivations,
  corpusActivations,
  summarizeUnit,
} from '../../../model/inspection/corpus-activations.ts';
import {
  FEATURE_ACTIVATIONS,
  type FeatureActivation,
} from '../../../model/training/dictionary/dictionary.ts';
import { encode } from '../../../model/training/dictionary/dictionary-program.ts';
import { fingerprintOf } from '../../../model/training/dictionary/fingerprint.ts';
import { corpusWithinMemory, SITES, type Site, siteName } from '../../../model/training/dictionary/sites.ts';
import { splicedLoss } from '../../../model/training/dictionary/spliced-loss.ts';
import {
  MAX_FEATURES,
  MAX_STEPS,
  trainDictionary,
} from '../../../model/training/dictionary/train-dictionary.ts';
import type { FrozenModel, Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import type { SplicedLoss } from '../../../shared/loss-recovered.ts';
import { indices } from '../../../shared/numbers.ts';

export type { FeatureActivation } from '../../../model/training/dictionary/dictionary.ts';
export type { Site } from '../../../model/training/dictionary/sites.ts';
export type { SplicedLoss } from '../../../shared/loss-recovered.ts';

export interface FeatureSummary {
  feature: number;
  /** Share of the data's tokens with an activation above 0. */
  frequency: number;
  strongest: TopActivationExample;
}

export interface DictionaryResult {
  step: number;
  layer: number;
  site: Site;
  activation: FeatureActivation;
  /** Width of the activations. */
  neurons: number;
  features: number;
  k: number;
  /** Training activations. */
  activations: number;
  /** They are of the whole training split; else of sampled rows of it. */
  whole: boolean;
  /** Share of their variance; of that of held-out rows; and of that where answers are predicted, in a data set of facts. */
  explained: number;
  explainedBeside: number;
  explainedAtAnswers?: number;
  /** The loss of held-out text with the reconstruction in place of the activations. */
  loss: SplicedLoss;
  /** Mean number of features per activation; and features that are never used. */
  used: number;
  dead: number;
  /** Most frequent first, without dead features. */
  summaries: FeatureSummary[];
  /** In a data set of facts, subjects with an AND table, and of those with an AND feature and with an AND neuron, and by chance. */
  facts?: Record<
    'asked' | 'withFeature' | 'withNeuron' | 'withFeatureByChance' | 'withNeuronByChance',
    number
  >;
}

// `features`: F of the dictionary. `k`: features per activation. The site is the MLP's neurons and the activation TopK by default.
const REQUEST = v.strictObject({
  layer: v.anyNumber,
  site: v.optional(v.oneOf(SITES)),
  activation: v.optional(v.oneOf(FEATURE_ACTIVATIONS)),
  features: v.anyNumber,
  k: v.anyNumber,
  steps: v.anyNumber,
  seed: v.SEED,
});

export const sparseAutoencoderLens = defineLens({
  name: 'sparse-autoencoder',
  aliases: ['dictionary', 'features'],
  request: REQUEST,
  compute: trainFeatures,
  table: {
    requiredOptions: ['layer'],
    toRequest({ layer = 0, seed = 0 }, { model: { mlpWidth } }) {
      const features = Math.min(MAX_FEATURES, 2 * mlpWidth);
      return { layer, features, k: Math.min(8, features), steps: 300, seed };
    },
    format: formatFeatures,
  },
});

function trainFeatures(run: Run, request: v.InferOutput<typeof REQUEST>): Job<DictionaryResult> {
  const { layer, site = 'mlp.hook_post', features } = request;
  if (site.startsWith('mlp')) assertMlpLayer(run, layer);
  assertLayer(run.plan.config, layer);
  if (!hasActivation(run.plan.config, siteName(site, layer)))
    throw new Error(`This model has no activation '${siteName(site, layer)}'; choose another site.`);
  assertSize('features', features, MAX_FEATURES);
  assertSize('features for one activation', request.k, features);
  assertSize('steps', request.steps, MAX_STEPS);
  return withFrozenModel(run, async function* (frozen) {
    const { inspector, plan, executor, step } = frozen;
    const { config, dataset } = plan;
    const name = siteName(site, layer);
    const corpus = corpusWithinMemory(plan, [name]);
    const read = yield* corpusActivations(inspector, config, [name], corpus.rows);
    const [vectors] = read.vectors;
    const dictionary = yield* trainDictionary(executor, vectors, request);
    const { code, explained } = yield* encode(executor, dictionary, vectors);
    const beside = yield* corpusActivations(inspector, config, [name], heldOutRows(dataset, config.T));
    const { explained: explainedBeside } = yield* encode(executor, dictionary, beside.vectors[0]);
    const factPrompts = recallPrompts(frozen);
    const tokenRows = factPrompts.map(({ tokens }) => tokens);
    const answers = yield* answerActivations(inspector, config, name, tokenRows);
    const answerCode = yield* encode(executor, dictionary, answers);
    const subjects = groupBySubject(factPrompts, answerCode.code.toDense());
    const trained = {
      ...{ step, layer, site, dictionary, corpus, code, subjects },
      positions: read.positions,
      fingerprint: await fingerprintOf(frozen.weights),
    };
    setTrainedAutoencoder(run, trained);
    const byFeature = yield* countAndUnits(subjects);
    const byNeuron = yield* countAndUnits(groupBySubject(factPrompts, answers));
    return {
      ...summarizeDictionary(frozen, trained),
      explained,
      explainedBeside,
      ...(factPrompts.length > 0 && { explainedAtAnswers: answerCode.explained }),
      loss: yield* splicedLoss(frozen, [{ input: name, output: name, dictionary }]),
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
  { step, layer, site, dictionary, corpus, positions, code }: TrainedAutoencoder,
): Omit<DictionaryResult, 'explained' | 'explainedBeside' | 'explainedAtAnswers' | 'loss' | 'facts'> {
  const { d, F, k, activation } = dictionary;
  const alive = indices(F)
    .filter((feature) => code.active(feature) > 0)
    .sort((a, b) => code.active(b) - code.active(a));
  return {
    ...{ step, layer, site, activation, neurons: d, features: F, k },
    activations: positions.length,
    whole: corpus.isComplete,
    used: code.used,
    dead: code.dead,
    summaries: alive.map((feature) => {
      const column = code.column(feature, positions);
      const { most } = summarizeUnit(column.vectors, column.positions, 0, 1);
      return {
        feature,
        frequency: code.active(feature) / positions.length,
        strongest: toActivationExample(frozen, corpus, most[0]),
      };
    }),
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
  const { features, neurons, site, used, dead, summaries, facts } = result;
  const { explained, explainedBeside, explainedAtAnswers } = result;
  const unit = site === 'mlp.hook_post' ? 'neurons' : `numbers of ${siteName(site, result.layer)}`;
  return [
    `${features} features for ${neurons} ${unit}: ${formatPercent(explained)} of the variance with ${used.toFixed(1)} at a time, ${dead} dead; of held-out rows ${formatPercent(explainedBeside)}${explainedAtAnswers === undefined ? '' : `, where answers are predicted ${formatPercent(explainedAtAnswers)}`}`,
    spliceLine(result.loss),
    ...(facts
      ? [
          `of ${facts.asked} subjects, ${facts.withFeature} have an AND feature, ${facts.withNeuron} an AND neuron; by chance ${facts.withFeatureByChance.toFixed(1)} and ${facts.withNeuronByChance.toFixed(1)}`,
        ]
      : []),
    ...columnTable(summaries.slice(0, count), [
      ['feature', ({ feature }) => String(feature)],
      percents('frequency', ({ frequency }) => frequency),
      [
        'highest at the end of',
        ({ strongest: { tokens, position } }) => tokens.slice(0, position + 1).join(' '),
      ],
    ]),
  ];
}

function factFeatureLines({ subject, features }: FactFeaturesResult): string[] {
  const lines = columnTable(features, [
    [`for ${subject}`, ({ feature, isAnd }) => `feature ${feature}${isAnd ? ' AND' : ''}`],
    ...AND_COLUMNS,
    ['promotes', ({ promotes }) => promotes],
  ]);
  return ['', ...lines];
}
