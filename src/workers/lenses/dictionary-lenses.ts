// Features that a sparse autoencoder finds in this model, as the page asks for them: learnt, described one by one, and asked
// whether a fact has one of its own.

import type { Corpus } from '../../model/data/corpus.ts';
import { corpusOf } from '../../model/data/corpus.ts';
import type { SubjectActivations } from '../../model/lenses/and-gates.ts';
import {
  andsOverall,
  andTables,
  bySubject,
  isAnd,
  placeOf,
  rankedByAnd,
} from '../../model/lenses/and-gates.ts';
import type { Vectors } from '../../model/lenses/angles.ts';
import { answerActivations, corpusActivations, firingsOf, type Spot } from '../../model/lenses/firings.ts';
import { writesOfMlp } from '../../model/lenses/neuron.ts';
import type { Dictionary } from '../../model/lenses/sparse-autoencoder.ts';
import { encode, featureDirection, learnDictionary } from '../../model/lenses/sparse-autoencoder.ts';
import type { InPieces } from '../../model/pieces.ts';
import type { Run, Still } from '../../model/run.ts';
import type { WeightValues } from '../../model/weights.ts';
import type {
  DictionaryReading,
  DictionaryRequest,
  FactFeaturesReading,
  FactKey,
  FeatureReading,
} from '../lab-api.ts';
import { factsOf, questionsAbout } from './fact-questions.ts';
import type { Lens } from './lens.ts';
import { withStill } from './lens.ts';
import {
  checkMlp,
  checkSize,
  describeFiring,
  describeFirings,
  drivenBy,
  extremes,
  questionsOf,
  WORDS,
} from './units.ts';

export const DICTIONARY_LENSES: {
  readonly [Name in 'dictionary' | 'feature' | 'factFeatures']: Lens<Name>;
} = {
  dictionary: learnFeatures,
  async feature(run, { feature }) {
    return describeFeature(run, await run.weights.get(), feature);
  },
  async factFeatures(run, key) {
    return featuresOf(run, await run.weights.get(), key);
  },
};

const MOST_FEATURES = 4096;
const MOST_DICTIONARY_STEPS = 5000;

/** What was learnt last from a run, and what it was learnt from. */
interface Learnt {
  readonly step: number;
  readonly layer: number;
  readonly dictionary: Dictionary;
  readonly corpus: Corpus;
  readonly spots: readonly Spot[];
  /** (spots, F): how much of each feature at every token. */
  readonly amounts: Vectors;
  readonly subjects: SubjectActivations;
}

const learnt = new WeakMap<Run, Learnt>();

function learntFrom(run: Run): Learnt {
  const found = learnt.get(run);
  if (!found) throw new Error('No features have been learnt from this model yet; learn them first.');
  return found;
}

function learnFeatures(run: Run, asked: DictionaryRequest): InPieces<DictionaryReading> {
  checkMlp(run, asked.layer);
  checkSize('features', asked.features, MOST_FEATURES);
  checkSize('features for one activation', asked.k, asked.features);
  checkSize('steps', asked.steps, MOST_DICTIONARY_STEPS);
  return withStill(run, async function* (still) {
    const { inspector, plan, executor, step } = still;
    const { config, dataset } = plan;
    const { layer, features } = asked;
    const corpus = corpusOf(dataset, config.T);
    const { vectors, spots } = yield* corpusActivations(inspector, config, layer, corpus.rows);
    const dictionary = yield* learnDictionary(executor, vectors, asked);
    const code = yield* encode(executor, dictionary, vectors);
    const questions = questionsOf(still);
    const prompts = questions.map(({ tokens }) => tokens);
    const answers = yield* answerActivations(inspector, config, layer, prompts);
    const answerCode = yield* encode(executor, dictionary, answers);
    const subjects = bySubject(questions, { numbers: answerCode.amounts, N: answers.N, d: features });
    const amounts = { numbers: code.amounts, N: code.n, d: features };
    const result = { step, layer, dictionary, corpus, spots, amounts, subjects };
    learnt.set(run, result);
    const [byFeature, byNeuron] = [subjects, bySubject(questions, answers)].map(andsOverall);
    return {
      ...summarise(still, result),
      explained: code.explained,
      ...(byFeature.asked > 0 && {
        facts: { asked: byFeature.asked, withFeature: byFeature.withAnd, withNeuron: byNeuron.withAnd },
      }),
    };
  });
}

function summarise(
  still: Still,
  { step, layer, dictionary, corpus, spots, amounts }: Learnt,
): Omit<DictionaryReading, 'explained' | 'facts'> {
  const { M, F, k } = dictionary;
  const all = Array.from({ length: F }, (_, feature) => ({
    feature,
    ...firingsOf(amounts, spots, feature, 1),
  }));
  const alive = all.filter(({ active }) => active > 0).sort((a, b) => b.active - a.active);
  return {
    step,
    layer,
    neurons: M,
    features: F,
    k,
    activations: spots.length,
    whole: corpus.whole,
    used: alive.reduce((sum, { active }) => sum + active, 0) / spots.length,
    dead: F - alive.length,
    summaries: alive.map(({ feature, active, most }) => ({
      feature,
      frequency: active / spots.length,
      strongest: describeFiring(still, corpus, most[0]),
    })),
  };
}

function describeFeature(run: Run, weights: WeightValues, feature: number): FeatureReading {
  const { step, layer, dictionary, corpus, spots, amounts, subjects } = learntFrom(run);
  if (!Number.isInteger(feature) || feature < 0 || feature >= dictionary.F)
    throw new Error(`There are ${dictionary.F} features, counted from 0; there is no feature ${feature}.`);
  const [promoted, suppressed] = writesOfFeature(run, weights, layer, dictionary, feature);
  return {
    step,
    feature,
    writes: { promoted, suppressed },
    fires: describeFirings(run, corpus, amounts, spots, feature),
    subjects: drivenBy(subjects, feature),
  };
}

function featuresOf(run: Run, weights: WeightValues, key: FactKey): FactFeaturesReading {
  const { step, layer, dictionary, subjects } = learntFrom(run);
  const [{ answer }] = questionsAbout(factsOf(run), key);
  const place = placeOf(subjects, key.subject);
  if (place < 0)
    throw new Error(
      `“${key.subject}” is not a first and a last name; features are compared for those alone.`,
    );
  const amounts = subjects.values.subarray(place * subjects.units, (place + 1) * subjects.units);
  const tables = andTables(subjects, place);
  const order = tables ? rankedByAnd(tables) : [...amounts.keys()].sort((a, b) => amounts[b] - amounts[a]);
  const { vocabulary } = run.plan.dataset.tokenizer;
  return {
    step,
    layer,
    subject: key.subject,
    relation: key.relation,
    answer: vocabulary[answer],
    features: order
      .filter((feature) => amounts[feature] > 0)
      .slice(0, WORDS)
      .map((feature) => {
        const table = tables?.[feature];
        const [[promoted]] = writesOfFeature(run, weights, layer, dictionary, feature);
        const promotes = promoted.text;
        return {
          feature,
          amount: amounts[feature],
          table,
          isAnd: table !== undefined && isAnd(table),
          promotes,
        };
      }),
  };
}

function writesOfFeature(
  run: Run,
  weights: WeightValues,
  layer: number,
  dictionary: Dictionary,
  feature: number,
) {
  return extremes(run, writesOfMlp(run.plan.config, weights, layer, featureDirection(dictionary, feature)));
}
