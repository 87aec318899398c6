// Looks inside a digit network, or any small one of its kind: activations, costs, and all gradients of a batch.

import { KernelError } from '../../kernels/errors.ts';
import type { Executor, Program, Storage, TensorData } from '../../kernels/executor.ts';
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
  /** What should come out: (B) digits, or for `sigmoid` also (B, outputs) numbers. Without it there is no cost. */
  readonly targets?: TensorData;
  /** Also the gradients of the mean cost. Needs `wanted`. */
  readonly gradients?: boolean;
}

/** z and a of the layers 1, 2 … at 0, 1 …, each (B, neurons). */
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

/** All gradients are those of the mean cost: times B they are, row by row, those of the examples' own costs. */
export interface DigitGradients extends DigitCosts {
  readonly d_z: readonly NDArray[];
  /** Absent at the last layer where the cost is taken from z (`relu`). */
  readonly d_a: readonly (NDArray | undefined)[];
  /** By weight name. */
  readonly d_weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/** Batches are filled up to one of these where no mean is asked for, so that few programs serve all. */
const BATCH_SIZES = [1, 10, 100, 1000];
/** The largest batch that is looked at in one go. */
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

  /** One run with the weights of this moment. Calls must not overlap: the programs are shared. */
  run(request: DigitInspectorRequest & { targets: TensorData; gradients: true }): Promise<DigitGradients>;
  run(request: DigitInspectorRequest & { targets: TensorData }): Promise<DigitCosts>;
  run(request: DigitInspectorRequest): Promise<DigitActivations>;
  async run({ pixels, targets, gradients = false }: DigitInspectorRequest): Promise<DigitActivations> {
    const B = pixels.length / this.config.sizes[0];
    if (!Number.isInteger(B) || B < 1 || B > MAX_BATCH_SIZE) {
      throw new KernelError(
        `digits: ${pixels.length} numbers are no batch of 1 to ${MAX_BATCH_SIZE} examples of ${this.config.sizes[0]}`,
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

/** One batch size, with or without the way back. */
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

  /** The first `rows` of the batch are real; what lies behind them is not shown. */
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

  /** Digits become 1 for the right output and 0 for the others, where the cost compares all outputs. */
  private writeTargets(rows: number, targets: TensorData): void {
    const { network, program, B } = this.parts;
    const tensor = network.targets;
    const outputs = network.a[network.a.length - 1].shape[1];
    const numbers =
      tensor.dtype === 'f32' && targets instanceof Int32Array ? oneHot(targets, outputs) : targets;
    const perRow = tensor.dtype === 'f32' ? outputs : 1;
    if (numbers.length !== rows * perRow)
      throw new KernelError(`digits: ${targets.length} targets do not fit ${rows} examples`);
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

/** The numbers with zeros behind them. */
function zeroPadded<N extends TensorData>(numbers: N, length: number): N {
  if (numbers.length === length) return numbers;
  const padded = numbers instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  padded.set(numbers);
  return padded as N;
}
