// The digit network of chapters 1 to 4: a fully connected network on 784 pixels with ten outputs; weights are (out, in).

import type { Tensor } from '../../kernels/graph/graph.ts';
import { Graph } from '../../kernels/graph/graph.ts';
import { crossEntropy } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import { linearTransposed } from '../../kernels/ops/linear/linear.ts';
import { relu } from '../../kernels/ops/relu/relu.ts';
import { sigmoid } from '../../kernels/ops/sigmoid/sigmoid.ts';
import { softmax } from '../../kernels/ops/softmax/softmax.ts';
import { squaredError } from '../../kernels/ops/squared-error/squared-error.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { Task } from '../training/trainer.ts';

export interface DigitNetworkConfig {
  /** Neurons per layer, with the pixels as layer 0: [784, 16, 16, 10] in the videos. */
  readonly sizes: readonly number[];
  /** `sigmoid`: sigmoid in every layer and the squared error (the videos). `relu`: ReLU in hidden layers, softmax and cross-entropy. */
  readonly kind: 'sigmoid' | 'relu';
}

/** Pixels (B, 784) from 0 to 1, and labels (B). */
export interface DigitBatch {
  readonly pixels: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/** A recorded digit network, with z and a of layer l at index l − 1. */
export interface DigitNetwork extends Task<DigitBatch> {
  /** (B, 784). */
  readonly pixels: Tensor;
  /** (B, 10) one-hot rows for `sigmoid`, (B) digits for `relu`. */
  readonly targets: Tensor;
  readonly z: readonly Tensor[];
  readonly a: readonly Tensor[];
  /** (B): cost of each example. */
  readonly exampleCost: Tensor;
}

/**
 * Weights and biases by layer. Initialization `scaled`: weights normal with standard deviation 1 / √inputs, so that no sigmoid
 * saturates, biases 0. `standard`: weights and biases normal with standard deviation 1, as in the video.
 */
export function digitParameters(
  { sizes }: Pick<DigitNetworkConfig, 'sizes'>,
  init: 'scaled' | 'standard' = 'scaled',
): Parameter[] {
  return sizes.slice(1).flatMap((to, layer): Parameter[] => [
    {
      name: `layers.${layer}.weight`,
      shape: [to, sizes[layer]],
      init: 'normal',
      std: init === 'scaled' ? 1 / Math.sqrt(sizes[layer]) : 1,
      meaning: `row j: input weights of neuron j of layer ${layer + 1}`,
    },
    {
      name: `layers.${layer}.bias`,
      shape: [to],
      init: init === 'scaled' ? 'zeros' : 'normal',
      std: 1,
      meaning: `biases of layer ${layer + 1}`,
    },
  ]);
}

export function digitNetwork(config: DigitNetworkConfig, B: number): DigitNetwork {
  const graph = new Graph();
  const weights = new Map(
    digitParameters(config).map(({ name, shape }) => [name, graph.parameter(name, shape)]),
  );
  const pixels = graph.input('pixels', [B, config.sizes[0]]);
  const z: Tensor[] = [];
  const a: Tensor[] = [];
  const lastLayer = config.sizes.length - 1;
  for (let layer = 1; layer <= lastLayer; layer++) {
    const x = layer === 1 ? pixels : a[layer - 2];
    const weight = weights.get(`layers.${layer - 1}.weight`) as Tensor;
    const bias = weights.get(`layers.${layer - 1}.bias`) as Tensor;
    z.push(graph.apply(linearTransposed, { x, weight, bias }, { name: `z${layer}` }).y);
    a.push(activate(graph, config, z[layer - 1], layer, lastLayer));
  }
  const cost =
    config.kind === 'sigmoid'
      ? squaredErrorCost(graph, a[lastLayer - 1])
      : crossEntropyCost(graph, z[lastLayer - 1]);
  return {
    graph,
    pixels,
    targets: cost.targets,
    z,
    a,
    loss: cost.loss,
    exampleCost: cost.exampleCost,
    write(program, batch) {
      program.write(pixels, batch.pixels);
      program.write(cost.targets, cost.encode(batch.labels));
    },
  };
}

function activate(
  graph: Graph,
  { kind }: DigitNetworkConfig,
  x: Tensor,
  layer: number,
  last: number,
): Tensor {
  const options = { name: `a${layer}`, shapes: { y: x.shape } };
  if (kind === 'sigmoid') return graph.apply(sigmoid, { x }, options).y;
  if (layer < last) return graph.apply(relu, { x }, options).y;
  return graph.apply(softmax, { x }, { name: `a${layer}` }).p;
}

/** Mean over the batch of Σ (a − y)², without a factor ½ (chapter 4). */
function squaredErrorCost(graph: Graph, a: Tensor) {
  const targets = graph.input('targets', a.shape);
  const { cost, example_cost } = graph.apply(squaredError, { a, y: targets }, { name: 'cost' });
  return {
    loss: cost,
    exampleCost: example_cost,
    targets,
    encode: (labels: Int32Array) => oneHot(labels, a.shape[1]),
  };
}

function crossEntropyCost(graph: Graph, logits: Tensor) {
  const targets = graph.input('targets', [logits.shape[0]], 'i32');
  const { loss, token_loss } = graph.apply(crossEntropy, { logits, targets }, { name: 'cost' });
  return {
    loss,
    exampleCost: token_loss,
    targets,
    encode: (labels: Int32Array<ArrayBuffer>) => labels,
  };
}

/** One-hot rows (B, classes) of labels (B). */
export function oneHot(labels: Int32Array, classes: number): Float32Array<ArrayBuffer> {
  const y = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    y[row * classes + label] = 1;
  });
  return y;
}
