// Reads GPU memory through staging buffers: several reads may be in flight, and buffers are used again.

import { KernelError } from '../errors.ts';
import type { Buffers } from './buffers.ts';
import type { Watch } from './watch.ts';

/** Bytes of idle staging buffers kept for the next reads. */
const KEPT_BYTES = 16 * 2 ** 20;
const SMALLEST = 4096;

export class Reader {
  private readonly buffers: Buffers;
  private readonly watch: Watch;
  /** Idle buffers by size; sizes are powers of two, so that few different ones are needed. */
  private readonly idle = new Map<number, GPUBuffer[]>();
  private idleBytes = 0;

  constructor(buffers: Buffers, watch: Watch) {
    this.buffers = buffers;
    this.watch = watch;
  }

  /** `length` words of `source` from word `offset` on, as they are after everything queued so far. */
  async read(source: GPUBuffer, offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    this.watch.check();
    const bytes = length * 4;
    const staging = this.take(bytes);
    const { device } = this.buffers;
    const encoder = device.createCommandEncoder({ label: `read ${source.label}` });
    encoder.copyBufferToBuffer(source, offset * 4, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, bytes);
      this.watch.check();
      const copy = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.giveBack(staging);
      return new Float32Array(copy);
    } catch (error) {
      this.buffers.destroy(staging);
      this.watch.check(); // what broke the device says more than that mapping failed
      throw new KernelError(`${source.label}: it could not be read: ${(error as Error).message}`);
    }
  }

  dispose(): void {
    for (const buffers of this.idle.values()) for (const buffer of buffers) this.buffers.destroy(buffer);
    this.idle.clear();
  }

  private take(bytes: number): GPUBuffer {
    const size = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
    const buffer = this.idle.get(size)?.pop();
    if (!buffer) return this.buffers.staging(size);
    this.idleBytes -= size;
    return buffer;
  }

  private giveBack(buffer: GPUBuffer): void {
    if (this.idleBytes + buffer.size > KEPT_BYTES) {
      this.buffers.destroy(buffer);
      return;
    }
    this.idleBytes += buffer.size;
    this.idle.set(buffer.size, [...(this.idle.get(buffer.size) ?? []), buffer]);
  }
}
