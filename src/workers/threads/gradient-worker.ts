// A thread beside the lab's: computes shares of its batches, on kernels and memory of its own.

import * as Comlink from 'comlink';
import { WasmExecutor } from '../../kernels/backends/wasm/wasm-executor.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { ShardResult } from '../../model/training/data-parallel/batch-shards.ts';
import { ShardProgram, type ShardShape } from '../../model/training/data-parallel/shard-program.ts';

/** The worker's name, by which a worker's script knows what it is to be. */
export const GRADIENT_WORKER = 'gradient-worker';

export class GradientWorker {
  private readonly executor = WasmExecutor.create();
  private readonly programs = new Map<number, ShardProgram>();

  /** Gets ready for shares of this size, under a number of the caller's; resolves with the name of the kernels. */
  async prepare(id: number, config: ModelConfig, size: ShardShape): Promise<string> {
    const executor = await this.executor;
    this.programs.set(id, await ShardProgram.create(executor, config, size));
    return executor.adapter;
  }

  async compute(id: number, weights: Float32Array<ArrayBuffer>, shard: Batch): Promise<ShardResult> {
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
