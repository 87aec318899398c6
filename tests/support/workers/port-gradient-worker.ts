// A thread beside the first, without a thread: the same code at the other end of two ports, and it can crash.

import * as Comlink from 'comlink';
import type { ShardResult } from '../../../src/model/training/data-parallel/batch-shards.ts';
import { GradientWorker } from '../../../src/workers/threads/gradient-worker.ts';
import type { WorkerHandle } from '../../../src/workers/threads/worker-pool.ts';

export class PortGradientWorker {
  readonly worker: WorkerHandle;
  terminated = false;
  /** Shares it computed. */
  computedShards = 0;
  /** Programs it keeps. */
  readonly preparedPrograms = new Set<number>();
  private readonly port: MessagePort;
  private listener: (message: string) => void = () => {};

  /** `fault` is called before each share: what it throws, the thread throws; a promise delays the share. */
  constructor(fault: (share: number) => unknown = () => {}) {
    const { port1, port2 } = new MessageChannel();
    this.port = port2;
    const { preparedPrograms } = this;
    const count = async () => {
      await fault(this.computedShards);
      this.computedShards += 1;
    };
    class CountingWorker extends GradientWorker {
      override async prepare(...args: Parameters<GradientWorker['prepare']>): Promise<string> {
        const kernels = await super.prepare(...args);
        preparedPrograms.add(args[0]);
        return kernels;
      }
      override async compute(...args: Parameters<GradientWorker['compute']>): Promise<ShardResult> {
        await count();
        return super.compute(...args);
      }
      override async release(id: number): Promise<void> {
        preparedPrograms.delete(id);
        return super.release(id);
      }
    }
    Comlink.expose(new CountingWorker(), port2 as unknown as Comlink.Endpoint);
    this.worker = {
      endpoint: port1 as unknown as Comlink.Endpoint,
      onCrash: (listener) => {
        this.listener = listener;
      },
      terminate: () => {
        this.terminated = true;
        port1.close();
        port2.close();
      },
    };
  }

  /** Answers nothing from now on, like an endless loop. */
  hang(): void {
    this.port.close();
  }

  crash(message: string): void {
    this.listener(message);
  }
}
