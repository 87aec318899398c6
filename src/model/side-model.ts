// A small model that is trained beside the run: its weights and its trainer, made and thrown away together.

import type { StepPoint } from '../history/series.ts';
import type { Executor } from '../kernels/executor.ts';
import type { Parameter } from './parameters.ts';
import type { Task } from './trainer.ts';
import { Trainer } from './trainer.ts';
import type { WeightValues } from './weights.ts';
import { Weights } from './weights.ts';

export interface SideModelParts<Batch> {
  readonly parameters: readonly Parameter[];
  readonly start: WeightValues;
  readonly task: Task<Batch>;
  /** Of AdamW without decay. */
  readonly learningRate: number;
}

export class SideModel<Batch> {
  readonly weights: Weights;
  private readonly trainer: Trainer<Batch>;
  private readonly learningRate: number;
  private steps = 0;

  private constructor(weights: Weights, trainer: Trainer<Batch>, learningRate: number) {
    this.weights = weights;
    this.trainer = trainer;
    this.learningRate = learningRate;
  }

  static async create<Batch>(executor: Executor, parts: SideModelParts<Batch>): Promise<SideModel<Batch>> {
    const weights = new Weights(executor, parts.parameters);
    try {
      weights.set(parts.start);
      const trainer = await Trainer.create(executor, weights, parts.task, {
        clipNorm: 0,
        optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.999, weightDecay: 0 },
      });
      return new SideModel(weights, trainer, parts.learningRate);
    } catch (error) {
      weights.dispose();
      throw error;
    }
  }

  /** Steps taken. */
  get step(): number {
    return this.steps;
  }

  async train(batch: Batch): Promise<StepPoint> {
    return this.trainer.step(batch, this.steps++, this.learningRate);
  }

  dispose(): void {
    this.trainer.dispose();
    this.weights.dispose();
  }
}
