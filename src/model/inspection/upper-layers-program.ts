// The layers above a given residual stream as a program of their own: a change high in the network costs nothing below it.

import type { Executor, Program } from '../../kernels/backends/executor.ts';
import { KernelError } from '../../kernels/errors.ts';
import { plan } from '../../kernels/graph/plan.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { writePositions } from '../architecture/model-inputs.ts';
import { type UpperLayers, upperLayers } from '../architecture/transformer.ts';
import type { Weights } from '../architecture/weights.ts';
import type { AffineIntervention, NDArray } from './nd-array.ts';

export interface UpperLayersRequest {
  /** (B, T, C): the residual stream that enters `firstLayer`. */
  readonly stream: NDArray;
  /** 0 to L. */
  readonly firstLayer: number;
  /** The position whose prediction is read, in every row. */
  readonly position: number;
  readonly interventions?: ReadonlyMap<ActivationName, AffineIntervention>;
}

export class UpperLayersProgram {
  private readonly layers: UpperLayers;
  private readonly program: Program;

  private constructor(layers: UpperLayers, program: Program) {
    this.layers = layers;
    this.program = program;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    { stream, firstLayer, interventions }: Omit<UpperLayersRequest, 'position'>,
  ): Promise<UpperLayersProgram> {
    const [B, T] = stream.shape;
    const intervenable = [...(interventions?.keys() ?? [])];
    const layers = upperLayers(config, { B, T, firstLayer, intervenable, shards: weights.shards });
    const executionPlan = plan({ graph: layers.graph, layout: weights.layout });
    const program = await executor.compile(executionPlan, weights.storages);
    writePositions(program, layers, config);
    return new UpperLayersProgram(layers, program);
  }

  /** (B, V). */
  async run({ stream, position, interventions }: UpperLayersRequest): Promise<NDArray> {
    const { layers, program } = this;
    const [B, T] = stream.shape;
    program.write(layers.stream, stream.data);
    program.write(
      layers.predictingRows,
      Int32Array.from({ length: B }, (_, row) => row * T + position),
    );
    for (const [name, { factor, offset }] of interventions ?? []) {
      const inputs = layers.interventions.get(name);
      if (!inputs) throw new KernelError(`inspector: the layers have no activation '${name}'`);
      program.write(inputs.factor, factor);
      program.write(inputs.offset, offset);
    }
    program.run();
    return { shape: layers.probabilities.shape, data: await program.read(layers.probabilities) };
  }

  dispose(): void {
    this.program.dispose();
  }
}
