// The final layer norm and the unembedding as a program of their own, for residual streams of any layer (logit lens).

import type { Executor, Program } from '../../kernels/backends/executor.ts';
import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { architectureOf } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { transformerParameters } from '../architecture/parameters.ts';
import { Recorder } from '../architecture/recorder.ts';
import type { TransformerShape } from '../architecture/transformer.ts';
import type { Weights } from '../architecture/weights.ts';

interface RecordedUnembedding {
  readonly graph: Graph;
  /** (B, T, C). */
  readonly stream: Tensor;
  /** (B, T, V). */
  readonly logits: Tensor;
}

/** Compiled for one shape; skips the blocks of the network. */
export class UnembedProgram {
  private readonly model: RecordedUnembedding;
  private readonly program: Program;

  private constructor(model: RecordedUnembedding, program: Program) {
    this.model = model;
    this.program = program;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    shape: Pick<TransformerShape, 'B' | 'T'>,
  ): Promise<UnembedProgram> {
    const model = recordUnembedding(config, { ...shape, shards: weights.shards });
    const executionPlan = plan({ graph: model.graph, layout: weights.layout });
    return new UnembedProgram(model, await executor.compile(executionPlan, weights.storages));
  }

  /** Logits (B, T, V) of a residual stream (B, T, C) with the current weights. */
  async run(stream: Float32Array<ArrayBuffer>) {
    const { logits } = this.model;
    this.program.write(this.model.stream, stream);
    this.program.run();
    return { shape: logits.shape, data: await this.program.read(logits) };
  }

  dispose(): void {
    this.program.dispose();
  }
}

function recordUnembedding(config: ModelConfig, { B, T, shards }: TransformerShape): RecordedUnembedding {
  const recorder = new Recorder(transformerParameters(config), [], shards);
  const stream = recorder.graph.input('stream', [B, T, config.C]);
  return { graph: recorder.graph, stream, logits: architectureOf(config).unembed(recorder, stream, config) };
}
