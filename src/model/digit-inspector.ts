// Looks inside a digit network, or any small one of its kind: activations, costs, and all gradients of a batch.

import { KernelError } from '../kernels/errors.ts';
import type { Executor, Numbers, Program, Storage } from '../kernels/executor.ts';
import type { Backward } from '../kernels/graph/backward.ts';
import { backward } from '../kernels/graph/backward.ts';
import type { Tensor as GraphTensor } from '../kernels/graph/graph.ts';
import { plan } from '../kernels/graph/plan.ts';
import type { DigitNetwork, DigitsConfig } from './digits.ts';
import { digitNetwork, oneHot } from './digits.ts';
import type { Values } from './inspector.ts';
import { KeptPrograms } from './kept-programs.ts';
import type { Weights } from './weights.ts';

export interface DigitLookRequest {
  /** (B, inputs). */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** What should come out: (B) digits, or for `sigmoid` also (B, outputs) numbers. Without it there is no cost. */
  readonly wanted?: Numbers;
  /** Also the gradients of the mean cost. Needs `wanted`. */
  readonly gradients?: boolean;
}

/** z and a of the layers 1, 2 … at 0, 1 …, each (B, neurons). */
export interface DigitLook {
  readonly z: readonly Values[];
  readonly a: readonly Values[];
}

export interface DigitCosts extends DigitLook {
  /** Mean over the batch. */
  readonly cost: number;
  /** (B). */
  readonly exampleCosts: Float32Array<ArrayBuffer>;
}

/** All gradients are those of the mean cost: times B they are, row by row, those of the examples' own costs. */
export interface DigitGradients extends DigitCosts {
  readonly d_z: readonly Values[];
  /** Absent at the last layer where the cost is taken from z (`relu`). */
  readonly d_a: readonly (Values | undefined)[];
  /** By weight name. */
  readonly d_weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/** Batches are filled up to one of these where no mean is asked for, so that few programs serve all. */
const SIZES = [1, 10, 100, 1000];
/** The largest batch that is looked at in one go. */
export const MOST_EXAMPLES = 1000;

export class DigitInspector {
  private readonly executor: Executor;
  private readonly config: DigitsConfig;
  private readonly weights: Weights;
  private readonly programs = new KeptPrograms<DigitProgram>();

  constructor(executor: Executor, config: DigitsConfig, weights: Weights) {
    this.executor = executor;
    this.config = config;
    this.weights = weights;
  }

  /** One run with the weights of this moment. Calls must not overlap: the programs are shared. */
  look(request: DigitLookRequest & { wanted: Numbers; gradients: true }): Promise<DigitGradients>;
  look(request: DigitLookRequest & { wanted: Numbers }): Promise<DigitCosts>;
  look(request: DigitLookRequest): Promise<DigitLook>;
  async look({ pixels, wanted, gradients = false }: DigitLookRequest): Promise<DigitLook> {
    const B = pixels.length / this.config.sizes[0];
    if (!Number.isInteger(B) || B < 1 || B > MOST_EXAMPLES) {
      throw new KernelError(
        `digits: ${pixels.length} numbers are no batch of 1 to ${MOST_EXAMPLES} examples of ${this.config.sizes[0]}`,
      );
    }
    const size = gradients ? B : (SIZES.find((each) => each >= B) as number);
    const program = await this.program(size, gradients);
    return program.look(B, pixels, wanted);
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
  private readonly parts: ProgramParts;

  private constructor(parts: ProgramParts) {
    this.parts = parts;
  }

  static async create(
    executor: Executor,
    config: DigitsConfig,
    weights: Weights,
    B: number,
    withGradients: boolean,
  ) {
    const network = digitNetwork(config, B);
    const reverse = withGradients ? backward(network.graph, network.loss) : undefined;
    const gradients = reverse ? executor.allocate('inspected gradients', weights.layout.length) : undefined;
    const program = await executor.compile(
      plan({ graph: network.graph, backward: reverse, layout: weights.layout }),
      { parameters: weights.storage, ...(gradients ? { gradients } : {}) },
    );
    return new DigitProgram({ network, weights, reverse, gradients, program, B });
  }

  /** The first `rows` of the batch are real; what lies behind them is not shown. */
  async look(
    rows: number,
    pixels: Float32Array<ArrayBuffer>,
    wanted: Numbers | undefined,
  ): Promise<DigitLook> {
    const { network, program, B } = this.parts;
    program.write(network.pixels, filled(pixels, (pixels.length / rows) * B));
    if (wanted) this.writeWanted(rows, wanted);
    program.run();
    const read = async (tensor: GraphTensor): Promise<Values> => {
      const [, ...axes] = tensor.shape;
      const data = await program.read(tensor);
      return { shape: [rows, ...axes], data: data.slice(0, (data.length / B) * rows) };
    };
    const [z, a] = await Promise.all([Promise.all(network.z.map(read)), Promise.all(network.a.map(read))]);
    if (!wanted) return { z, a };
    const exampleCosts = (await read(network.exampleCost)).data;
    const cost = exampleCosts.reduce((sum, each) => sum + each, 0) / rows;
    return { z, a, cost, exampleCosts, ...(await this.readGradients(read)) } as DigitCosts;
  }

  dispose(): void {
    this.parts.program.dispose();
    this.parts.gradients?.dispose();
  }

  /** Digits become 1 for the right output and 0 for the others, where the cost compares all outputs. */
  private writeWanted(rows: number, wanted: Numbers): void {
    const { network, program, B } = this.parts;
    const tensor = network.wanted;
    const outputs = network.a[network.a.length - 1].shape[1];
    const numbers = tensor.dtype === 'f32' && wanted instanceof Int32Array ? oneHot(wanted, outputs) : wanted;
    const perRow = tensor.dtype === 'f32' ? outputs : 1;
    if (numbers.length !== rows * perRow)
      throw new KernelError(`digits: ${wanted.length} targets do not fit ${rows} examples`);
    program.write(tensor, filled(numbers, perRow * B));
  }

  private async readGradients(read: (tensor: GraphTensor) => Promise<Values>) {
    const { network, reverse, gradients, weights } = this.parts;
    if (!reverse || !gradients) return {};
    const gradient = async (tensor: GraphTensor) => {
      const found = reverse.gradientOf(tensor);
      return found && read(found);
    };
    return {
      d_z: await Promise.all(network.z.map(gradient)),
      d_a: await Promise.all(network.a.map(gradient)),
      d_weights: weights.unflatten(await gradients.read(0, weights.layout.length)),
    };
  }
}

interface ProgramParts {
  readonly network: DigitNetwork;
  readonly weights: Weights;
  readonly reverse: Backward | undefined;
  readonly gradients: Storage | undefined;
  readonly program: Program;
  readonly B: number;
}

/** The numbers with zeros behind them. */
function filled<N extends Numbers>(numbers: N, length: number): N {
  if (numbers.length === length) return numbers;
  const longer = numbers instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  longer.set(numbers);
  return longer as N;
}
