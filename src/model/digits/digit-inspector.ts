// Runs a digit network, or another small fully connected network, and reads activations, costs and gradients of a batch.

import type { Executor, Program, Storage, TensorData } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import type { Backward } from '../../kernels/graph/backward.ts';
import { backward } from '../../kernels/graph/backward.ts';
import type { Tensor as GraphTensor } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import type { Weights } from '../architecture/weights.ts';
import type { NDArray } from '../inspection/inspector.ts';
import { ProgramCache } from '../inspection/program-cache.ts';
import type { DigitNetwork, DigitNetworkConfig } from './digit-network.ts';
import { digitNetwork, oneHot } from './digit-network.ts';

export interface DigitInspectorRequest {
  /** (B, inputs). */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** (B) digits, or for `sigmoid` also (B, outputs) values. Without targets no cost is computed. */
  readonly targets?: TensorData;
  /** Also computes the gradients of the mean cost. Requires `targets`. */
  readonly gradients?: boolean;
}

/** z and a of layer l at index l − 1, each (B, neurons). */
export interface DigitActivations {
  readonly z: readonly NDArray[];
  readonly a: readonly NDArray[];
}

export interface DigitCosts extends DigitActivations {
  /** Mean over the batch. */
  readonly cost: number;
  /** (B). */
  readonly exampleCosts: Float32Array<ArrayBuffer>;
}

/** Gradients of the mean cost; B times the row of an example is the gradient of that example's cost. */
export interface DigitGradients extends DigitCosts {
  readonly d_z: readonly NDArray[];
  /** Undefined for the last layer of a `relu` network, whose cost is computed from z. */
  readonly d_a: readonly (NDArray | undefined)[];
  /** By weight name. */
  readonly d_weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/** Batches without gradients are padded to one of these sizes, so that few programs are compiled. */
const BATCH_SIZES = [1, 10, 100, 1000];
/** The largest batch of one run. */
export const MAX_BATCH_SIZE = 1000;

export class DigitInspector {
  private readonly executor: Executor;
  private readonly config: DigitNetworkConfig;
  private readonly weights: Weights;
  private readonly programs = new ProgramCache<DigitProgram>();

  constructor(executor: Executor, config: DigitNetworkConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** One run with the current weights. Calls must not overlap: the programs are shared. */
  run(request: DigitInspectorRequest & { targets: TensorData; gradients: true }): Promise<DigitGradients>;
  run(request: DigitInspectorRequest & { targets: TensorData }): Promise<DigitCosts>;
  run(request: DigitInspectorRequest): Promise<DigitActivations>;
  async run({ pixels, targets, gradients = false }: DigitInspectorRequest): Promise<DigitActivations> {
    const B = pixels.length / this.config.sizes[0];
    if (!Number.isInteger(B) || B < 1 || B > MAX_BATCH_SIZE) {
      throw new KernelError(
        `digits: ${pixels.length} values are not a batch of 1 to ${MAX_BATCH_SIZE} examples of ${this.config.sizes[0]} values`,
      );
    }
    const size = gradients ? B : (BATCH_SIZES.find((each) => each >= B) as number);
    const program = await this.program(size, gradients);
    return program.run(B, pixels, targets);
  }

  dispose(): void {
    this.programs.dispose();
  }

  private async program(B: number, gradients: boolean): Promise<DigitProgram> {
    const key = `${B} ${gradients}`;
    return this.programs.get(key, () =>
      DigitProgram.create(this.executor, this.config, this.weights, B, gradients),
    );
  }
}

/** The compiled program of one batch size, with or without the backward pass. */
class DigitProgram {
  private readonly parts: DigitProgramParts;

  private constructor(parts: DigitProgramParts) {
    this.parts = parts;
  }

  static async create(
    executor: Executor,
    config: DigitNetworkConfig,
    weights: Weights,
    B: number,
    withGradients: boolean,
  ) {
    const network = digitNetwork(config, B);
    const backwardPass = withGradients ? backward(network.graph, network.loss) : undefined;
    const gradients = backwardPass
      ? executor.allocate('inspected gradients', weights.layout.length)
      : undefined;
    const program = await executor.compile(
      plan({ graph: network.graph, backward: backwardPass, layout: weights.layout }),
      { parameters: weights.storage, ...(gradients ? { gradients } : {}) },
    );
    return new DigitProgram({ network, weights, backwardPass, gradients, program, B });
  }

  /** The first `rows` rows of the batch are examples, the rest is padding. */
  async run(
    rows: number,
    pixels: Float32Array<ArrayBuffer>,
    targets: TensorData | undefined,
  ): Promise<DigitActivations> {
    const { network, program, B } = this.parts;
    program.write(network.pixels, zeroPadded(pixels, (pixels.length / rows) * B));
    if (targets) this.writeTargets(rows, targets);
    program.run();
    const read = async (tensor: GraphTensor): Promise<NDArray> => {
      const [, ...axes] = tensor.shape;
      const data = await program.read(tensor);
      return { shape: [rows, ...axes], data: data.slice(0, (data.length / B) * rows) };
    };
    const [z, a] = await Promise.all([Promise.all(network.z.map(read)), Promise.all(network.a.map(read))]);
    if (!targets) return { z, a };
    const exampleCosts = (await read(network.exampleCost)).data;
    const cost = exampleCosts.reduce((sum, each) => sum + each, 0) / rows;
    return { z, a, cost, exampleCosts, ...(await this.readGradients(read)) } as DigitCosts;
  }

  dispose(): void {
    this.parts.program.dispose();
    this.parts.gradients?.dispose();
  }

  /** For the squared error, digits become one-hot rows. */
  private writeTargets(rows: number, targets: TensorData): void {
    const { network, program, B } = this.parts;
    const tensor = network.targets;
    const outputs = network.a[network.a.length - 1].shape[1];
    const numbers =
      tensor.dtype === 'f32' && targets instanceof Int32Array ? oneHot(targets, outputs) : targets;
    const perRow = tensor.dtype === 'f32' ? outputs : 1;
    if (numbers.length !== rows * perRow)
      throw new KernelError(`digits: got ${targets.length} targets for ${rows} examples`);
    program.write(tensor, zeroPadded(numbers, perRow * B));
  }

  private async readGradients(read: (tensor: GraphTensor) => Promise<NDArray>) {
    const { network, backwardPass, gradients, weights } = this.parts;
    if (!backwardPass || !gradients) return {};
    const gradient = async (tensor: GraphTensor) => {
      const found = backwardPass.gradientFor(tensor);
      return found && read(found);
    };
    return {
      d_z: await Promise.all(network.z.map(gradient)),
      d_a: await Promise.all(network.a.map(gradient)),
      d_weights: weights.unflatten(await gradients.read(0, weights.layout.length)),
    };
  }
}

interface DigitProgramParts {
  readonly network: DigitNetwork;
  readonly weights: Weights;
  readonly backwardPass: Backward | undefined;
  readonly gradients: Storage | undefined;
  readonly program: Program;
  readonly B: number;
}

/** The numbers, padded with zeros to `length`. */
function zeroPadded<N extends TensorData>(numbers: N, length: number): N {
  if (numbers.length === length) return numbers;
  const padded = numbers instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  padded.set(numbers);
  return padded as N;
}
