// Small networks with all their weights given (chapter 4): computed by the engine, with its gradients and finite differences.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor } from '../../kernels/executor.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { Weights } from '../../model/architecture/weights.ts';
import type { DigitGradients } from '../../model/digits/digit-inspector.ts';
import { DigitInspector } from '../../model/digits/digit-inspector.ts';
import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import { digitParameters } from '../../model/digits/digit-network.ts';

export interface SmallNetwork {
  /** Neurons a layer, inputs first; sigmoid on every other layer, squared differences as cost. */
  readonly sizes: readonly number[];
  /** [neurons × inputs] a layer. */
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly (readonly number[])[];
  /** Examples × inputs, examples × outputs. */
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  /** Also (C(w + nudge) − C(w − nudge)) / 2 nudge for each weight and bias. */
  readonly nudge?: number;
}

export interface SmallNetworkResult extends DigitGradients {
  /** By weight name. */
  readonly differences?: WeightValues;
}

const MAX_NEURONS = 16;
const MAX_LAYERS = 8;
const MAX_EXAMPLES = 16;
/** Each difference is two runs. */
const MAX_DIFFERENCES = 64;
/** Shapes kept ready: a network, and what lies behind each of its layers. */
const MAX_CACHED = 6;

interface CachedNetwork {
  readonly weights: Weights;
  readonly inspector: DigitInspector;
}

/** Keeps the shapes asked for last ready, because a slider asks for the same one again and again. */
export class SmallNetworkRunner {
  private readonly executor: Executor;
  private readonly cache = new Map<string, CachedNetwork>();

  constructor(executor: Executor) {
    this.executor = executor;
  }

  /** Throws a sentence if the numbers do not fit the sizes. Calls must not overlap. */
  async evaluate(network: SmallNetwork): Promise<SmallNetworkResult> {
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

/** Central differences; each weight stands again where it stood before the next is nudged. */
async function differences(
  weights: Weights,
  nudge: number,
  costWith: (name: string, index: number, value: number) => Promise<number>,
): Promise<WeightValues> {
  const found = new Map<string, Float32Array>();
  for (const [name, values] of await weights.get()) {
    const own = new Float32Array(values.length);
    for (const [index, value] of values.entries()) {
      // The engine holds single floats: what lies between the two costs is the difference of those, not 2 nudge.
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
  const count = [...weights, ...biases].reduce((sum, each) => sum + each.length, 0);
  if (count > MAX_DIFFERENCES)
    return `${count} weights are more than the ${MAX_DIFFERENCES} nudged one by one`;
  return undefined;
}
