// Trains by shares of the batch: other threads compute some of them, and the optimiser runs once, on the sum of all.

import type { Executor } from '../../../kernels/executor.ts';
import type { StepPoint } from '../../../shared/history/series.ts';
import type { ModelConfig } from '../../architecture/config.ts';
import type { Weights } from '../../architecture/weights.ts';
import type { Batch } from '../../data/dataset.ts';
import { nextTokenTask } from '../next-token-task.ts';
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

/** A thread that computes shares of one size. */
export interface ShardWorker {
  /** Undefined if it cannot: it is not ready yet, or lost. The weights are handed over to it. */
  compute(weights: Float32Array<ArrayBuffer>, shard: Batch): Promise<ShardResult | undefined>;
  dispose(): void;
}

/** Threads to be had beside this one. */
export interface ShardWorkerPool {
  readonly count: number;
  acquire(config: ModelConfig, size: ShardShape): ShardWorker[];
}

export interface DataParallelOptions extends TrainerOptions {
  readonly B: number;
  readonly shards: number;
  /** Without any, this thread computes every share: slower, and the same numbers. */
  readonly workers?: ShardWorkerPool;
}

/**
 * Into how many shares a batch is cut decides the numbers, for it decides how sums are rounded. Who computes them does not:
 * a share whose thread is not ready, or gone, is computed here, by the same kernels on the same rows.
 */
export class DataParallelTrainer {
  /** One: a step needs the weights of the one before, and others must not see them halfway. */
  readonly maxInFlight = 1;
  private readonly trainer: Trainer<Batch>;
  private readonly weights: Weights;
  private readonly shards: number;
  private readonly acquireWorkers: () => ShardWorker[];
  /** Engaged with the first step: a model that is only looked at needs none. */
  private workers: readonly ShardWorker[] | undefined;
  private readonly speedup = new SpeedupMonitor();
  /** What was asked for last: one thing after the other. */
  private queueTail: Promise<unknown> = Promise.resolve();

  private constructor(
    trainer: Trainer<Batch>,
    weights: Weights,
    shards: number,
    acquireWorkers: () => ShardWorker[],
  ) {
    this.trainer = trainer;
    this.weights = weights;
    this.shards = shards;
    this.acquireWorkers = acquireWorkers;
  }

  static async create(
    executor: Executor,
    weights: Weights,
    config: ModelConfig,
    { B, shards, workers, ...options }: DataParallelOptions,
  ): Promise<DataParallelTrainer> {
    const size = { B: B / shards, T: config.T };
    const trainer = await Trainer.create(executor, weights, nextTokenTask(config, size), options);
    return new DataParallelTrainer(trainer, weights, shards, () => workers?.acquire(config, size) ?? []);
  }

  get variants(): Readonly<Record<string, string>> {
    return recordShardCount(this.trainer.variants, this.shards);
  }

  /** Queues step `step` (from 0) at this learning rate; resolves with its figures. */
  step(batch: Batch, step: number, learningRate: number): Promise<StepPoint> {
    return this.enqueue(async () => {
      const shards = splitBatch(batch, this.shards);
      const { loss, gradients } = reduceGradients(await this.computeShards(shards), shardWeights(shards));
      const gradientNorm = await this.trainer.applyGradients(gradients, step, learningRate);
      return { step, loss, gradientNorm, learningRate };
    });
  }

  /** The loss of a batch, without learning from it. */
  evaluate(batch: Batch): Promise<number> {
    return this.enqueue(async () => {
      const shards = splitBatch(batch, this.shards);
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
    for (const hand of this.workers ?? []) hand.dispose();
    this.trainer.dispose();
  }

  /** The first share is this thread's, the others go to the hands there are; what none of them does is done here. */
  private async computeShards([own, ...others]: readonly Batch[]): Promise<ShardResult[]> {
    const workers = this.speedup.shouldUseWorkers() ? this.getWorkers() : [];
    const { storage, layout } = this.weights;
    const copies = await Promise.all(workers.map(() => storage.read(0, layout.length)));
    const begin = performance.now();
    const pending = workers.map((hand, i) => hand.compute(copies[i], others[i]));
    const results = [await this.trainer.computeGradients(own)];
    const serialMs = (performance.now() - begin) * this.shards;
    const workerResults = await Promise.all(pending);
    if (workerResults.length === others.length && workerResults.every(Boolean))
      this.speedup.record(serialMs, performance.now() - begin);
    for (const [i, share] of others.entries())
      results.push(workerResults[i] ?? (await this.trainer.computeGradients(share)));
    return results;
  }

  private getWorkers(): readonly ShardWorker[] {
    this.workers ??= this.acquireWorkers().slice(0, this.shards - 1);
    return this.workers;
  }

  private enqueue<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.queueTail.then(task);
    this.queueTail = result.catch(() => {});
    return result;
  }
}

/** By shares where there are to be more than one. */
export function createNextTokenTrainer(
  executor: Executor,
  weights: Weights,
  config: ModelConfig,
  options: DataParallelOptions,
): Promise<Trainer<Batch> | DataParallelTrainer> {
  const { B, shards, workers, ...rest } = options;
  if (shards > 1) return DataParallelTrainer.create(executor, weights, config, options);
  return Trainer.create(executor, weights, nextTokenTask(config, { B, T: config.T }), rest);
}
