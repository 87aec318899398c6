// The pool of gradient workers: started on first use, terminated when they fail.

import * as Comlink from 'comlink';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { ShardResult } from '../../model/training/data-parallel/batch-shards.ts';
import type {
  ShardWorker,
  ShardWorkerPool,
} from '../../model/training/data-parallel/data-parallel-trainer.ts';
import type { ShardShape } from '../../model/training/data-parallel/shard-program.ts';
import type { TrainingBatch } from '../../model/training/next-token-task.ts';
import { abortable } from '../../shared/abortable.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { monitorWorker, type WorkerMonitor } from '../heartbeat/monitor-worker.ts';
import type { Pulse } from '../heartbeat/pulse.ts';
import { yieldToEventLoop } from '../scheduling/task-queue.ts';
import type { GradientWorker } from './gradient-worker.ts';

/** A worker of the browser or of Node. */
export interface WorkerHandle {
  readonly endpoint: Comlink.Endpoint;
  onCrash(listener: (message: string) => void): void;
  terminate(): void;
}

export interface WorkerPoolOptions {
  readonly count: number;
  readonly spawnWorker: () => WorkerHandle;
  /** Kernels of the main executor: others would round differently. */
  readonly kernels: string;
}

export class WorkerPool implements ShardWorkerPool {
  readonly count: number;
  /** Called when a worker fails; training continues without it. */
  onLost: (message: string) => void = () => {};
  private readonly options: WorkerPoolOptions;
  private workers: PooledWorker[] | undefined;
  private nextProgramId = 0;

  constructor(options: WorkerPoolOptions) {
    this.count = options.count;
    this.options = options;
  }

  /** Workers that have not failed, whether started or not. */
  get aliveCount(): number {
    return this.workers ? this.workers.filter(({ isLost }) => !isLost).length : this.count;
  }

  acquire(config: ModelConfig, size: ShardShape): ShardWorker[] {
    this.workers ??= Array.from(
      { length: this.count },
      () => new PooledWorker(this.options, (message) => this.onLost(message)),
    );
    const id = this.nextProgramId++;
    return this.workers.map((thread) => thread.acquire(id, config, size));
  }

  dispose(): void {
    for (const thread of this.workers ?? []) thread.terminate();
  }
}

/** One worker and its connection. */
class PooledWorker {
  isLost = false;
  private readonly kernels: string;
  private readonly onLost: (message: string) => void;
  private worker: WorkerHandle | undefined;
  private api: Comlink.Remote<GradientWorker> | undefined;
  private readonly terminated = new AbortController();
  private monitor: WorkerMonitor | undefined;

  constructor({ spawnWorker, kernels }: WorkerPoolOptions, onLost: (message: string) => void) {
    this.kernels = kernels;
    this.onLost = onLost;
    try {
      this.worker = spawnWorker();
      this.api = Comlink.wrap<GradientWorker>(this.worker.endpoint);
      this.worker.onCrash((message) => this.fail(message));
      this.monitor = monitorWorker({
        endpoint: this.worker.endpoint,
        pulse: this.api as unknown as Pulse,
        onEnd: (predicate) => this.fail(`it ${predicate}`),
      });
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
        await yieldToEventLoop(); // otherwise steps could starve the worker's messages
        return undefined;
      },
      dispose: () => {
        if (!this.isLost) this.api?.release(id).catch((error) => this.fail(error));
      },
    };
  }

  /** Terminates the worker without `onLost`. */
  terminate(): void {
    this.isLost = true;
    this.terminated.abort();
    this.monitor?.stop();
    this.worker?.terminate();
  }

  private async prepareProgram(id: number, config: ModelConfig, size: ShardShape): Promise<void> {
    const kernels = await this.api?.prepare(id, config, size);
    if (kernels !== this.kernels) throw new Error(`it has other kernels: ${kernels}`);
  }

  private async compute(
    id: number,
    weights: Float32Array<ArrayBuffer>,
    shard: TrainingBatch,
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
