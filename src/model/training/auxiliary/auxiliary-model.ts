// A small model trained beside the run, such as a sparse autoencoder: its weights and its trainer.

import type { Executor } from '../../../kernels/backends/executor.ts';
import type { Tensor } from '../../../kernels/graph/graph.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import { Weights } from '../../architecture/weights.ts';
import type { Task } from '../trainer.ts';
import { Trainer } from '../trainer.ts';

export interface AuxiliaryModelOptions<Batch> {
  readonly parameters: readonly Parameter[];
  readonly initialWeights: WeightValues;
  readonly task: Task<Batch>;
  /** The rate of AdamW without weight decay, unless a step has its own. */
  readonly learningRate: number;
}

export class AuxiliaryModel<Batch> {
  readonly weights: Weights;
  private readonly trainer: Trainer<Batch>;
  private readonly learningRate: number;
  private stepCount = 0;

  private constructor(weights: Weights, trainer: Trainer<Batch>, learningRate: number) {
    this.weights = weights;
    this.trainer = trainer;
    this.learningRate = learningRate;
  }

  static async create<Batch>(
    executor: Executor,
    options: AuxiliaryModelOptions<Batch>,
  ): Promise<AuxiliaryModel<Batch>> {
    const weights = new Weights(executor, options.parameters);
    try {
      weights.set(options.initialWeights);
      const trainer = await Trainer.create(executor, weights, options.task, {
        clipNorm: 0,
        optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, weightDecay: 0 },
      });
      return new AuxiliaryModel(weights, trainer, options.learningRate);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  /** Number of completed steps. */
  get step(): number {
    return this.stepCount;
  }

  async train(batch: Batch, learningRate = this.learningRate): Promise<StepPoint> {
    return this.trainer.step(batch, this.stepCount++, learningRate);
  }

  /** A tensor of the task's graph after the last step. */
  read(tensor: Tensor): Promise<Float32Array> {
    return this.trainer.read(tensor);
  }

  dispose(): void {
    this.trainer.dispose();
    this.weights.dispose();
  }
}
