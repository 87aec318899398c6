// Sets of directions, random ones or the model's own, and the angles between all pairs of them (chapter 7, 18:03).

import type { Executor } from '../../kernels/backends/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { linearTransposed } from '../../kernels/ops/linear/linear.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews, viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { assertMlpLayer, assertSize } from '../shared/unit-results.ts';

/** Angles of all pairs, in degrees. */
export interface Angles {
  /** Vectors compared; zero vectors are left out. */
  readonly directions: number;
  /** [180]: pairs with an angle from i to i + 1 degrees; exactly 180 belongs to the last bin. */
  readonly histogram: number[];
  readonly pairs: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** Rows of the table of cosines computed at once: a few megabytes for ten thousand vectors. */
const ROWS = 128;
const DEGREES = 180 / Math.PI;

/** Cosines are matrix products on the engine, one block of rows at a time. */
export async function* pairwiseAngles(executor: Executor, vectors: Vectors): Job<Angles> {
  const unit = normalizeRows(vectors);
  const { N, d } = unit;
  const histogram = new AngleHistogram();
  if (N < 2) return { directions: N, ...histogram.result() };

  const graph = new Graph();
  const x = graph.input('block', [Math.min(ROWS, N), d]);
  const all = graph.input('directions', [N, d]);
  const { y: cosines } = graph.apply(linearTransposed, { x, weight: all }, { name: 'cosines' });
  const layout = { length: 0, offsets: new Map<string, number>() };
  const program = await executor.compile(plan({ graph, layout }), {});
  try {
    program.write(all, unit.numbers);
    for (let first = 0; first < N; first += ROWS) {
      const block = new Float32Array(x.shape[0] * d);
      block.set(unit.numbers.subarray(first * d, (first + x.shape[0]) * d));
      program.write(x, block);
      program.run();
      histogram.add(await program.read(cosines), first, N);
      yield { label: 'directions compared', done: Math.min(N, first + ROWS), total: N };
    }
  } finally {
    program.dispose();
  }
  return { directions: N, ...histogram.result() };
}

/** Uniformly distributed on the sphere. */
export function randomDirections(N: number, d: number, seed: number): Vectors {
  const stream = random(seed, 'directions', N, d);
  return normalizeRows({ numbers: Float32Array.from({ length: N * d }, () => stream.normal()), N, d });
}

/**
 * Lower bound of the largest |cosine| among N unit vectors in d dimensions (Welch 1974): some pair is at least asin of this
 * away from a right angle. 0 if all can be perpendicular.
 */
export function welchBound(N: number, d: number): number {
  return N > d ? Math.sqrt((N - d) / (d * (N - 1))) : 0;
}

/** Unit vectors, without zero vectors. */
function normalizeRows({ numbers, N, d }: Vectors): Vectors & { numbers: Float32Array<ArrayBuffer> } {
  const unit = new Float32Array(N * d);
  let count = 0;
  for (let n = 0; n < N; n++) {
    const row = numbers.subarray(n * d, (n + 1) * d);
    const length = Math.hypot(...row);
    if (length === 0) continue;
    for (let i = 0; i < d; i++) unit[count * d + i] = row[i] / length;
    count++;
  }
  return { numbers: unit.slice(0, count * d), N: count, d };
}

/** Counts each pair once: every vector against the earlier ones. */
class AngleHistogram {
  private readonly histogram = new Array<number>(180).fill(0);
  private pairs = 0;
  private sum = 0;
  private squares = 0;
  private least = 180;
  private most = 0;

  /** Cosines of the rows from `first` against all N. */
  add(cosines: Float32Array, first: number, N: number): void {
    const rows = Math.min(ROWS, N - first);
    for (let r = 0; r < rows; r++) {
      for (let n = 0; n < first + r; n++) {
        const angle = Math.acos(Math.min(1, Math.max(-1, cosines[r * N + n]))) * DEGREES;
        this.histogram[Math.min(179, Math.floor(angle))] += 1;
        this.sum += angle;
        this.squares += (angle - 90) ** 2;
        if (angle < this.least) this.least = angle;
        if (angle > this.most) this.most = angle;
      }
      this.pairs += first + r;
    }
  }

  result(): Omit<Angles, 'directions'> {
    const { histogram, pairs, least, most } = this;
    const mean = pairs > 0 ? this.sum / pairs : 90;
    const variance = pairs > 0 ? this.squares / pairs - (mean - 90) ** 2 : 0;
    return { histogram, pairs, mean, deviation: Math.sqrt(Math.max(0, variance)), least, most };
  }
}

/** `neuron inputs`, `neuron outputs`: rows of W↑ᵀ and of W↓ of one MLP. */
export type DirectionsRequest =
  | { of: 'random'; N: number; d: number; seed: number }
  | { of: 'embeddings' }
  | { of: 'neuron inputs' | 'neuron outputs'; layer: number };

/** All angles between two of N directions in d dimensions, in degrees. */
export interface AnglesResult extends Omit<Angles, 'directions'> {
  N: number;
  d: number;
  /** Some pair deviates at least this far from a right angle (Welch's bound). */
  bound: number;
}

/** Limits of memory, and of a minute's work. */
export const MAX_DIRECTIONS = 10_000;
export const MAX_DIMENSIONS = 1000;
export const MAX_STEPS = 500;

export async function* describeAngles(run: Run, vectors: Vectors): Job<AnglesResult> {
  const { directions: N, ...angles } = yield* pairwiseAngles(run.executor, vectors);
  const { d } = vectors;
  return { N, d, ...angles, bound: (Math.asin(welchBound(N, d)) * 180) / Math.PI };
}

export async function loadDirections(run: Run, request: DirectionsRequest): Promise<Vectors> {
  const { V } = run.plan.config;
  if (request.of === 'random') {
    assertSize('directions', request.N, MAX_DIRECTIONS);
    assertSize('dimensions', request.d, MAX_DIMENSIONS);
    return randomDirections(request.N, request.d, request.seed);
  }
  const views = modelViews(run.plan.config);
  const read = async (view: WeightView): Promise<Vectors> => {
    const numbers = viewNumbers(await readViews(run.weights, [view]), view);
    return { numbers, N: view.rows, d: view.columns };
  };
  if (request.of === 'embeddings') {
    if (V > MAX_DIRECTIONS)
      throw new Error(
        `The model has ${V} embeddings, and angles are computed for at most ${MAX_DIRECTIONS}; use the directions of the neurons instead.`,
      );
    return read(views.embedding);
  }
  assertMlpLayer(run, request.layer);
  const { input, output } = views.mlp(request.layer);
  return read(request.of === 'neuron outputs' ? output : input);
}
