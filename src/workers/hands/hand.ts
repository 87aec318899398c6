// A thread beside the lab's: computes shares of its batches, on kernels and memory of its own.

import * as Comlink from 'comlink';
import { WasmExecutor } from '../../kernels/cpu/wasm-executor.ts';
import type { ModelConfig } from '../../model/config.ts';
import type { Batch } from '../../model/data/dataset.ts';
import { ShareProgram, type ShareSize } from '../../model/shares/share-program.ts';
import type { ShareResult } from '../../model/shares/shares.ts';

/** The worker's name, by which a worker's script knows what it is to be. */
export const HAND = 'hand';

export class Hand {
  private readonly executor = WasmExecutor.create();
  private readonly programs = new Map<number, ShareProgram>();

  /** Gets ready for shares of this size, under a number of the caller's; resolves with the name of the kernels. */
  async prepare(id: number, config: ModelConfig, size: ShareSize): Promise<string> {
    const executor = await this.executor;
    this.programs.set(id, await ShareProgram.create(executor, config, size));
    return executor.adapter;
  }

  async compute(id: number, weights: Float32Array<ArrayBuffer>, share: Batch): Promise<ShareResult> {
    const program = this.programs.get(id);
    if (!program) throw new Error(`Nothing was prepared under ${id}.`);
    const result = await program.compute(weights, share);
    return Comlink.transfer(result, [result.gradients.buffer]);
  }

  async release(id: number): Promise<void> {
    this.programs.get(id)?.dispose();
    this.programs.delete(id);
  }
}
