// The threads beside the lab's, as the lab sees them: made when they are first needed, and let go when they fail.

import * as Comlink from 'comlink';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { ShardResult } from '../../model/training/data-parallel/batch-shards.ts';
import type {
  ShardWorker,
  ShardWorkerPool,
} from '../../model/training/data-parallel/data-parallel-trainer.ts';
import type { ShardShape } from '../../model/training/data-parallel/shard-program.ts';
import { abortable } from '../../shared/abortable.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { yieldToEventLoop } from '../scheduling/task-queue.ts';
import type { GradientWorker } from './gradient-worker.ts';

/** A worker, whichever kind: how to talk to it, hear that it crashed, and end it. */
export interface WorkerHandle {
  readonly endpoint: Comlink.Endpoint;
  onCrash(listener: (message: string) => void): void;
  terminate(): void;
}

export interface WorkerPoolOptions {
  readonly count: number;
  readonly spawnWorker: () => WorkerHandle;
  /** Kernels of the first thread: others would round differently. */
  readonly kernels: string;
}

export class WorkerPool implements ShardWorkerPool {
  readonly count: number;
  /** A thread is gone; whoever relied on it goes on without. */
  onLost: (sentence: string) => void = () => {};
  private readonly options: WorkerPoolOptions;
  private workers: PooledWorker[] | undefined;
  private nextProgramId = 0;

  constructor(options: WorkerPoolOptions) {
    this.count = options.count;
    this.options = options;
  }

  /** Threads that still compute, or will. */
  get aliveCount(): number {
    return this.workers ? this.workers.filter(({ isLost }) => !isLost).length : this.count;
  }

  acquire(config: ModelConfig, size: ShardShape): ShardWorker[] {
    this.workers ??= Array.from(
      { length: this.count },
      () => new PooledWorker(this.options, (sentence) => this.onLost(sentence)),
    );
    const id = this.nextProgramId++;
    return this.workers.map((thread) => thread.acquire(id, config, size));
  }

  dispose(): void {
    for (const thread of this.workers ?? []) thread.terminate();
  }
}

/** One thread from its making to its end. */
class PooledWorker {
  isLost = false;
  private readonly kernels: string;
  private readonly onLost: (sentence: string) => void;
  private worker: WorkerHandle | undefined;
  private api: Comlink.Remote<GradientWorker> | undefined;
  private readonly terminated = new AbortController();

  constructor({ spawnWorker, kernels }: WorkerPoolOptions, onLost: (sentence: string) => void) {
    this.kernels = kernels;
    this.onLost = onLost;
    try {
      this.worker = spawnWorker();
      this.api = Comlink.wrap<GradientWorker>(this.worker.endpoint);
      this.worker.onCrash((message) => this.fail(message));
    } catch (error) {
      this.fail(error);
    }
  }

  acquire(id: number, config: ModelConfig, size: ShardShape): ShardWorker {
    let isReady = false;
    this.prepareProgram(id, config, size).then(
      () => {
        isReady = true;
      },
      (error) => this.fail(error),
    );
    return {
      compute: async (weights, shard) => {
        if (this.isLost) return undefined;
        if (isReady) return this.compute(id, weights, shard);
        await yieldToEventLoop(); // else steps could follow each other so closely that its word is never heard
        return undefined;
      },
      dispose: () => {
        if (!this.isLost) this.api?.release(id).catch((error) => this.fail(error));
      },
    };
  }

  /** Ends it for good, without a word. */
  terminate(): void {
    this.isLost = true;
    this.terminated.abort();
    this.worker?.terminate();
  }

  private async prepareProgram(id: number, config: ModelConfig, size: ShardShape): Promise<void> {
    const kernels = await this.api?.prepare(id, config, size);
    if (kernels !== this.kernels) throw new Error(`it has other kernels: ${kernels}`);
  }

  private async compute(
    id: number,
    weights: Float32Array<ArrayBuffer>,
    shard: Batch,
  ): Promise<ShardResult | undefined> {
    try {
      const result = this.api?.compute(id, Comlink.transfer(weights, [weights.buffer]), shard);
      return await (result && abortable(result, this.terminated.signal));
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  private fail(error: unknown): void {
    if (this.isLost) return;
    this.terminate();
    const message = errorMessage(error);
    const why = message && `: ${message.replace(/^Uncaught (Error: )?/, '').replace(/\.$/, '')}`;
    this.onLost(
      `A thread beside the first stopped${why}. The first computes its share; the numbers stay the same.`,
    );
  }
}
