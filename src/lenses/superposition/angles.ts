// Histogram of the angles between all pairs of directions (chapter 7, 18:03).

import type { Executor } from '../../kernels/backends/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { linearTransposed } from '../../kernels/ops/linear/linear.ts';
import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';

/** Of all pairs, in degrees. */
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
