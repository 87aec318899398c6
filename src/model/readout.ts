// What a vector of the residual stream says: the end of the network alone, for streams taken from anywhere in it.

import type { Executor, Program } from '../kernels/executor.ts';
import type { Graph, Tensor } from '../kernels/graph/graph.ts';
import { plan } from '../kernels/graph/plan.ts';
import type { ModelConfig } from './config.ts';
import { transformerParameters } from './parameters.ts';
import { Recorder } from './recorder.ts';
import { says, type TransformerShape } from './transformer.ts';
import type { Weights } from './weights.ts';

interface Recorded {
  readonly graph: Graph;
  /** (B, T, C). */
  readonly stream: Tensor;
  /** (B, T, V). */
  readonly logits: Tensor;
}

/** Compiled for one shape. A network of many layers is not run through for what its last two steps tell. */
export class Readout {
  private readonly model: Recorded;
  private readonly program: Program;

  private constructor(model: Recorded, program: Program) {
    this.model = model;
    this.program = program;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    shape: Pick<TransformerShape, 'B' | 'T'>,
  ): Promise<Readout> {
    const model = record(config, { ...shape, parts: weights.parts });
    const order = plan({ graph: model.graph, layout: weights.layout });
    return new Readout(model, await executor.compile(order, weights.storages));
  }

  /** Of a stream (B, T, C), the logits (B, T, V) with the weights of this moment. */
  async logitsOf(stream: Float32Array<ArrayBuffer>) {
    const { logits } = this.model;
    this.program.write(this.model.stream, stream);
    this.program.run();
    return { shape: logits.shape, data: await this.program.read(logits) };
  }

  dispose(): void {
    this.program.dispose();
  }
}

function record(config: ModelConfig, { B, T, parts }: TransformerShape): Recorded {
  const m = new Recorder(transformerParameters(config), [], parts);
  const stream = m.graph.input('stream', [B, T, config.C]);
  return { graph: m.graph, stream, logits: says(m, stream, config) };
}
