// Features that a sparse autoencoder finds in this model, as the page asks for them: learnt, described one by one, and asked
// whether a fact has one of its own.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Corpus } from '../../model/data/corpus.ts';
import { toCorpus } from '../../model/data/corpus.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import type {
  DictionaryRequest,
  DictionaryResult,
  FactFeaturesResult,
  FactKey,
  FeatureResult,
} from '../../workers/rpc/api/lab-api.ts';
import { loadFacts, promptsOfFact } from '../facts/fact-prompts.ts';
import type { Lens } from '../lens.ts';
import { withFrozenModel } from '../lens.ts';
import type { SubjectActivations } from '../neurons/and-gates.ts';
import {
  andTables,
  countAndUnits,
  groupBySubject,
  isAnd,
  rankByAndMargin,
  subjectIndex,
} from '../neurons/and-gates.ts';
import { mlpLogitEffect } from '../neurons/neuron.ts';
import {
  answerActivations,
  corpusActivations,
  summarizeUnit,
  type TokenPosition,
} from '../neurons/top-activations.ts';
import {
  assertMlpLayer,
  assertSize,
  recallPrompts,
  TOKENS_PER_LIST,
  toActivationExample,
  topAndBottomTokens,
  topSubjects,
  toTopActivations,
} from '../shared/unit-results.ts';
import type { Vectors } from '../superposition/angles.ts';
import type { Dictionary } from './sparse-autoencoder.ts';
import { encode, featureDirection, trainDictionary } from './sparse-autoencoder.ts';

export const DICTIONARY_LENSES: {
  readonly [Name in 'dictionary' | 'feature' | 'factFeatures']: Lens<Name>;
} = {
  dictionary: trainFeatures,
  async feature(run, { feature }) {
    return describeFeature(run, await run.weights.get(), feature);
  },
  async factFeatures(run, key) {
    return describeFactFeatures(run, await run.weights.get(), key);
  },
};

const MAX_FEATURES = 4096;
const MAX_DICTIONARY_STEPS = 5000;

/** What was learnt last from a run, and what it was learnt from. */
interface TrainedDictionary {
  readonly step: number;
  readonly layer: number;
  readonly dictionary: Dictionary;
  readonly corpus: Corpus;
  readonly positions: readonly TokenPosition[];
  /** (spots, F): how much of each feature at every token. */
  readonly activations: Vectors;
  readonly subjects: SubjectActivations;
}

const trainedDictionaries = new WeakMap<Run, TrainedDictionary>();

function trainedDictionaryOf(run: Run): TrainedDictionary {
  const trained = trainedDictionaries.get(run);
  if (!trained) throw new Error('No features have been learnt from this model yet; learn them first.');
  return trained;
}

function trainFeatures(run: Run, request: DictionaryRequest): Job<DictionaryResult> {
  assertMlpLayer(run, request.layer);
  assertSize('features', request.features, MAX_FEATURES);
  assertSize('features for one activation', request.k, request.features);
  assertSize('steps', request.steps, MAX_DICTIONARY_STEPS);
  return withFrozenModel(run, async function* (frozen) {
    const { inspector, plan, executor, step } = frozen;
    const { config, dataset } = plan;
    const { layer, features } = request;
    const corpus = toCorpus(dataset, config.T);
    const { vectors, positions } = yield* corpusActivations(inspector, config, layer, corpus.rows);
    const dictionary = yield* trainDictionary(executor, vectors, request);
    const code = yield* encode(executor, dictionary, vectors);
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
    const result = { step, layer, dictionary, corpus, positions, activations, subjects };
    trainedDictionaries.set(run, result);
    const [byFeature, byNeuron] = [subjects, groupBySubject(factPrompts, answers)].map(countAndUnits);
    return {
      ...summarizeDictionary(frozen, result),
      explained: code.explained,
      ...(byFeature.asked > 0 && {
        facts: { asked: byFeature.asked, withFeature: byFeature.withAnd, withNeuron: byNeuron.withAnd },
      }),
    };
  });
}

function summarizeDictionary(
  frozen: FrozenModel,
  { step, layer, dictionary, corpus, positions, activations }: TrainedDictionary,
): Omit<DictionaryResult, 'explained' | 'facts'> {
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

function describeFeature(run: Run, weights: WeightValues, feature: number): FeatureResult {
  const { step, layer, dictionary, corpus, positions, activations, subjects } = trainedDictionaryOf(run);
  if (!Number.isInteger(feature) || feature < 0 || feature >= dictionary.F)
    throw new Error(`There are ${dictionary.F} features, counted from 0; there is no feature ${feature}.`);
  const [promoted, suppressed] = featureLogitEffect(run, weights, layer, dictionary, feature);
  return {
    step,
    feature,
    writes: { promoted, suppressed },
    fires: toTopActivations(run, corpus, activations, positions, feature),
    subjects: topSubjects(subjects, feature),
  };
}

function describeFactFeatures(run: Run, weights: WeightValues, key: FactKey): FactFeaturesResult {
  const { step, layer, dictionary, subjects } = trainedDictionaryOf(run);
  const [{ answer }] = promptsOfFact(loadFacts(run), key);
  const subjectPosition = subjectIndex(subjects, key.subject);
  if (subjectPosition < 0)
    throw new Error(
      `“${key.subject}” is not a first and a last name; features are compared for those alone.`,
    );
  const subjectActivations = subjects.values.subarray(
    subjectPosition * subjects.units,
    (subjectPosition + 1) * subjects.units,
  );
  const tables = andTables(subjects, subjectPosition);
  const order = tables
    ? rankByAndMargin(tables)
    : [...subjectActivations.keys()].sort((a, b) => subjectActivations[b] - subjectActivations[a]);
  const { vocabulary } = run.plan.dataset.tokenizer;
  return {
    step,
    layer,
    subject: key.subject,
    relation: key.relation,
    answer: vocabulary[answer],
    features: order
      .filter((feature) => subjectActivations[feature] > 0)
      .slice(0, TOKENS_PER_LIST)
      .map((feature) => {
        const table = tables?.[feature];
        const [[promoted]] = featureLogitEffect(run, weights, layer, dictionary, feature);
        const promotes = promoted.text;
        return {
          feature,
          amount: subjectActivations[feature],
          table,
          isAnd: table !== undefined && isAnd(table),
          promotes,
        };
      }),
  };
}

function featureLogitEffect(
  run: Run,
  weights: WeightValues,
  layer: number,
  dictionary: Dictionary,
  feature: number,
) {
  return topAndBottomTokens(
    run,
    mlpLogitEffect(run.plan.config, weights, layer, featureDirection(dictionary, feature)),
  );
}
