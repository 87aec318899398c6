// Small networks whose weights are part of the request (chapter 4): activations, gradients and finite differences.

import type { Executor } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import * as v from '../../shared/validation.ts';
import { Weights, type WeightValues } from '../architecture/weights.ts';
import { type DigitGradients, DigitInspector } from './digit-inspector.ts';
import { type DigitNetworkConfig, digitParameters } from './digit-network.ts';

const NUMBERS = v.boundedArray(v.finiteNumber, 1000);
const ROWS = v.boundedArray(NUMBERS, 100);

/** Sigmoid on every layer; the cost is a sum of squared differences. */
export const SMALL_NETWORK = v.strictObject({
  /** Neurons a layer, inputs first, e.g. [1, 1, 1, 1]. */
  sizes: v.boundedArray(v.anyNumber, 100),
  /** [neurons × inputs] a layer, row j into neuron j. */
  weights: ROWS,
  biases: ROWS,
  /** Examples × inputs, examples × outputs. */
  inputs: ROWS,
  targets: ROWS,
  /** With it also central differences for every weight and bias, at most 64 together. */
  nudge: v.optional(v.anyNumber),
});

export type SmallNetwork = v.InferOutput<typeof SMALL_NETWORK>;

export interface SmallNetworkGradients extends DigitGradients {
  /** (C(w + nudge) − C(w − nudge)) / 2 nudge, by weight name. */
  readonly differences?: WeightValues;
}

const MAX_NEURONS = 16;
const MAX_LAYERS = 8;
const MAX_EXAMPLES = 16;
/** Two runs each. */
const MAX_DIFFERENCES = 64;
/** A network and the rest of it after each layer. */
const MAX_CACHED = 6;

interface CachedNetwork {
  readonly weights: Weights;
  readonly inspector: DigitInspector;
}

/** Caches programs by layer sizes, because a slider requests the same sizes repeatedly. */
export class SmallNetworkRunner {
  private readonly executor: Executor;
  private readonly cache = new Map<string, CachedNetwork>();

  constructor(executor: Executor) {
    this.executor = executor;
  }

  /** Throws if the numbers do not fit the sizes. Calls must not overlap. */
  async evaluate(network: SmallNetwork): Promise<SmallNetworkGradients> {
    const problem = validationError(network);
    if (problem) throw new KernelError(`small network: ${problem}`);
    const { weights, inspector } = this.getOrCreate(network.sizes);
    weights.set(
      new Map(
        network.weights.flatMap((each, layer) => [
          [`layers.${layer}.weight`, Float32Array.from(each)],
          [`layers.${layer}.bias`, Float32Array.from(network.biases[layer])],
        ]),
      ),
    );
    const example = {
      pixels: Float32Array.from(network.inputs.flat()),
      targets: Float32Array.from(network.targets.flat()),
    };
    const result = await inspector.run({ ...example, gradients: true });
    if (network.nudge === undefined) return result;
    const costWith = async (name: string, index: number, value: number) => {
      weights.setElement(name, index, value);
      return (await inspector.run(example)).cost;
    };
    return { ...result, differences: await differences(weights, network.nudge, costWith) };
  }

  dispose(): void {
    for (const { inspector, weights } of this.cache.values()) {
      inspector.dispose();
      weights.dispose();
    }
    this.cache.clear();
  }

  private getOrCreate(sizes: readonly number[]): CachedNetwork {
    const key = sizes.join('-');
    let entry = this.cache.get(key);
    if (!entry) {
      const config: DigitNetworkConfig = { sizes, kind: 'sigmoid' };
      const weights = new Weights(this.executor, digitParameters(config));
      entry = { weights, inspector: new DigitInspector(this.executor, config, weights) };
    }
    this.cache.delete(key);
    this.cache.set(key, entry);
    const [oldest] = this.cache;
    if (this.cache.size > MAX_CACHED) {
      this.cache.delete(oldest[0]);
      oldest[1].inspector.dispose();
      oldest[1].weights.dispose();
    }
    return entry;
  }
}

/** Central differences; each weight is restored before the next one is nudged. */
async function differences(
  weights: Weights,
  nudge: number,
  costWith: (name: string, index: number, value: number) => Promise<number>,
): Promise<WeightValues> {
  const found = new Map<string, Float32Array>();
  for (const [name, values] of await weights.get()) {
    const own = new Float32Array(values.length);
    for (const [index, value] of values.entries()) {
      // The engine computes in float32: the step is the difference of the rounded values, not 2 nudge.
      const [up, down] = [Math.fround(value + nudge), Math.fround(value - nudge)];
      const rise = (await costWith(name, index, up)) - (await costWith(name, index, down));
      own[index] = rise / (up - down);
      weights.setElement(name, index, value);
    }
    found.set(name, own);
  }
  return found;
}

function validationError({
  sizes,
  weights,
  biases,
  inputs,
  targets,
  nudge,
}: SmallNetwork): string | undefined {
  const layers = sizes.length - 1;
  if (layers < 1 || layers > MAX_LAYERS) return `it can have 2 to ${MAX_LAYERS + 1} layers with its inputs`;
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= MAX_NEURONS))
    return `a layer can have 1 to ${MAX_NEURONS} neurons; it has ${sizes.join(', ')}`;
  for (let layer = 0; layer < layers; layer++) {
    const [to, from] = [sizes[layer + 1], sizes[layer]];
    if (weights[layer]?.length !== to * from || biases[layer]?.length !== to)
      return `layer ${layer + 1} needs ${to * from} weights and ${to} biases`;
  }
  const [width, outputs] = [sizes[0], sizes[layers]];
  if (inputs.length < 1 || inputs.length > MAX_EXAMPLES) return `it takes 1 to ${MAX_EXAMPLES} examples`;
  if (targets.length !== inputs.length) return `${inputs.length} examples need as many targets`;
  if (inputs.some((each) => each.length !== width) || targets.some((each) => each.length !== outputs))
    return `an example is ${width} inputs and ${outputs} targets`;
  if (![weights, biases, inputs, targets].flat(2).every(Number.isFinite))
    return 'every number must be finite';
  if (nudge === undefined) return undefined;
  if (!(nudge > 0 && nudge <= 1)) return `the nudge is ${nudge}; it must lie above 0 and at most at 1`;
  const count = [...weights, ...biases].flat().length;
  if (count > MAX_DIFFERENCES)
    return `${count} weights are more than the ${MAX_DIFFERENCES} nudged one by one`;
  return undefined;
}
