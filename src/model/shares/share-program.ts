// What another thread keeps to compute shares with: a copy of the weights, their gradients, and no optimiser.

import type { Executor, Program, Storage } from '../../kernels/executor.ts';
import type { ModelConfig } from '../config.ts';
import type { Batch } from '../data/dataset.ts';
import { nextTokenTask } from '../next-token-task.ts';
import { flatLayout, transformerParameters } from '../parameters.ts';
import type { Task } from '../trainer.ts';
import { gradientStep } from '../training-step.ts';
import type { ShareResult } from './shares.ts';

/** Rows of T tokens in a share. */
export interface ShareSize {
  readonly B: number;
  readonly T: number;
}

export class ShareProgram {
  private readonly task: Task<Batch>;
  private readonly parameters: Storage;
  private readonly gradients: Storage;
  private readonly program: Program;

  private constructor(task: Task<Batch>, parameters: Storage, gradients: Storage, program: Program) {
    this.task = task;
    this.parameters = parameters;
    this.gradients = gradients;
    this.program = program;
  }

  static async create(executor: Executor, config: ModelConfig, size: ShareSize): Promise<ShareProgram> {
    const task = nextTokenTask(config, size);
    const layout = flatLayout(transformerParameters(config));
    const parameters = executor.allocate('parameters', layout.length);
    const gradients = executor.allocate('gradients', layout.length);
    try {
      const program = await executor.compile(gradientStep(task, layout), { parameters, gradients });
      task.prepare?.(program);
      return new ShareProgram(task, parameters, gradients, program);
    } catch (error) {
      parameters.dispose();
      gradients.dispose();
      throw error;
    }
  }

  /** Loss and gradients of a share at these weights, flat. */
  async compute(weights: Float32Array<ArrayBuffer>, share: Batch): Promise<ShareResult> {
    this.parameters.write(0, weights);
    this.task.write(this.program, share);
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
