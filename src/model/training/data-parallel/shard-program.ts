// The program of a gradient worker: forward and backward pass of one shard, without an optimizer.

import type { Executor, Program, Storage } from '../../../kernels/backends/executor.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import { flatLayout, transformerParameters } from '../../architecture/parameters.ts';
import { nextTokenTask, type TrainingBatch } from '../next-token-task.ts';
import type { Task } from '../trainer.ts';
import { gradientStep } from '../training-step.ts';
import type { ShardResult } from './batch-shards.ts';

/** A shard of B rows of T tokens. */
export interface ShardShape {
  readonly B: number;
  readonly T: number;
}

export class ShardProgram {
  private readonly task: Task<TrainingBatch>;
  private readonly parameters: Storage;
  private readonly gradients: Storage;
  private readonly program: Program;

  private constructor(task: Task<TrainingBatch>, parameters: Storage, gradients: Storage, program: Program) {
    this.task = task;
    this.parameters = parameters;
    this.gradients = gradients;
    this.program = program;
  }

  static async create(executor: Executor, config: ModelConfig, size: ShardShape): Promise<ShardProgram> {
    const task = nextTokenTask(config, size);
    const layout = flatLayout(transformerParameters(config));
    const parameters = executor.allocate('parameters', layout.length);
    const gradients = executor.allocate('gradients', layout.length);
    try {
      const program = await executor.compile(gradientStep(task, layout), { parameters, gradients });
      task.initialize?.(program);
      return new ShardProgram(task, parameters, gradients, program);
    } catch (error) {
      parameters.dispose();
      gradients.dispose();
      throw error;
    }
  }

  /** Loss and flat gradients of a shard for the given flat weights. */
  async compute(weights: Float32Array<ArrayBuffer>, shard: TrainingBatch): Promise<ShardResult> {
    this.parameters.write(0, weights);
    this.task.write(this.program, shard);
    this.program.run();
    const [[loss], gradients] = await Promise.all([
      this.program.read(this.task.loss),
      this.gradients.read(0, this.gradients.length),
    ]);
    return { loss, gradients };
  }

  dispose(): void {
    this.program.dispose();
    this.parameters.dispose();
    this.gradients.dispose();
  }
}
