// Training of a dictionary on activations.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph, type Tensor } from '../../../kernels/graph/graph.ts';
import { batchTopK } from '../../../kernels/ops/batch-top-k/batch-top-k.ts';
import { jumpRelu } from '../../../kernels/ops/jump-relu/jump-relu.ts';
import { linear, linearTransposed } from '../../../kernels/ops/linear/linear.ts';
import { squaredError } from '../../../kernels/ops/squared-error/squared-error.ts';
import { topK } from '../../../kernels/ops/top-k/top-k.ts';
import type { Job } from '../../../shared/job.ts';
import { rowOf, sum } from '../../../shared/numbers.ts';
import { random } from '../../../shared/random.ts';
import { initialWeights } from '../../architecture/weights.ts';
import type { Vectors } from '../../inspection/nd-array.ts';
import { AuxiliaryModel } from '../auxiliary/auxiliary-model.ts';
import {
  type Dictionary,
  type DictionaryShape,
  dictionaryParameters,
  type FeatureActivation,
  type Normalization,
  normalizationOf,
  preactivations,
} from './dictionary.ts';

export interface DictionarySettings {
  /** F, more than neurons. */
  readonly features: number;
  /** Number of features per activation: at most, or on average. */
  readonly k: number;
  readonly steps: number;
  readonly seed: number;
  /** `topk` by default. */
  readonly activation?: FeatureActivation;
}

/** Limits of a request. */
export const MAX_FEATURES = 4096;
export const MAX_STEPS = 5000;
/** Batch size of training and of encoding. */
export const ROWS = 256;
const LEARNING_RATE = 0.003;
/** Share of the steps of a transcoder over which the learning rate falls to 0 at the end. */
const DECAY = 0.5;
const STEPS_PER_YIELD = 20;
/** Activations from which the first thresholds are chosen. */
const FIRST_ROWS = 64;
/** Bandwidth of the straight-through estimator, where inputs of features vary by about 1. */
const BANDWIDTH = 2;
/** By how much the logarithms of all thresholds rise in a step in which e times as many features as wanted are used. */
const THRESHOLD_GAIN = 0.05;
/** Last steps over which the threshold of BatchTopK is averaged. */
const THRESHOLD_STEPS = 50;

/** A sparse autoencoder of activations (n, d), with tied encoder and decoder. */
export const trainDictionary = (executor: Executor, activations: Vectors, settings: DictionarySettings) =>
  train(executor, { inputs: activations, targets: activations, isTied: true }, settings);

/** Targets (n, dOut) from inputs (n, d), row by row. */
export const trainTranscoder = (
  executor: Executor,
  pairs: { readonly inputs: Vectors; readonly targets: Vectors },
  settings: DictionarySettings,
) => train(executor, { ...pairs, isTied: false }, settings);

async function* train(
  executor: Executor,
  {
    inputs,
    targets,
    isTied,
  }: { readonly inputs: Vectors; readonly targets: Vectors; readonly isTied: boolean },
  { features: F, k, steps, seed, activation = 'topk' }: DictionarySettings,
): Job<Dictionary> {
  const shape: DictionaryShape = { d: inputs.d, dOut: targets.d, F, k, activation, isTied };
  const input = normalizationOf(inputs);
  const output = isTied ? input : normalizationOf(targets);
  const parameters = dictionaryParameters(shape);
  const { graph, x, y, cost, threshold, used } = recordTraining(shape);
  const start = new Map(initialWeights(parameters, { seed }));
  if (activation === 'jumprelu')
    start.set(
      'log_threshold',
      new Float32Array(F).fill(firstThreshold({ ...shape, input, output, weights: start }, inputs)),
    );
  const thresholds: number[] = [];
  const model = await AuxiliaryModel.create<readonly Float32Array<ArrayBuffer>[]>(executor, {
    parameters,
    initialWeights: start,
    task: {
      graph,
      loss: cost,
      write: (program, [xs, ys]) => {
        program.write(x, xs);
        if (y) program.write(y, ys);
      },
    },
    learningRate: LEARNING_RATE,
  });
  try {
    for (let step = 0; step < steps; step++) {
      const rng = random(seed, 'dictionary', step);
      const rows = Array.from({ length: ROWS }, () => rng.integer(inputs.N));
      const blocks = [
        normalizedBlock(inputs, rows, input),
        ...(y ? [normalizedBlock(targets, rows, output)] : []),
      ];
      const rate = isTied ? 1 : Math.min(1, (steps - step) / (DECAY * steps));
      await model.train(blocks, rate * LEARNING_RATE);
      if (used) await moveThresholds(model, used, k);
      if (threshold && step >= steps - THRESHOLD_STEPS) thresholds.push((await model.read(threshold))[0]);
      if (step % STEPS_PER_YIELD === 0) yield { label: 'training steps', done: step, total: steps };
    }
    const weights = await model.weights.get();
    const mean = sum(thresholds) / Math.max(1, thresholds.length);
    return { ...shape, input, output, weights, ...(threshold && { threshold: mean }) };
  } finally {
    model.dispose();
  }
}

/**
 * JumpReLU's thresholds learn where each feature is worth its use, and one factor of all of them holds the mean number of used
 * features at k. A penalty on another mean, as Rajamanoharan et al. 2024 have it, does not within some hundred steps: thresholds move
 * by the learning rate at most, and those that no input is near do not move at all.
 */
async function moveThresholds(model: AuxiliaryModel<never>, used: Tensor, k: number): Promise<void> {
  const [[mean], weights] = await Promise.all([model.read(used), model.weights.get(['log_threshold'])]);
  const excess = Math.max(-1, Math.min(1, Math.log(mean / k)));
  const thresholds = weights.get('log_threshold') as Float32Array<ArrayBuffer>;
  model.weights.write(
    'log_threshold',
    0,
    thresholds.map((each) => each + THRESHOLD_GAIN * excess),
  );
}

/** Logarithm of the threshold above which k features of an activation are used before training. */
function firstThreshold(dictionary: Dictionary, { numbers, N, d }: Vectors): number {
  const { k } = dictionary;
  const sample = Array.from({ length: Math.min(FIRST_ROWS, N) }, (_, i) => Math.floor((i * N) / FIRST_ROWS));
  const sums = sample.flatMap((row) => [...preactivations(dictionary, rowOf(numbers, row, d))]);
  return Math.log(Math.max(1e-3, sums.sort((a, b) => b - a)[k * sample.length - 1]));
}

function recordTraining(shape: DictionaryShape) {
  const { d, dOut, k, activation, isTied } = shape;
  const graph = new Graph();
  const parameters = new Map(
    dictionaryParameters(shape).map(({ name, shape: size }) => [name, graph.parameter(name, size)]),
  );
  const of = (name: string) => parameters.get(name) as ReturnType<Graph['parameter']>;
  const x = graph.input('activations', [ROWS, d]);
  const y = isTied ? undefined : graph.input('targets', [ROWS, dOut]);
  const { y: sums } = graph.apply(linear, { x, weight: of('features'), bias: of('bias') }, { name: 'sums' });
  const { code, threshold, used } = recordActivation();
  const { y: reconstruction } = isTied
    ? graph.apply(linearTransposed, { x: code, weight: of('features') }, { name: 'again' })
    : graph.apply(
        linear,
        { x: code, weight: of('decoder'), bias: of('output_bias') },
        { name: 'reconstruction' },
      );
  const { cost } = graph.apply(squaredError, { a: reconstruction, y: y ?? x }, { name: 'cost' });
  return { graph, x, y, cost, threshold, used };

  function recordActivation() {
    if (activation === 'topk')
      return { code: graph.apply(topK, { x: sums }, { name: 'code', attributes: { k } }).y };
    if (activation === 'batch-topk') {
      const names = { threshold: 'threshold' };
      const { y: code, threshold } = graph.apply(
        batchTopK,
        { x: sums },
        { name: 'code', names, attributes: { k } },
      );
      return { code, threshold };
    }
    const { y: code, used } = graph.apply(
      jumpRelu,
      { x: sums, log_threshold: of('log_threshold') },
      { name: 'code', names: { used: 'used' }, attributes: { bandwidth: BANDWIDTH } },
    );
    return { code, used };
  }
}

/** Chosen rows (at most ROWS), normalized, in a block of ROWS; the other rows are 0, which is the mean. */
export function normalizedBlock(
  { numbers, d }: Vectors,
  rows: readonly number[],
  { mean, scale }: Normalization,
): Float32Array<ArrayBuffer> {
  const block = new Float32Array(ROWS * d);
  rows.forEach((row, r) => {
    for (let i = 0; i < d; i++) block[r * d + i] = (numbers[row * d + i] - mean[i]) / scale;
  });
  return block;
}
