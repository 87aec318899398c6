// The lenses on superposition as the page asks for them: angles between directions, and features in too few dimensions.

import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import type {
  AngleSpreadResult,
  AnglesResult,
  DirectionsRequest,
  ModelAnglesResult,
  NeuronLenses,
  OrthogonalizeRequest,
  OrthogonalizeResult,
} from '../../workers/rpc/api/lab-api.ts';
import type { Lens } from '../lens.ts';
import { assertMlpLayer, assertSize } from '../shared/unit-results.ts';
import type { Vectors } from './angles.ts';
import { pairwiseAngles, randomDirections, welchBound } from './angles.ts';
import { orthogonalize } from './orthogonalize.ts';
import { trainToyModel } from './toy-superposition.ts';

export const SUPERPOSITION_LENSES: {
  readonly [Name in 'angles' | 'ownAngles' | 'spread' | 'pushApart' | 'toySuperposition']: Lens<Name>;
} = {
  angles: measureAngles,
  ownAngles: measureModelAngles,
  spread: measureAngleSpread,
  pushApart: orthogonalizeDirections,
  async toySuperposition(run, { steps, from, ...settings }) {
    assertSize('features', settings.features, MAX_TOY_FEATURES);
    assertSize('dimensions', settings.dimensions, settings.features);
    assertSize('steps', steps, MAX_STEPS);
    const [numbers, biases] = [settings.features * settings.dimensions, settings.features];
    if (from && (from.features.length !== numbers || from.bias.length !== biases))
      throw new Error(`What to go on from is not ${numbers} numbers and ${biases} biases.`);
    return trainToyModel(run.executor, settings, steps, from);
  },
};

/** What fits in memory and in a minute. */
const MAX_DIRECTIONS = 10_000;
const MAX_DIMENSIONS = 1000;
const MAX_ORTHOGONALIZED = 1000;
const MAX_TOY_FEATURES = 100;
const MAX_STEPS = 500;

async function* measureAngles(run: Run, request: DirectionsRequest): Job<AnglesResult> {
  return yield* describeAngles(run, await loadDirections(run, request));
}

async function* describeAngles(run: Run, vectors: Vectors): Job<AnglesResult> {
  const { directions: N, ...angles } = yield* pairwiseAngles(run.executor, vectors);
  const { d } = vectors;
  return { N, d, ...angles, bound: (Math.asin(welchBound(N, d)) * 180) / Math.PI };
}

async function* measureModelAngles(
  run: Run,
  { layer, seed = 0 }: NeuronLenses['ownAngles']['request'],
): Job<ModelAnglesResult> {
  assertMlpLayer(run, layer);
  const { step } = run;
  const requests: readonly Exclude<DirectionsRequest, { of: 'random' }>[] = [
    // All angles of a vocabulary of fifty thousand are more than a visitor waits for.
    ...(run.plan.config.V > MAX_DIRECTIONS ? [] : [{ of: 'embeddings' } as const]),
    { of: 'what neurons ask', layer },
    { of: 'what neurons add', layer },
  ];
  const vectors = await Promise.all(requests.map((each) => loadDirections(run, each)));
  const kinds: ModelAnglesResult['kinds'] = [];
  for (const [i, { of }] of requests.entries()) {
    const own = yield* describeAngles(run, vectors[i]);
    const random = yield* describeAngles(run, randomDirections(own.N, own.d, seed));
    kinds.push({ of, own, random });
  }
  return { step, layer, kinds };
}

async function* measureAngleSpread(
  run: Run,
  { N, dimensions, seed }: NeuronLenses['spread']['request'],
): Job<AngleSpreadResult> {
  const points: AngleSpreadResult['points'] = [];
  for (const d of dimensions) {
    const vectors = await loadDirections(run, { of: 'random', N, d, seed });
    const { deviation, least, most } = yield* describeAngles(run, vectors);
    points.push({ d, deviation, least, most });
  }
  return { N, points };
}

async function loadDirections(run: Run, request: DirectionsRequest): Promise<Vectors> {
  const { V, C, mlpWidth } = run.plan.config;
  if (request.of === 'random') {
    assertSize('directions', request.N, MAX_DIRECTIONS);
    assertSize('dimensions', request.d, MAX_DIMENSIONS);
    return randomDirections(request.N, request.d, request.seed);
  }
  const weight = async (name: string) => (await run.weights.get([name])).get(name) as Float32Array;
  if (request.of === 'embeddings') {
    if (V > MAX_DIRECTIONS)
      throw new Error(
        `The model has ${V} embeddings, and the angles between all of them are counted for at most ${MAX_DIRECTIONS}; look at the neurons’ directions instead.`,
      );
    return { numbers: await weight('transformer.wte.weight'), N: V, d: C };
  }
  assertMlpLayer(run, request.layer);
  const prefix = `transformer.h.${request.layer}.mlp`;
  if (request.of === 'what neurons add')
    return { numbers: await weight(`${prefix}.c_proj.weight`), N: mlpWidth, d: C };
  return { numbers: transpose(await weight(`${prefix}.c_fc.weight`), C, mlpWidth), N: mlpWidth, d: C };
}

async function* orthogonalizeDirections(
  run: Run,
  { steps, from, ...settings }: OrthogonalizeRequest,
): Job<OrthogonalizeResult> {
  const { N, d, tolerance } = settings;
  assertSize('directions', N, MAX_ORTHOGONALIZED);
  assertSize('dimensions', d, MAX_DIMENSIONS);
  assertSize('steps', steps, MAX_STEPS);
  if (!(tolerance >= 0 && tolerance < 90))
    throw new Error(`A tolerance of ${tolerance} degrees makes no sense; it is at least 0 and below 90.`);
  if (from && from.length !== N * d)
    throw new Error(`The directions to go on from have ${from.length} numbers; ${N} of ${d} need ${N * d}.`);
  const vectors = await orthogonalize(run.executor, settings, steps, from);
  const angles = yield* describeAngles(run, vectors);
  return { vectors: Float32Array.from(vectors.numbers), angles };
}

/** (rows, columns) → (columns, rows). */
function transpose(numbers: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)],
  );
}
