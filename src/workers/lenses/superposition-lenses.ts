// The lenses on superposition as the page asks for them: angles between directions, and features in too few dimensions.

import type { Vectors } from '../../model/lenses/angles.ts';
import { anglesBetween, randomDirections, welchBound } from '../../model/lenses/angles.ts';
import { pushApart } from '../../model/lenses/pushed-apart.ts';
import { trainToy } from '../../model/lenses/toy-superposition.ts';
import type { InPieces } from '../../model/pieces.ts';
import type { Run } from '../../model/run.ts';
import type {
  AnglesReading,
  DirectionsRequest,
  NeuronLenses,
  OwnAnglesReading,
  PushReading,
  PushRequest,
  SpreadReading,
} from '../lab-api.ts';
import type { Lens } from './lens.ts';
import { checkMlp, checkSize } from './units.ts';

export const SUPERPOSITION_LENSES: {
  readonly [Name in 'angles' | 'ownAngles' | 'spread' | 'pushApart' | 'toySuperposition']: Lens<Name>;
} = {
  angles: measureAngles,
  ownAngles: measureOwn,
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
};

/** What fits in memory and in a minute. */
const MOST_DIRECTIONS = 10_000;
const MOST_DIMENSIONS = 1000;
const MOST_PUSHED = 1000;
const MOST_TOY_FEATURES = 100;
const MOST_STEPS = 500;

async function* measureAngles(run: Run, asked: DirectionsRequest): InPieces<AnglesReading> {
  return yield* describeAngles(run, await directionsOf(run, asked));
}

async function* describeAngles(run: Run, vectors: Vectors): InPieces<AnglesReading> {
  const { directions: N, ...angles } = yield* anglesBetween(run.executor, vectors);
  const { d } = vectors;
  return { N, d, ...angles, bound: (Math.asin(welchBound(N, d)) * 180) / Math.PI };
}

async function* measureOwn(
  run: Run,
  { layer, seed = 0 }: NeuronLenses['ownAngles']['asks'],
): InPieces<OwnAnglesReading> {
  checkMlp(run, layer);
  const { step } = run;
  const asked: readonly Exclude<DirectionsRequest, { of: 'random' }>[] = [
    // All angles of a vocabulary of fifty thousand are more than a visitor waits for.
    ...(run.plan.config.V > MOST_DIRECTIONS ? [] : [{ of: 'embeddings' } as const]),
    { of: 'what neurons ask', layer },
    { of: 'what neurons add', layer },
  ];
  const vectors = await Promise.all(asked.map((each) => directionsOf(run, each)));
  const kinds: OwnAnglesReading['kinds'] = [];
  for (const [i, { of }] of asked.entries()) {
    const own = yield* describeAngles(run, vectors[i]);
    const random = yield* describeAngles(run, randomDirections(own.N, own.d, seed));
    kinds.push({ of, own, random });
  }
  return { step, layer, kinds };
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

/** (rows, columns) → (columns, rows). */
function transposed(numbers: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)],
  );
}
