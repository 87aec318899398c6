// Reads GPU buffers through a pool of staging buffers. Several reads may be in flight.

import { KernelError } from '../../errors.ts';
import type { BufferAllocator } from './buffer-allocator.ts';
import type { Completion } from './completion.ts';
import type { DeviceMonitor } from './device-monitor.ts';

/** Maximum bytes of idle staging buffers in the pool. */
const MAX_IDLE_BYTES = 16 * 2 ** 20;
const MIN_STAGING_BYTES = 4096;

export class BufferReader {
  private readonly allocator: BufferAllocator;
  private readonly monitor: DeviceMonitor;
  private readonly completion: Completion;
  /** Idle buffers by size. Sizes are powers of two, so that buffers are reused. */
  private readonly idle = new Map<number, GPUBuffer[]>();
  private idleBytes = 0;

  constructor(allocator: BufferAllocator, monitor: DeviceMonitor, completion: Completion) {
    this.allocator = allocator;
    this.monitor = monitor;
    this.completion = completion;
  }

  /** The words [offset, offset + length) of `source` after all work queued so far. */
  async read(source: GPUBuffer, offset: number, length: number): Promise<Float32Array<ArrayBuffer>> {
    this.monitor.throwIfFailed();
    const bytes = length * 4;
    const staging = this.acquire(bytes);
    const { device } = this.allocator;
    const encoder = device.createCommandEncoder({ label: `read ${source.label}` });
    encoder.copyBufferToBuffer(source, offset * 4, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    try {
      await this.completion.of(staging.mapAsync(GPUMapMode.READ, 0, bytes));
      this.monitor.throwIfFailed();
      const copy = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.release(staging);
      return new Float32Array(copy);
    } catch (error) {
      this.allocator.destroy(staging);
      this.monitor.throwIfFailed(); // the device's error explains more than the failed mapping
      throw new KernelError(`${source.label}: reading failed: ${(error as Error).message}`);
    }
  }

  dispose(): void {
    for (const buffers of this.idle.values()) for (const buffer of buffers) this.allocator.destroy(buffer);
    this.idle.clear();
  }

  private acquire(bytes: number): GPUBuffer {
    const size = Math.max(MIN_STAGING_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
    const buffer = this.idle.get(size)?.pop();
    if (!buffer) return this.allocator.createStaging(size);
    this.idleBytes -= size;
    return buffer;
  }

  private release(buffer: GPUBuffer): void {
    if (this.idleBytes + buffer.size > MAX_IDLE_BYTES) {
      this.allocator.destroy(buffer);
      return;
    }
    this.idleBytes += buffer.size;
    this.idle.set(buffer.size, [...(this.idle.get(buffer.size) ?? []), buffer]);
  }
}
