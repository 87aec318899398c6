// Translators of the tuned lens (Belrose et al. 2023): for every point of the stream an affine map after which the unembedding predicts
// what the model predicts in the end. They begin as the least-squares map to the last stream (Din et al. 2023), and are then
// trained by the KL divergence from the final prediction.

import { cholesky, solveCholesky } from '../../../shared/cholesky.ts';
import type { Job } from '../../../shared/job.ts';
import { dotProduct } from '../../../shared/numbers.ts';
import { type ResidualStreamName, residualStages } from '../../architecture/residual-stages.ts';
import { softmax } from '../../generation/sampler.ts';
import type { NDArray } from '../../inspection/inspector.ts';
import { adam } from '../optimizer/adam.ts';
import type { FrozenModel, Run } from '../run.ts';

/** x → A x + b. */
export interface Translator {
  /** (C, C), by output. */
  readonly A: Float32Array;
  readonly b: Float32Array;
}

export type Translators = ReadonlyMap<ResidualStreamName, Translator>;

const fitted = new WeakMap<Run, { readonly step: number; readonly translators: Translators }>();

export function setTranslators(run: Run, step: number, translators: Translators): void {
  fitted.set(run, { step, translators });
}

/** The last that were fitted to this run. */
export const translatorsOf = (run: Run) => fitted.get(run);

/** Vectors (…, C) through the translator. */
export function translate({ A, b }: Translator, { shape, data }: NDArray): NDArray {
  const C = b.length;
  const result = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += C)
    for (let o = 0; o < C; o++) {
      let sum = b[o];
      for (let i = 0; i < C; i++) sum += A[o * C + i] * data[at + i];
      result[at + o] = sum;
    }
  return { shape, data: result };
}

/** Positions of a batch. */
const POSITIONS = 128;
/** Batches of the least-squares fit: several vectors for each of their numbers. */
const LEAST_SQUARES_BATCHES = 16;
/** Relative to the mean variance of a number of the stream. */
const PENALTY = 1e-3;
const LEARNING_RATE = 3e-3;

export interface FitOptions {
  /** Steps of training after the least-squares fit. */
  readonly steps: number;
  readonly seed: number;
}

export interface StreamBatch {
  readonly streams: ReadonlyMap<ResidualStreamName, NDArray>;
  /** (B, T, V): the model's own. */
  readonly logits: NDArray;
}

/** Streams of a batch of the data set. Those of training are drawn where the run's own batches are not. */
export async function readBatch(
  { inspector, plan: { config, dataset, training } }: FrozenModel,
  split: 'train' | 'validation',
  step: number,
  seed: number,
): Promise<StreamBatch> {
  const { T } = config;
  const B = Math.max(1, Math.round(POSITIONS / T));
  const stages = residualStages(config).map(({ name }) => name);
  const isTraining = split === 'train';
  const { tokens } = dataset.batch({
    ...{ split, B, T },
    // The beginning of some data sets is unlike the rest.
    step: step + (isTraining ? (dataset.curriculumSteps ?? 0) : 0),
    seed: isTraining ? seed + TRAINING_SEED : training.seed,
  });
  const { activations } = await inspector.run({ B, T, tokens, names: [...stages, 'logits'] });
  return {
    streams: new Map(stages.map((name) => [name, activations.get(name) as NDArray])),
    logits: activations.get('logits') as NDArray,
  };
}

const TRAINING_SEED = 7_919;

export async function* fitTranslators(
  frozen: FrozenModel,
  { steps, seed }: FitOptions,
): Job<{
  readonly leastSquares: Translators;
  readonly translators: Translators;
}> {
  const { config } = frozen.plan;
  const names = residualStages(config).map(({ name }) => name);
  const last = names[names.length - 1];
  const total = LEAST_SQUARES_BATCHES + steps;
  const sums = new Map(names.slice(0, -1).map((name) => [name, new AffineSums(config.C)]));
  for (let batch = 0; batch < LEAST_SQUARES_BATCHES; batch++) {
    const { streams } = await readBatch(frozen, 'train', batch, seed);
    const target = (streams.get(last) as NDArray).data;
    for (const [name, sum] of sums) {
      sum.add((streams.get(name) as NDArray).data, target);
      // Each point of the stream is a turn of the engine: that of a wide one takes a moment.
      yield { label: 'tuned lens batches', done: batch, total };
    }
  }
  const leastSquares = new Map<ResidualStreamName, Translator>();
  for (const [name, sum] of sums) {
    leastSquares.set(name, sum.solve());
    yield { label: 'tuned lens batches', done: LEAST_SQUARES_BATCHES, total };
  }
  const trained = new Map([...leastSquares].map(([name, each]) => [name, new TranslatorTraining(each)]));
  for (let step = 0; step < steps; step++) {
    const batch = await readBatch(frozen, 'train', LEAST_SQUARES_BATCHES + step, seed);
    const target = rowsSoftmax(batch.logits);
    const rate = LEARNING_RATE * (1 - step / steps);
    for (const [name, training] of trained) {
      await training.step(frozen, batch.streams.get(name) as NDArray, target, rate);
      yield { label: 'tuned lens batches', done: LEAST_SQUARES_BATCHES + step, total };
    }
  }
  return {
    leastSquares,
    translators: new Map([...trained].map(([name, { translator }]) => [name, translator])),
  };
}

/** Sums from which the least-squares map from x to y follows. */
class AffineSums {
  readonly #C: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** (C, C), lower half. */
  readonly #xx: Float64Array;
  /** (C, C), by output. */
  readonly #yx: Float64Array;
  #n = 0;

  constructor(C: number) {
    this.#C = C;
    [this.#x, this.#y] = [new Float64Array(C), new Float64Array(C)];
    [this.#xx, this.#yx] = [new Float64Array(C * C), new Float64Array(C * C)];
  }

  add(x: Float32Array, y: Float32Array): void {
    const C = this.#C;
    for (let at = 0; at < x.length; at += C) {
      this.#n += 1;
      for (let i = 0; i < C; i++) {
        this.#x[i] += x[at + i];
        this.#y[i] += y[at + i];
        for (let j = 0; j <= i; j++) this.#xx[i * C + j] += x[at + i] * x[at + j];
        for (let j = 0; j < C; j++) this.#yx[i * C + j] += y[at + i] * x[at + j];
      }
    }
  }

  solve(): Translator {
    const C = this.#C;
    const n = this.#n;
    const covariance = this.#xx.map((sum, index) => {
      const [i, j] = [Math.floor(index / C), index % C];
      return sum - (this.#x[i] * this.#x[j]) / n;
    });
    let trace = 0;
    for (let i = 0; i < C; i++) trace += covariance[i * C + i];
    const penalty = (PENALTY * trace) / C || 1;
    for (let i = 0; i < C; i++) covariance[i * C + i] += penalty;
    const lower = cholesky(covariance, C);
    const A = new Float32Array(C * C);
    const b = new Float32Array(C);
    for (let o = 0; o < C; o++) {
      const right = Float64Array.from(
        { length: C },
        (_, i) => this.#yx[o * C + i] - (this.#y[o] * this.#x[i]) / n,
      );
      const row = solveCholesky(lower, right, C);
      A.set(row, o * C);
      b[o] = (this.#y[o] - dotProduct(row, this.#x)) / n;
    }
    return { A, b };
  }
}

type Step = (gradient: Float32Array, rate: number) => void;

/** Adam (Kingma & Ba 2015) on the mean KL divergence of the final prediction from the lens's. */
class TranslatorTraining {
  readonly translator: Translator;
  readonly #step: { readonly A: Step; readonly b: Step };

  constructor({ A, b }: Translator) {
    this.translator = { A: A.slice(), b: b.slice() };
    const { translator } = this;
    this.#step = { A: adam(translator.A, LEARNING_RATE), b: adam(translator.b, LEARNING_RATE) };
  }

  async step(
    { inspector }: Pick<FrozenModel, 'inspector'>,
    x: NDArray,
    target: Float32Array,
    rate: number,
  ): Promise<void> {
    const { b } = this.translator;
    const C = b.length;
    const y = translate(this.translator, x);
    const predicted = rowsSoftmax(await inspector.unembed(y));
    const rows = x.data.length / C;
    const seeds = predicted.map((p, i) => (p - target[i]) / rows);
    const { data: d_y } = await inspector.unembedGradient(y, seeds);
    const d_A = new Float32Array(C * C);
    const d_b = new Float32Array(C);
    for (let at = 0; at < d_y.length; at += C)
      for (let o = 0; o < C; o++) {
        const gradient = d_y[at + o];
        d_b[o] += gradient;
        for (let i = 0; i < C; i++) d_A[o * C + i] += gradient * x.data[at + i];
      }
    this.#step.A(d_A, rate);
    this.#step.b(d_b, rate);
  }
}

/** Softmax of every row (V). */
function rowsSoftmax({ shape, data }: NDArray): Float32Array<ArrayBuffer> {
  const V = shape[shape.length - 1];
  const result = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += V) result.set(softmax(data.subarray(at, at + V)), at);
  return result;
}
