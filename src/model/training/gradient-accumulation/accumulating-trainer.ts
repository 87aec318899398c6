// Gradient accumulation: the gradients of a batch's parts are computed one after the other, one optimizer step applies their sum.

import type { Executor } from '../../../kernels/backends/executor.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import type { Weights } from '../../architecture/weights.ts';
import { nextTokenTask, type TrainingBatch } from '../next-token-task.ts';
import { type Moments, Trainer } from '../trainer.ts';
import type { TrainerOptions } from '../training-step.ts';
import { addPart, type PartResult, partWeights, splitBatch } from './batch-parts.ts';

export interface AccumulationOptions extends TrainerOptions {
  readonly B: number;
  /** Parts of the batch, 1 by default; each holds the memory of its activations alone. */
  readonly parts?: number;
}

/** The number of parts affects the result, since it affects the rounding of sums. */
export class AccumulatingTrainer {
  /** One step at a time: a step reads the weights of the previous one. */
  readonly maxInFlight = 1;
  private readonly trainer: Trainer<TrainingBatch>;
  private readonly parts: number;
  /** The last queued call; calls run one after the other. */
  private queueTail: Promise<unknown> = Promise.resolve();

  private constructor(trainer: Trainer<TrainingBatch>, parts: number) {
    this.trainer = trainer;
    this.parts = parts;
  }

  static async create(
    executor: Executor,
    weights: Weights,
    config: ModelConfig,
    { B, parts = 1, ...options }: AccumulationOptions,
  ): Promise<AccumulatingTrainer> {
    const task = nextTokenTask(config, { B: B / parts, T: config.T });
    return new AccumulatingTrainer(await Trainer.create(executor, weights, task, options), parts);
  }

  get variants(): Readonly<Record<string, string>> {
    return this.trainer.variants;
  }

  /** Queues step `step` (from 0); resolves with its loss and gradient norm. */
  step(batch: TrainingBatch, step: number, learningRate: number): Promise<StepPoint> {
    return this.enqueue(async () => {
      const { loss, gradients } = await this.accumulate(batch);
      const gradientNorm = await this.trainer.applyGradients(gradients, step, learningRate);
      return { step, loss, gradientNorm, learningRate };
    });
  }

  /** Loss of a batch: forward pass only. */
  evaluate(batch: TrainingBatch): Promise<number> {
    return this.enqueue(async () => {
      const parts = splitBatch(batch, this.parts);
      const weights = partWeights(parts);
      let loss = 0;
      for (const [i, part] of parts.entries()) loss += weights[i] * (await this.trainer.evaluate(part));
      return loss;
    });
  }

  getMoments(): Promise<Moments> {
    return this.enqueue(() => this.trainer.getMoments());
  }

  setMoments(moments: Moments): void {
    this.trainer.setMoments(moments);
  }

  dispose(): void {
    this.trainer.dispose();
  }

  private async accumulate(batch: TrainingBatch): Promise<PartResult> {
    const parts = splitBatch(batch, this.parts);
    const weights = partWeights(parts);
    let sum: PartResult | undefined;
    for (const [i, part] of parts.entries())
      sum = addPart(sum, await this.trainer.computeGradients(part), weights[i]);
    return sum as PartResult;
  }

  private enqueue<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.queueTail.then(task);
    this.queueTail = result.catch(() => {});
    return result;
  }
}

/** An accumulating trainer for more than one part, else a plain one. */
export function createNextTokenTrainer(
  executor: Executor,
  weights: Weights,
  config: ModelConfig,
  options: AccumulationOptions,
): Promise<Trainer<TrainingBatch> | AccumulatingTrainer> {
  const { B, parts = 1, ...rest } = options;
  if (parts > 1) return AccumulatingTrainer.create(executor, weights, config, options);
  return Trainer.create(executor, weights, nextTokenTask(config, { B, T: config.T }), rest);
}
