// A trained dictionary at work on many activations: a compiled program that encodes and reconstructs.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph } from '../../../kernels/graph/graph.ts';
import { plan } from '../../../kernels/graph/plan.ts';
import { jumpRelu } from '../../../kernels/ops/jump-relu/jump-relu.ts';
import { linear, linearTransposed } from '../../../kernels/ops/linear/linear.ts';
import { topK } from '../../../kernels/ops/top-k/top-k.ts';
import type { Job } from '../../../shared/job.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import { Weights, type WeightValues } from '../../architecture/weights.ts';
import type { Vectors } from '../../inspection/nd-array.ts';
import { type Dictionary, dictionaryParameters } from './dictionary.ts';
import { SparseCode } from './sparse-code.ts';
import { normalizedBlock, ROWS } from './train-dictionary.ts';

export interface EncodedRows {
  /** (rows, F), in units of the dictionary's scale; mostly 0. */
  readonly code: Float32Array;
  /** (rows, dOut), in the units of the activations. */
  readonly reconstruction: Float32Array<ArrayBuffer>;
}

interface CompiledDictionary {
  /** At most `ROWS` rows of activations (n, d). */
  encode(vectors: Vectors, rows: readonly number[]): Promise<EncodedRows>;
  dispose(): void;
}

export async function compileDictionary(
  executor: Executor,
  dictionary: Dictionary,
): Promise<CompiledDictionary> {
  const { F, dOut, input, output } = dictionary;
  const { parameters, values } = inferenceParameters(dictionary);
  const { graph, x, code, reconstruction } = recordInference(dictionary, parameters);
  const weights = new Weights(executor, parameters);
  weights.set(values);
  const program = await executor.compile(plan({ graph, layout: weights.layout }), {
    parameters: weights.storage,
  });
  return {
    async encode(vectors, rows) {
      program.write(x, normalizedBlock(vectors, rows, input));
      program.run();
      const [codes, normalized] = await Promise.all([program.read(code), program.read(reconstruction)]);
      return {
        code: codes.subarray(0, rows.length * F),
        reconstruction: normalized
          .slice(0, rows.length * dOut)
          .map((value, i) => output.mean[i % dOut] + output.scale * value),
      };
    },
    dispose() {
      program.dispose();
      weights.dispose();
    },
  };
}

/** `batch-topk` has one threshold for all features after training. */
function inferenceParameters(dictionary: Dictionary): { parameters: Parameter[]; values: WeightValues } {
  const { F, activation, threshold = 0, weights } = dictionary;
  if (activation !== 'batch-topk') return { parameters: dictionaryParameters(dictionary), values: weights };
  return {
    parameters: dictionaryParameters({ ...dictionary, activation: 'jumprelu' }),
    values: new Map(weights).set(
      'log_threshold',
      new Float32Array(F).fill(Math.log(Math.max(1e-30, threshold))),
    ),
  };
}

function recordInference({ d, k, activation, isTied }: Dictionary, parameters: readonly Parameter[]) {
  const graph = new Graph();
  const tensors = new Map(parameters.map(({ name, shape }) => [name, graph.parameter(name, shape)]));
  const of = (name: string) => tensors.get(name) as ReturnType<Graph['parameter']>;
  const x = graph.input('activations', [ROWS, d]);
  const { y: sums } = graph.apply(linear, { x, weight: of('features'), bias: of('bias') }, { name: 'sums' });
  const { y: code } =
    activation === 'topk'
      ? graph.apply(topK, { x: sums }, { name: 'code', attributes: { k } })
      : graph.apply(
          jumpRelu,
          { x: sums, log_threshold: of('log_threshold') },
          { name: 'code', attributes: { bandwidth: 1 } },
        );
  const { y: reconstruction } = isTied
    ? graph.apply(linearTransposed, { x: code, weight: of('features') }, { name: 'again' })
    : graph.apply(linear, { x: code, weight: of('decoder'), bias: of('output_bias') }, { name: 'again' });
  return { graph, x, code, reconstruction };
}

export interface Encoding {
  readonly code: SparseCode;
  /** Share of the variance of the targets around the dictionary's mean. */
  readonly explained: number;
}

/** Every row of `inputs` (n, d), compared with its target (n, dOut): by itself in an autoencoder. */
export async function* encode(
  executor: Executor,
  dictionary: Dictionary,
  inputs: Vectors,
  targets: Vectors = inputs,
): Job<Encoding> {
  const { N } = inputs;
  const { F, dOut, output } = dictionary;
  const compiled = await compileDictionary(executor, dictionary);
  try {
    const code = new SparseCode(F);
    let [residual, total] = [0, 0];
    for (let first = 0; first < N; first += ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, N - first) }, (_, r) => first + r);
      const { code: activations, reconstruction } = await compiled.encode(inputs, rows);
      code.add(activations);
      for (let i = 0; i < reconstruction.length; i++) {
        const target = targets.numbers[first * dOut + i];
        residual += (target - reconstruction[i]) ** 2;
        total += (target - output.mean[i % dOut]) ** 2;
      }
      yield { label: 'activations encoded', done: Math.min(N, first + ROWS), total: N };
    }
    return { code, explained: total > 0 ? 1 - residual / total : 0 };
  } finally {
    compiled.dispose();
  }
}
