// The lenses on superposition as the page asks for them: angles between directions, features in too few dimensions, and
// the features a sparse autoencoder finds in this model.

import type { Corpus } from '../model/data/corpus.ts';
import { corpusOf } from '../model/data/corpus.ts';
import type { SubjectActivations } from '../model/lenses/and-gates.ts';
import { andsOverall, bySubject } from '../model/lenses/and-gates.ts';
import type { Vectors } from '../model/lenses/angles.ts';
import { anglesBetween, randomDirections, welchBound } from '../model/lenses/angles.ts';
import { answerActivations, corpusActivations, firingsOf, type Spot } from '../model/lenses/firings.ts';
import { writesOfMlp } from '../model/lenses/neuron.ts';
import { pushApart } from '../model/lenses/pushed-apart.ts';
import type { Dictionary } from '../model/lenses/sparse-autoencoder.ts';
import { encode, featureDirection, learnDictionary } from '../model/lenses/sparse-autoencoder.ts';
import { trainToy } from '../model/lenses/toy-superposition.ts';
import type { InPieces } from '../model/pieces.ts';
import type { Run, Still } from '../model/run.ts';
import type { WeightValues } from '../model/weights.ts';
import type {
  AnglesReading,
  DictionaryReading,
  DictionaryRequest,
  DirectionsRequest,
  FeatureReading,
  NeuronLenses,
  PushReading,
  PushRequest,
  SpreadReading,
} from './lab-api.ts';
import type { Lens } from './lens.ts';
import { withStill } from './lens.ts';
import { checkMlp, describeFiring, describeFirings, drivenBy, extremes, questionsOf } from './units.ts';

export const SUPERPOSITION_LENSES: {
  readonly [Name in Exclude<keyof NeuronLenses, 'neuron' | 'andGates' | 'holding'>]: Lens<Name>;
} = {
  angles: measureAngles,
  spread: measureSpread,
  pushApart: pushThem,
  async toySuperposition(run, { steps, from, ...settings }) {
    checkSize('features', settings.features, MOST_TOY_FEATURES);
    checkSize('dimensions', settings.dimensions, settings.features);
    checkSize('steps', steps, MOST_STEPS);
    const [numbers, biases] = [settings.features * settings.dimensions, settings.features];
    if (from && (from.features.length !== numbers || from.bias.length !== biases))
      throw new Error(`What to go on from is not ${numbers} numbers and ${biases} biases.`);
    return trainToy(run.executor, settings, steps, from);
  },
  dictionary: learnFeatures,
  async feature(run, { feature }) {
    return describeFeature(run, await run.weights.get(), feature);
  },
};

/** What fits in memory and in a minute. */
const MOST_DIRECTIONS = 10_000;
const MOST_DIMENSIONS = 1000;
const MOST_PUSHED = 1000;
const MOST_TOY_FEATURES = 100;
const MOST_STEPS = 500;
const MOST_FEATURES = 4096;
const MOST_DICTIONARY_STEPS = 5000;

async function* measureAngles(run: Run, asked: DirectionsRequest): InPieces<AnglesReading> {
  return yield* describeAngles(run, await directionsOf(run, asked));
}

async function* describeAngles(run: Run, vectors: Vectors): InPieces<AnglesReading> {
  const { directions: N, ...angles } = yield* anglesBetween(run.executor, vectors);
  const { d } = vectors;
  return { N, d, ...angles, bound: (Math.asin(welchBound(N, d)) * 180) / Math.PI };
}

async function* measureSpread(
  run: Run,
  { N, dimensions, seed }: NeuronLenses['spread']['asks'],
): InPieces<SpreadReading> {
  const points: SpreadReading['points'] = [];
  for (const d of dimensions) {
    const vectors = await directionsOf(run, { of: 'random', N, d, seed });
    const { deviation, least, most } = yield* describeAngles(run, vectors);
    points.push({ d, deviation, least, most });
  }
  return { N, points };
}

async function directionsOf(run: Run, asked: DirectionsRequest): Promise<Vectors> {
  const { V, C, mlpWidth } = run.plan.config;
  if (asked.of === 'random') {
    checkSize('directions', asked.N, MOST_DIRECTIONS);
    checkSize('dimensions', asked.d, MOST_DIMENSIONS);
    return randomDirections(asked.N, asked.d, asked.seed);
  }
  const weight = async (name: string) => (await run.weights.get([name])).get(name) as Float32Array;
  if (asked.of === 'embeddings') {
    if (V > MOST_DIRECTIONS)
      throw new Error(
        `The model has ${V} embeddings, and the angles between all of them are counted for at most ${MOST_DIRECTIONS}; look at the neurons’ directions instead.`,
      );
    return { numbers: await weight('transformer.wte.weight'), N: V, d: C };
  }
  checkMlp(run, asked.layer);
  const prefix = `transformer.h.${asked.layer}.mlp`;
  if (asked.of === 'what neurons add')
    return { numbers: await weight(`${prefix}.c_proj.weight`), N: mlpWidth, d: C };
  return { numbers: transposed(await weight(`${prefix}.c_fc.weight`), C, mlpWidth), N: mlpWidth, d: C };
}

async function* pushThem(run: Run, { steps, from, ...settings }: PushRequest): InPieces<PushReading> {
  const { N, d, tolerance } = settings;
  checkSize('directions', N, MOST_PUSHED);
  checkSize('dimensions', d, MOST_DIMENSIONS);
  checkSize('steps', steps, MOST_STEPS);
  if (!(tolerance >= 0 && tolerance < 90))
    throw new Error(`A tolerance of ${tolerance} degrees makes no sense; it is at least 0 and below 90.`);
  if (from && from.length !== N * d)
    throw new Error(`The directions to go on from have ${from.length} numbers; ${N} of ${d} need ${N * d}.`);
  const vectors = await pushApart(run.executor, settings, steps, from);
  const angles = yield* describeAngles(run, vectors);
  return { vectors: Float32Array.from(vectors.numbers), angles };
}

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
  const found = learnt.get(run);
  if (!found) throw new Error('No features have been learnt from this model yet; learn them first.');
  const { step, layer, dictionary, corpus, spots, amounts, subjects } = found;
  if (!Number.isInteger(feature) || feature < 0 || feature >= dictionary.F)
    throw new Error(`There are ${dictionary.F} features, counted from 0; there is no feature ${feature}.`);
  const direction = featureDirection(dictionary, feature);
  const writes = writesOfMlp(run.plan.config, weights, layer, direction);
  const [promoted, suppressed] = extremes(run, writes);
  return {
    step,
    feature,
    writes: { promoted, suppressed },
    fires: describeFirings(run, corpus, amounts, spots, feature),
    subjects: drivenBy(subjects, feature),
  };
}

function checkSize(what: string, size: number, most: number): void {
  if (!Number.isInteger(size) || size < 1 || size > most)
    throw new Error(`The number of ${what} is ${size}; it is a whole number from 1 to ${most}.`);
}

/** (rows, columns) → (columns, rows). */
function transposed(numbers: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)],
  );
}
