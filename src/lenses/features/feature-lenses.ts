// Features of the run's dictionaries: the last sparse autoencoder of each run, one feature, and those that are active for one fact.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Corpus } from '../../model/data/corpus.ts';
import type { FactKey } from '../../model/data/dataset.ts';
import { FACT_KEY_ENTRIES } from '../../model/data/facts/fact-schema.ts';
import type { TokenPosition } from '../../model/inspection/corpus-activations.ts';
import {
  assertFeature,
  type Dictionary,
  writtenDirection,
} from '../../model/training/dictionary/dictionary.ts';
import { fingerprintOf } from '../../model/training/dictionary/fingerprint.ts';
import { type Site, streamDirection } from '../../model/training/dictionary/sites.ts';
import type { SparseCode } from '../../model/training/dictionary/sparse-code.ts';
import { requireTranscoders } from '../../model/training/dictionary/transcoder-set.ts';
import type { Run } from '../../model/training/run.ts';
import { unembedding } from '../attribution/direct-attribution.ts';
import { loadFacts, promptsOfFact } from '../facts/fact-prompts.ts';
import {
  type AndTable,
  andTables,
  isAnd,
  rankByAndMargin,
  type SubjectActivations,
  subjectIndex,
} from '../shared/and-gates.ts';
import { defineLens } from '../shared/define-lens.ts';
import type { TokenScore } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { topAndBottomTokens } from '../shared/top-tokens.ts';
import {
  assertMlpLayer,
  TOKENS_PER_LIST,
  type TopActivationsResult,
  topSubjects,
  toTopActivations,
  type UnitResult,
} from '../shared/unit-results.ts';

export interface TrainedAutoencoder {
  readonly step: number;
  /** Fingerprint of the weights that it was trained on. */
  readonly fingerprint: number;
  readonly layer: number;
  readonly site: Site;
  readonly dictionary: Dictionary;
  readonly corpus: Corpus;
  readonly positions: readonly TokenPosition[];
  /** Each feature at every token. */
  readonly code: SparseCode;
  readonly subjects: SubjectActivations;
}

const trainedAutoencoders = new WeakMap<Run, TrainedAutoencoder>();

export function setTrainedAutoencoder(run: Run, trained: TrainedAutoencoder): void {
  trainedAutoencoders.set(run, trained);
}

/** Throws if no sparse autoencoder was trained on this run. */
export function trainedAutoencoder(run: Run): TrainedAutoencoder {
  const trained = trainedAutoencoders.get(run);
  if (!trained) throw new Error('This model has no features yet; train a sparse autoencoder first.');
  return trained;
}

/** Tokens with the highest and the lowest direct effect of one unit of a feature. */
export function featureLogitEffect(
  run: Pick<Run, 'plan'>,
  weights: WeightValues,
  { dictionary, ...place }: Pick<TrainedAutoencoder, 'site' | 'layer' | 'dictionary'>,
  feature: number,
): [TokenScore[], TokenScore[]] {
  const { config } = run.plan;
  const direction = streamDirection(config, weights, place, writtenDirection(dictionary, feature));
  return topAndBottomTokens(run, unembedding(config, weights, 1).direct(direction), TOKENS_PER_LIST);
}

/** Where in the data a feature is above 0. */
export function featureActivations(
  run: Pick<Run, 'plan'>,
  { corpus, positions, code }: Pick<TrainedAutoencoder, 'corpus' | 'positions' | 'code'>,
  feature: number,
): TopActivationsResult {
  const column = code.column(feature, positions);
  const { mean, active, ...result } = toTopActivations(run, corpus, column.vectors, column.positions, 0);
  return {
    ...result,
    active,
    places: positions.length,
    mean: (mean * active) / Math.max(1, positions.length),
  };
}

export interface FeatureResult extends UnitResult {
  /** Step of the weights that the dictionary was trained on. */
  step: number;
  /** Whether they have changed since: `writes` is of the present weights, activations are not. */
  isStale: boolean;
  feature: number;
}

// With `layer`, a feature of that layer's transcoder; without it, of the last sparse autoencoder.
const REQUEST = v.strictObject({ feature: v.anyNumber, layer: v.optional(v.anyNumber) });

/** One feature of the run's last sparse autoencoder, or of its transcoders. */
/** Features of the run's dictionaries: one of them, and those that are active for one fact. */
export const featureLens = defineLens({
  name: 'feature',
  request: REQUEST,
  async compute(run, { feature, layer }): Promise<FeatureResult> {
    const weights = await run.weights.get();
    const { step, fingerprint, subjects, ...trained } =
      layer === undefined ? trainedAutoencoder(run) : transcoderOf(run, layer);
    assertFeature(trained.dictionary, feature);
    const [promoted, suppressed] = featureLogitEffect(run, weights, trained, feature);
    const { parameters } = run.weights;
    return {
      step,
      isStale: (await fingerprintOf({ parameters, get: async () => weights })) !== fingerprint,
      feature,
      writes: { promoted, suppressed },
      fires: featureActivations(run, trained, feature),
      subjects: subjects ? topSubjects(subjects, feature) : [],
    };
  },
});

function transcoderOf(run: Run, layer: number) {
  const { step, fingerprint, corpus, positions, layers } = requireTranscoders(run);
  assertMlpLayer(run, layer);
  const site = 'hook_mlp_out' as const;
  return { ...{ step, fingerprint, corpus, positions, layer, site }, ...layers[layer], subjects: undefined };
}

/** Activations are means where the fact's answer is predicted. */
export interface FactFeature {
  feature: number;
  amount: number;
  /** Absent if no other subject shares the first name, or none the last name. */
  table?: AndTable;
  isAnd: boolean;
  /** The token with the largest direct effect of one unit of it. */
  promotes: string;
}

export interface FactFeaturesResult extends FactKey {
  /** Step of the weights that the autoencoder was trained on. */
  step: number;
  /** Whether they have changed since: `promotes` is of the present weights, activations are not. */
  isStale: boolean;
  layer: number;
  answer: string;
  /** Most AND-like first. */
  features: FactFeature[];
}

/** The features of the run's last sparse autoencoder that are active for one fact. */
export const factFeaturesLens = defineLens({
  name: 'fact-features',
  aliases: ['factFeatures'],
  request: v.strictObject(FACT_KEY_ENTRIES),
  async compute(run, key): Promise<FactFeaturesResult> {
    const weights = await run.weights.get();
    const trained = trainedAutoencoder(run);
    const { step, fingerprint, layer, subjects } = trained;
    const { parameters } = run.weights;
    const [{ answer }] = promptsOfFact(loadFacts(run), key);
    const index = subjectIndex(subjects, key.subject);
    if (index < 0)
      throw new Error(
        `“${key.subject}” is not a first and a last name; features are compared for those alone.`,
      );
    const amounts = subjects.values.subarray(index * subjects.units, (index + 1) * subjects.units);
    const tables = andTables(subjects, index);
    const order = tables
      ? rankByAndMargin(tables)
      : [...amounts.keys()].sort((a, b) => amounts[b] - amounts[a]);
    const toFactFeature = (feature: number): FactFeature => {
      const table = tables?.[feature];
      const [[promoted]] = featureLogitEffect(run, weights, trained, feature);
      return {
        feature,
        amount: amounts[feature],
        table,
        isAnd: table !== undefined && isAnd(table),
        promotes: promoted.text,
      };
    };
    return {
      step,
      isStale: (await fingerprintOf({ parameters, get: async () => weights })) !== fingerprint,
      layer,
      subject: key.subject,
      relation: key.relation,
      answer: run.plan.dataset.tokenizer.vocabulary[answer],
      features: order
        .filter((feature) => amounts[feature] > 0)
        .slice(0, TOKENS_PER_LIST)
        .map(toFactFeature),
    };
  },
});
