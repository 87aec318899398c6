// Data-parallel training and gradient accumulation: threads compute the gradients of batch shards, one optimizer step applies their sum.

import type { Executor } from '../../../kernels/backends/executor.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import type { Weights } from '../../architecture/weights.ts';
import { nextTokenTask, type TrainingBatch } from '../next-token-task.ts';
import { type Moments, Trainer } from '../trainer.ts';
import type { TrainerOptions } from '../training-step.ts';
import {
  recordShardCount,
  reduceGradients,
  type ShardResult,
  shardWeights,
  splitBatch,
} from './batch-shards.ts';
import type { ShardShape } from './shard-program.ts';
import { SpeedupMonitor } from './speedup-monitor.ts';

/** A thread that computes the gradients of shards of one shape. */
export interface ShardWorker {
  /** Undefined if the worker is not ready or was lost. The weights are transferred. */
  compute(weights: Float32Array<ArrayBuffer>, shard: TrainingBatch): Promise<ShardResult | undefined>;
  dispose(): void;
}

/** Threads beside this one. */
export interface ShardWorkerPool {
  readonly count: number;
  acquire(config: ModelConfig, size: ShardShape): ShardWorker[];
}

export interface DataParallelOptions extends TrainerOptions {
  readonly B: number;
  /** Parts of the batch that are computed one after the other; 1 by default. */
  readonly parts?: number;
  /** Shards of a part that are computed at the same time. */
  readonly shards: number;
  /** Without workers, this thread computes every shard, with the same results. */
  readonly workers?: ShardWorkerPool;
}

/**
 * The number of shards affects the result, since it affects the rounding of sums; which thread computes a shard does not.
 * This thread computes the shards of workers that are not ready or lost, with the same kernels on the same rows.
 */
export class DataParallelTrainer {
  /** One step at a time: a step reads the weights of the previous one. */
  readonly maxInFlight = 1;
  private readonly trainer: Trainer<TrainingBatch>;
  private readonly weights: Weights;
  private readonly parts: number;
  private readonly shards: number;
  private readonly acquireWorkers: () => ShardWorker[];
  /** Acquired by the first step: inspection alone needs none. */
  private workers: readonly ShardWorker[] | undefined;
  private readonly speedup = new SpeedupMonitor();
  /** The last queued call; calls run one after the other. */
  private queueTail: Promise<unknown> = Promise.resolve();

  private constructor(
    trainer: Trainer<TrainingBatch>,
    weights: Weights,
    { parts, shards }: { readonly parts: number; readonly shards: number },
    acquireWorkers: () => ShardWorker[],
  ) {
    this.trainer = trainer;
    this.weights = weights;
    this.parts = parts;
    this.shards = shards;
    this.acquireWorkers = acquireWorkers;
  }

  static async create(
    executor: Executor,
    weights: Weights,
    config: ModelConfig,
    { B, parts = 1, shards, workers, ...options }: DataParallelOptions,
  ): Promise<DataParallelTrainer> {
    const size = { B: B / parts / shards, T: config.T };
    const trainer = await Trainer.create(executor, weights, nextTokenTask(config, size), options);
    return new DataParallelTrainer(
      trainer,
      weights,
      { parts, shards },
      () => workers?.acquire(config, size) ?? [],
    );
  }

  get variants(): Readonly<Record<string, string>> {
    return recordShardCount(this.trainer.variants, this.shards);
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
      const shards = splitBatch(batch, this.parts * this.shards);
      const weights = shardWeights(shards);
      let loss = 0;
      for (const [i, shard] of shards.entries()) loss += weights[i] * (await this.trainer.evaluate(shard));
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
    for (const worker of this.workers ?? []) worker.dispose();
    this.trainer.dispose();
  }

  /** Loss and gradients of a batch, one part after the other. */
  private async accumulate(batch: TrainingBatch): Promise<ShardResult> {
    const shards = splitBatch(batch, this.parts * this.shards);
    const weights = shardWeights(shards);
    let sum: ShardResult | undefined;
    for (let at = 0; at < shards.length; at += this.shards) {
      const results = await this.computeShards(shards.slice(at, at + this.shards));
      sum = reduceGradients(results, weights.slice(at, at + this.shards), sum);
    }
    return sum as ShardResult;
  }

  /** This thread computes the first shard, workers the others; this thread also computes those that no worker returned. */
  private async computeShards([own, ...others]: readonly TrainingBatch[]): Promise<ShardResult[]> {
    const workers = this.speedup.shouldUseWorkers() ? this.getWorkers() : [];
    const { storage, layout } = this.weights;
    const copies = await Promise.all(workers.map(() => storage.read(0, layout.length)));
    const start = performance.now();
    const pending = workers.map((worker, i) => worker.compute(copies[i], others[i]));
    const results = [await this.trainer.computeGradients(own)];
    const serialMs = (performance.now() - start) * this.shards;
    const workerResults = await Promise.all(pending);
    if (workerResults.length === others.length && workerResults.every(Boolean))
      this.speedup.record(serialMs, performance.now() - start);
    for (const [i, shard] of others.entries())
      results.push(workerResults[i] ?? (await this.trainer.computeGradients(shard)));
    return results;
  }

  private getWorkers(): readonly ShardWorker[] {
    this.workers ??= this.shards > 1 ? this.acquireWorkers().slice(0, this.shards - 1) : [];
    return this.workers;
  }

  private enqueue<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.queueTail.then(task);
    this.queueTail = result.catch(() => {});
    return result;
  }
}

/** A data-parallel trainer for more than one part or shard, else a plain one. */
export function createNextTokenTrainer(
  executor: Executor,
  weights: Weights,
  config: ModelConfig,
  options: DataParallelOptions,
): Promise<Trainer<TrainingBatch> | DataParallelTrainer> {
  const { B, parts = 1, shards, workers, ...rest } = options;
  if (parts * shards > 1) return DataParallelTrainer.create(executor, weights, config, options);
  return Trainer.create(executor, weights, nextTokenTask(config, { B, T: config.T }), rest);
}
