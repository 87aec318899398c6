// A sparse autoencoder: an MLP's activations described as a few of many features, in the hope that a feature means one
// thing where a neuron does not (chapter 7, 20:40; Cunningham et al. 2023, and Gao et al. 2024 for keeping the k largest).

import type { Executor } from '../../kernels/executor.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { linear, linearTransposed } from '../../kernels/linear/linear.ts';
import { squaredError } from '../../kernels/squared-error/squared-error.ts';
import { topK } from '../../kernels/top-k/top-k.ts';
import type { Parameter } from '../parameters.ts';
import type { InPieces } from '../pieces.ts';
import { random } from '../random.ts';
import { SideModel } from '../side-model.ts';
import { initialWeights, Weights, type WeightValues } from '../weights.ts';
import type { Vectors } from './angles.ts';

export interface DictionarySettings {
  /** F: features looked for, more than there are neurons. */
  readonly features: number;
  /** Features that may describe one activation, at most. */
  readonly k: number;
  readonly steps: number;
  readonly seed: number;
}

/** x ≈ mean + scale · W topK(Wᵀ (x − mean) / scale + b): the directions that read the features also write them. */
export interface Dictionary {
  readonly M: number;
  readonly F: number;
  readonly k: number;
  /** `features` W (M, F), a column a feature, and `bias` b (F). */
  readonly weights: WeightValues;
  /** (M): the mean of what it was learnt from. */
  readonly mean: Float32Array;
  /** Root mean square distance from the mean, per neuron. */
  readonly scale: number;
}

/** Each of n vectors as at most k features. */
export interface SparseCode {
  readonly n: number;
  /** (n, F): how much of each feature, in units of the dictionary's scale; mostly 0. */
  readonly amounts: Float32Array;
  /** Share of the vectors' variance around the dictionary's mean that the features account for. */
  readonly explained: number;
}

/** Vectors of a step, and of a piece of encoding. */
const ROWS = 256;
const LEARNING_RATE = 0.003;
/** Steps between two reports. */
const STEPS_A_PIECE = 20;

/** Learns from activations (n, M), a row each. */
export async function* learnDictionary(
  executor: Executor,
  activations: Vectors,
  settings: DictionarySettings,
): InPieces<Dictionary> {
  const { features: F, k, steps, seed } = settings;
  const { N, d: M } = activations;
  const spread = spreadOf(activations);
  const parameters = dictionaryParameters({ M, F });
  const { graph, x, cost } = record({ M, F, k });
  const model = await SideModel.create<Float32Array<ArrayBuffer>>(executor, {
    parameters,
    start: initialWeights(parameters, { seed, initStd: 1 / Math.sqrt(M) }),
    task: { graph, loss: cost, write: (program, rows) => program.write(x, rows) },
    learningRate: LEARNING_RATE,
  });
  try {
    for (let step = 0; step < steps; step++) {
      const chance = random(seed, 'dictionary', step);
      const rows = Array.from({ length: ROWS }, () => chance.integer(N));
      await model.train(centred(activations, rows, spread));
      if (step % STEPS_A_PIECE === 0) yield { what: 'steps of learning features', done: step, total: steps };
    }
    return { M, F, k, ...spread, weights: await model.weights.get() };
  } finally {
    model.dispose();
  }
}

/** Describes vectors (n, M) by the features of a dictionary. */
export async function* encode(
  executor: Executor,
  dictionary: Dictionary,
  vectors: Vectors,
): InPieces<SparseCode> {
  const { F } = dictionary;
  const { N } = vectors;
  const { graph, x, code, exampleCost } = record(dictionary);
  const weights = new Weights(executor, dictionaryParameters(dictionary));
  weights.set(dictionary.weights);
  const program = await executor.compile(plan({ graph, layout: weights.layout }), {
    parameters: weights.storage,
  });
  try {
    const amounts = new Float32Array(N * F);
    let [left, whole] = [0, 0];
    for (let first = 0; first < N; first += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, N - first) }, (_, r) => first + r);
      const block = centred(vectors, rows, dictionary);
      program.write(x, block);
      program.run();
      const [amount, costs] = await Promise.all([program.read(code), program.read(exampleCost)]);
      amounts.set(amount.subarray(0, rows.length * F), first * F);
      left += costs.subarray(0, rows.length).reduce((sum, value) => sum + value, 0);
      whole += block.reduce((sum, value) => sum + value * value, 0);
      yield { what: 'activations described', done: Math.min(N, first + ROWS), total: N };
    }
    return { n: N, amounts, explained: whole > 0 ? 1 - left / whole : 0 };
  } finally {
    program.dispose();
    weights.dispose();
  }
}

/** A feature's direction among the neurons (M): what one unit of it stands for. */
export function featureDirection({ M, F, weights, scale }: Dictionary, feature: number): Float32Array {
  const W = weights.get('features') as Float32Array;
  return Float32Array.from({ length: M }, (_, m) => scale * W[m * F + feature]);
}

function dictionaryParameters({ M, F }: Pick<Dictionary, 'M' | 'F'>): Parameter[] {
  return [
    { name: 'features', shape: [M, F], start: 'normal', meaning: "one column a feature's direction" },
    { name: 'bias', shape: [F], start: 'zeros', meaning: 'how readily a feature is used' },
  ];
}

function record({ M, F, k }: Pick<Dictionary, 'M' | 'F' | 'k'>) {
  const graph = new Graph();
  const [weight, bias] = dictionaryParameters({ M, F }).map(({ name, shape }) =>
    graph.parameter(name, shape),
  );
  const x = graph.input('activations', [ROWS, M]);
  const { y: sums } = graph.apply(linear, { x, weight, bias }, { name: 'sums' });
  const { y: code } = graph.apply(topK, { x: sums }, { name: 'code', attributes: { k } });
  const { y: again } = graph.apply(linearTransposed, { x: code, weight }, { name: 'again' });
  const { cost, example_cost } = graph.apply(squaredError, { a: again, y: x }, { name: 'cost' });
  return { graph, x, code, cost, exampleCost: example_cost };
}

function spreadOf({ numbers, N, d }: Vectors): { mean: Float32Array; scale: number } {
  const sums = new Float64Array(d);
  for (let i = 0; i < N * d; i++) sums[i % d] += numbers[i];
  const mean = Float32Array.from(sums, (sum) => sum / N);
  let squares = 0;
  for (let i = 0; i < N * d; i++) squares += (numbers[i] - mean[i % d]) ** 2;
  return { mean, scale: Math.sqrt(squares / (N * d)) || 1 };
}

/** Chosen rows (at most ROWS), off the mean and scaled, in a block of ROWS; what is not filled is the mean itself. */
function centred(
  { numbers, d }: Vectors,
  rows: readonly number[],
  { mean, scale }: { mean: Float32Array; scale: number },
): Float32Array<ArrayBuffer> {
  const block = new Float32Array(ROWS * d);
  rows.forEach((row, r) => {
    for (let i = 0; i < d; i++) block[r * d + i] = (numbers[row * d + i] - mean[i]) / scale;
  });
  return block;
}
