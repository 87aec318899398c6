// Directions in a space of few dimensions: their angles, and how training makes room for more of them (chapter 7, 18:03 to 20:30).

import { orthogonalize } from '../../model/training/auxiliary/orthogonalize.ts';
import { type ToyModelState, trainToyModel } from '../../model/training/auxiliary/toy-superposition.ts';
import type { Job } from '../../shared/job.ts';
import { defineLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { formatTable } from '../shared/text-table.ts';
import { assertMlpLayer, assertSize } from '../shared/unit-results.ts';
import {
  type AnglesResult,
  type DirectionsRequest,
  describeAngles,
  loadDirections,
  MAX_DIMENSIONS,
  MAX_DIRECTIONS,
  MAX_STEPS,
  randomDirections,
} from './directions.ts';

export type { AnglesResult, DirectionsRequest } from './directions.ts';

/** Angles between all pairs of a set of directions. */
export const pairwiseAnglesLens = defineLens({
  name: 'pairwise-angles',
  request: v.withLegacyKeys(
    {},
    v.variant(
      'of',
      [
        v.strictObject({ of: v.literal('random'), N: v.anyNumber, d: v.anyNumber, seed: v.SEED }),
        v.strictObject({ of: v.literal('embeddings') }),
        v.strictObject({ of: v.oneOf(['neuron inputs', 'neuron outputs']), layer: v.anyNumber }),
      ],
      'it must be random, embeddings, neuron inputs or neuron outputs',
    ),
    { 'what neurons ask': 'neuron inputs', 'what neurons add': 'neuron outputs' },
  ),
  async *compute(run, request): Job<AnglesResult> {
    return yield* describeAngles(run, await loadDirections(run, request));
  },
});

/** In degrees. */
export interface AngleSpreadResult {
  N: number;
  points: { d: number; deviation: number; least: number; most: number }[];
}

/** The spread of the angles between random directions, by dimension. */
export const angleSpreadLens = defineLens({
  name: 'angle-spread',
  aliases: ['spread'],
  request: v.strictObject({ N: v.anyNumber, dimensions: v.boundedArray(v.anyNumber, 50), seed: v.SEED }),
  async *compute(run, { N, dimensions, seed }): Job<AngleSpreadResult> {
    const points: AngleSpreadResult['points'] = [];
    for (const d of dimensions) {
      const vectors = await loadDirections(run, { of: 'random', N, d, seed });
      const { deviation, least, most } = yield* describeAngles(run, vectors);
      points.push({ d, deviation, least, most });
    }
    return { N, points };
  },
});

export interface ModelAnglesResult {
  step: number;
  layer: number;
  /** Embeddings, unless there are too many, and the neurons of one MLP. */
  kinds: { of: Exclude<DirectionsRequest['of'], 'random'>; own: AnglesResult; random: AnglesResult }[];
}

/** Angles between the model's own directions, compared with as many random ones. */
export const modelAnglesLens = defineLens({
  name: 'model-angles',
  aliases: ['ownAngles', 'angles'],
  // `seed`: of the random directions.
  request: v.strictObject({ layer: v.anyNumber, seed: v.optional(v.SEED) }),
  async *compute(run, { layer, seed = 0 }): Job<ModelAnglesResult> {
    assertMlpLayer(run, layer);
    const { step } = run;
    const requests: readonly Exclude<DirectionsRequest, { of: 'random' }>[] = [
      ...(run.plan.config.V > MAX_DIRECTIONS ? [] : [{ of: 'embeddings' } as const]),
      { of: 'neuron inputs', layer },
      { of: 'neuron outputs', layer },
    ];
    const vectors = await Promise.all(requests.map((each) => loadDirections(run, each)));
    const kinds: ModelAnglesResult['kinds'] = [];
    for (const [i, { of }] of requests.entries()) {
      const own = yield* describeAngles(run, vectors[i]);
      const random = yield* describeAngles(run, randomDirections(own.N, own.d, seed));
      kinds.push({ of, own, random });
    }
    return { step, layer, kinds };
  },
  table: {
    toRequest: ({ layer = 0, seed }) => ({ layer, seed }),
    format({ kinds, layer }) {
      const row = (name: string, { N, d, deviation, least, most, bound }: AnglesResult) => [
        name,
        String(N),
        String(d),
        ...[deviation, least, most, bound].map((degrees) => `${degrees.toFixed(1)}°`),
      ];
      const rows = kinds.flatMap(({ of, own, random }) => [
        row(of === 'embeddings' ? of : `${of}, layer ${layer}`, own),
        row('  random', random),
      ]);
      return formatTable([['directions', 'N', 'dimensions', 'std', 'min', 'max', 'bound'], ...rows]);
    },
  },
});

export interface OrthogonalizeResult {
  /** (N, d). */
  vectors: Float32Array<ArrayBuffer>;
  angles: AnglesResult;
}

const MAX_VECTORS = 1000;

/** Near-orthogonal directions: some steps of gradient descent per request, and the angles after them. */
export const orthogonalizeLens = defineLens({
  name: 'orthogonalize',
  aliases: ['pushApart'],
  // `tolerance`: deviation from a right angle, in degrees, that costs nothing. `from`: vectors (N, d) of an earlier result.
  request: v.strictObject({
    N: v.anyNumber,
    d: v.anyNumber,
    tolerance: v.anyNumber,
    seed: v.SEED,
    steps: v.anyNumber,
    from: v.optional(v.FLOATS),
  }),
  async *compute(run, { steps, from, ...settings }): Job<OrthogonalizeResult> {
    const { N, d, tolerance, seed } = settings;
    assertSize('directions', N, MAX_VECTORS);
    assertSize('dimensions', d, MAX_DIMENSIONS);
    assertSize('steps', steps, MAX_STEPS);
    if (!(tolerance >= 0 && tolerance < 90))
      throw new Error(`The tolerance is ${tolerance} degrees; it must be at least 0 and below 90.`);
    if (from && from.length !== N * d)
      throw new Error(`The initial directions have ${from.length} numbers; ${N} of ${d} need ${N * d}.`);
    const start = from ?? randomDirections(N, d, seed).numbers;
    const vectors = await orthogonalize(run.executor, settings, steps, start);
    const angles = yield* describeAngles(run, vectors);
    return { vectors: Float32Array.from(vectors.numbers), angles };
  },
});

export type ToyModelResult = ToyModelState;

const MAX_FEATURES = 100;
const PROBABILITY = v.pipe(v.finiteNumber, v.minValue(0, 'it is a share'), v.maxValue(1, 'it is a share'));

/** Toy model of superposition, some steps of training per request. */
export const toySuperpositionLens = defineLens({
  name: 'toy-superposition',
  aliases: ['toySuperposition'],
  // `present`: the probability that a feature is not 0. `from`: an earlier result.
  request: v.strictObject({
    features: v.anyNumber,
    dimensions: v.anyNumber,
    present: PROBABILITY,
    seed: v.SEED,
    steps: v.anyNumber,
    from: v.optional(
      v.strictObject({
        step: v.integerBetween(0, 1e9),
        features: v.FLOATS,
        bias: v.FLOATS,
        loss: v.anyNumber,
      }),
    ),
  }),
  async compute(run, { steps, from, ...settings }): Promise<ToyModelResult> {
    assertSize('features', settings.features, MAX_FEATURES);
    assertSize('dimensions', settings.dimensions, settings.features);
    assertSize('steps', steps, MAX_STEPS);
    const [numbers, biases] = [settings.features * settings.dimensions, settings.features];
    if (from && (from.features.length !== numbers || from.bias.length !== biases))
      throw new Error(`The initial state must have ${numbers} weights and ${biases} biases.`);
    return trainToyModel(run.executor, settings, steps, from);
  },
});
