// The final layer norm and the unembedding as a program of their own, for residual streams of any layer (logit lens).

import type { Executor, Program } from '../../kernels/backends/executor.ts';
import { type Backward, backward } from '../../kernels/graph/backward.ts';
import { type Graph, root, type Tensor } from '../../kernels/graph/graph.ts';
import { plan } from '../../kernels/graph/plan.ts';
import { architectureOf, transformerParameters } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
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
  private readonly logitGradients: Tensor | undefined;
  private readonly backwardPass: Backward | undefined;

  private constructor(
    model: RecordedUnembedding,
    program: Program,
    logitGradients: Tensor | undefined,
    backwardPass: Backward | undefined,
  ) {
    this.model = model;
    this.program = program;
    this.logitGradients = logitGradients;
    this.backwardPass = backwardPass;
  }

  static async create(
    executor: Executor,
    config: ModelConfig,
    weights: Weights,
    { hasGradient, ...shape }: Pick<TransformerShape, 'B' | 'T'> & { readonly hasGradient?: boolean },
  ): Promise<UnembedProgram> {
    const model = recordUnembedding(config, { ...shape, shards: weights.shards });
    const { graph, stream, logits } = model;
    const logitGradients = hasGradient ? graph.input('d_logits', logits.shape) : undefined;
    const backwardPass =
      logitGradients &&
      backward(graph, logits, [stream], new Map([[root(logits), logitGradients]]), { parameters: false });
    const executionPlan = plan({ graph, backward: backwardPass, layout: weights.layout });
    const program = await executor.compile(executionPlan, weights.storages);
    return new UnembedProgram(model, program, logitGradients, backwardPass);
  }

  /** Logits (B, T, V) of a residual stream (B, T, C) with the current weights. */
  async run(stream: Float32Array<ArrayBuffer>) {
    const { logits } = this.model;
    this.program.write(this.model.stream, stream);
    this.program.run();
    return { shape: logits.shape, data: await this.program.read(logits) };
  }

  /** Derivatives (B, T, C) by the stream of a function of the logits, whose derivatives by the logits (B, T, V) are given. */
  async gradient(stream: Float32Array<ArrayBuffer>, logitGradients: Float32Array<ArrayBuffer>) {
    const gradient = this.backwardPass?.gradientFor(this.model.stream);
    if (!gradient || !this.logitGradients) throw new Error('The program was compiled without gradients.');
    this.program.write(this.model.stream, stream);
    this.program.write(this.logitGradients, logitGradients);
    this.program.run();
    return { shape: gradient.shape, data: await this.program.read(gradient) };
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
