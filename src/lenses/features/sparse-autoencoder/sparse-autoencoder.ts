// A sparse autoencoder: activations of an MLP as a sum of a few features out of many (chapter 7, 20:40; Cunningham et al. 2023;
// Gao et al. 2024 for TopK).

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph } from '../../../kernels/graph/graph.ts';
import { plan } from '../../../kernels/graph/plan.ts';
import { linear, linearTransposed } from '../../../kernels/ops/linear/linear.ts';
import { squaredError } from '../../../kernels/ops/squared-error/squared-error.ts';
import { topK } from '../../../kernels/ops/top-k/top-k.ts';
import type { Parameter } from '../../../model/architecture/parameters.ts';
import { initialWeights, Weights, type WeightValues } from '../../../model/architecture/weights.ts';
import { AuxiliaryModel } from '../../../model/training/auxiliary-model.ts';
import type { Job } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import type { Vectors } from '../../shared/vectors.ts';

export interface DictionarySettings {
  /** F, more than neurons. */
  readonly features: number;
  /** Maximum number of features per activation. */
  readonly k: number;
  readonly steps: number;
  readonly seed: number;
}

/** x ≈ mean + scale · W topK(Wᵀ (x − mean) / scale + b), with tied encoder and decoder. */
export interface Dictionary {
  readonly M: number;
  readonly F: number;
  readonly k: number;
  /** `features` W (M, F), a column a feature, and `bias` b (F). */
  readonly weights: WeightValues;
  /** (M): mean of the training activations. */
  readonly mean: Float32Array;
  /** Root mean square distance from the mean, per neuron. */
  readonly scale: number;
}

/** n vectors, each as at most k features. */
export interface SparseCode {
  readonly n: number;
  /** (n, F), in units of the dictionary's scale; mostly 0. */
  readonly activations: Float32Array;
  /** Share of the variance around the dictionary's mean. */
  readonly explained: number;
}

/** Batch size of training and of encoding. */
const ROWS = 256;
const LEARNING_RATE = 0.003;
const STEPS_PER_YIELD = 20;

/** `activations`: (n, M). */
export async function* trainDictionary(
  executor: Executor,
  activations: Vectors,
  settings: DictionarySettings,
): Job<Dictionary> {
  const { features: F, k, steps, seed } = settings;
  const { N, d: M } = activations;
  const normalization = normalizationOf(activations);
  const parameters = dictionaryParameters({ M, F });
  const { graph, x, cost } = recordGraph({ M, F, k });
  const model = await AuxiliaryModel.create<Float32Array<ArrayBuffer>>(executor, {
    parameters,
    initialWeights: initialWeights(parameters, { seed, initStd: 1 / Math.sqrt(M) }),
    task: { graph, loss: cost, write: (program, rows) => program.write(x, rows) },
    learningRate: LEARNING_RATE,
  });
  try {
    for (let step = 0; step < steps; step++) {
      const rng = random(seed, 'dictionary', step);
      const rows = Array.from({ length: ROWS }, () => rng.integer(N));
      await model.train(normalizedBlock(activations, rows, normalization));
      if (step % STEPS_PER_YIELD === 0) yield { label: 'training steps', done: step, total: steps };
    }
    return { M, F, k, ...normalization, weights: await model.weights.get() };
  } finally {
    model.dispose();
  }
}

/** `vectors`: (n, M). */
export async function* encode(executor: Executor, dictionary: Dictionary, vectors: Vectors): Job<SparseCode> {
  const { F } = dictionary;
  const { N } = vectors;
  const { graph, x, code, exampleCost } = recordGraph(dictionary);
  const weights = new Weights(executor, dictionaryParameters(dictionary));
  weights.set(dictionary.weights);
  const program = await executor.compile(plan({ graph, layout: weights.layout }), {
    parameters: weights.storage,
  });
  try {
    const activations = new Float32Array(N * F);
    let [residual, total] = [0, 0];
    for (let first = 0; first < N; first += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, N - first) }, (_, r) => first + r);
      const block = normalizedBlock(vectors, rows, dictionary);
      program.write(x, block);
      program.run();
      const [rowActivations, costs] = await Promise.all([program.read(code), program.read(exampleCost)]);
      activations.set(rowActivations.subarray(0, rows.length * F), first * F);
      residual += costs.subarray(0, rows.length).reduce((sum, value) => sum + value, 0);
      total += block.reduce((sum, value) => sum + value * value, 0);
      yield { label: 'activations encoded', done: Math.min(N, first + ROWS), total: N };
    }
    return { n: N, activations, explained: total > 0 ? 1 - residual / total : 0 };
  } finally {
    program.dispose();
    weights.dispose();
  }
}

/** (M): the activations of one unit of a feature. */
export function featureDirection({ M, F, weights, scale }: Dictionary, feature: number): Float32Array {
  const W = weights.get('features') as Float32Array;
  return Float32Array.from({ length: M }, (_, m) => scale * W[m * F + feature]);
}

function dictionaryParameters({ M, F }: Pick<Dictionary, 'M' | 'F'>): Parameter[] {
  return [
    { name: 'features', shape: [M, F], init: 'normal', meaning: "one column a feature's direction" },
    { name: 'bias', shape: [F], init: 'zeros', meaning: 'added before TopK' },
  ];
}

function recordGraph({ M, F, k }: Pick<Dictionary, 'M' | 'F' | 'k'>) {
  const graph = new Graph();
  const [weight, bias] = dictionaryParameters({ M, F }).map(({ name, shape }) =>
    graph.parameter(name, shape),
  );
  const x = graph.input('activations', [ROWS, M]);
  const { y: sums } = graph.apply(linear, { x, weight, bias }, { name: 'sums' });
  const { y: code } = graph.apply(topK, { x: sums }, { name: 'code', attributes: { k } });
  const { y: reconstruction } = graph.apply(linearTransposed, { x: code, weight }, { name: 'again' });
  const { cost, example_cost } = graph.apply(squaredError, { a: reconstruction, y: x }, { name: 'cost' });
  return { graph, x, code, cost, exampleCost: example_cost };
}

function normalizationOf({ numbers, N, d }: Vectors): { mean: Float32Array; scale: number } {
  const sums = new Float64Array(d);
  for (let i = 0; i < N * d; i++) sums[i % d] += numbers[i];
  const mean = Float32Array.from(sums, (sum) => sum / N);
  let squares = 0;
  for (let i = 0; i < N * d; i++) squares += (numbers[i] - mean[i % d]) ** 2;
  return { mean, scale: Math.sqrt(squares / (N * d)) || 1 };
}

/** Chosen rows (at most ROWS), normalized, in a block of ROWS; the other rows are 0, which is the mean. */
function normalizedBlock(
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
