// GPU memory: every buffer is asked for here, checked against the adapter's limits, and counted.

import { invariant } from '../errors.ts';
import type { Usage } from '../executor.ts';

export class Buffers {
  readonly device: GPUDevice;
  private readonly usage: Usage;

  constructor(device: GPUDevice, usage: Usage) {
    this.device = device;
    this.usage = usage;
  }

  /** Zeroed memory that kernels, copies and writes can reach, of `words` 32-bit words. */
  storage(label: string, words: number, moreUsage = 0): GPUBuffer {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    return this.create(label, words * 4, STORAGE | COPY_SRC | COPY_DST | moreUsage);
  }

  /** Memory the CPU can look at. */
  staging(bytes: number): GPUBuffer {
    return this.create('staging', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  destroy(buffer: GPUBuffer): void {
    this.usage.bytes -= buffer.size;
    this.usage.buffers -= 1;
    buffer.destroy();
  }

  /** Throws a sentence unless a kernel can see `bytes` bytes at once. */
  checkBinding(label: string, bytes: number): void {
    const most = this.device.limits.maxStorageBufferBindingSize;
    invariant(
      bytes <= most,
      label,
      `it has ${mebibytes(bytes)} and this adapter's kernels see ${mebibytes(most)} at most; choose a smaller model or batch`,
    );
  }

  private create(label: string, size: number, usage: number): GPUBuffer {
    const most = this.device.limits.maxBufferSize;
    invariant(
      size <= most,
      label,
      `it needs ${mebibytes(size)} in one buffer and this adapter allows ${mebibytes(most)}; choose a smaller model or batch`,
    );
    const buffer = this.device.createBuffer({ label, size, usage });
    this.usage.bytes += size;
    this.usage.buffers += 1;
    return buffer;
  }
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
