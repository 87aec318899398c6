// A gradient worker: computes shards of batches on a thread with its own kernels and memory.

import * as Comlink from 'comlink';
import { WasmExecutor } from '../../kernels/backends/wasm/wasm-executor.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { ShardResult } from '../../model/training/data-parallel/batch-shards.ts';
import { ShardProgram, type ShardShape } from '../../model/training/data-parallel/shard-program.ts';
import type { TrainingBatch } from '../../model/training/next-token-task.ts';
import { PULSE, type Pulse } from '../heartbeat/pulse.ts';

/** Worker name by which the shared script selects its role. */
export const GRADIENT_WORKER = 'gradient-worker';

export class GradientWorker implements Pulse {
  readonly ping = PULSE.ping;
  readonly holdLock = PULSE.holdLock;
  private readonly executor: Promise<WasmExecutor>;
  private readonly programs = new Map<number, ShardProgram>();

  /** `onKernel` is called between kernels, which block the event loop. */
  constructor(onKernel?: () => void) {
    this.executor = WasmExecutor.create(undefined, onKernel);
  }

  /** Compiles the program for shards of this size under the caller's id; resolves with the name of the kernels. */
  async prepare(id: number, config: ModelConfig, size: ShardShape): Promise<string> {
    const executor = await this.executor;
    this.programs.set(id, await ShardProgram.create(executor, config, size));
    return executor.adapter;
  }

  async compute(id: number, weights: Float32Array<ArrayBuffer>, shard: TrainingBatch): Promise<ShardResult> {
    const program = this.programs.get(id);
    if (!program) throw new Error(`Nothing was prepared under ${id}.`);
    const result = await program.compute(weights, shard);
    return Comlink.transfer(result, [result.gradients.buffer]);
  }

  async release(id: number): Promise<void> {
    this.programs.get(id)?.dispose();
    this.programs.delete(id);
  }
}
