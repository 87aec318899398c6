// Allocates all GPU buffers: checks them against the adapter's limits and counts them.

import { invariant } from '../../errors.ts';
import type { ResourceUsage } from '../executor.ts';

export class BufferAllocator {
  readonly device: GPUDevice;
  private readonly usage: ResourceUsage;

  constructor(device: GPUDevice, usage: ResourceUsage) {
    this.device = device;
    this.usage = usage;
  }

  /** A zeroed storage buffer of `words` 32-bit words. */
  createStorage(label: string, words: number, extraUsage = 0): GPUBuffer {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    return this.create(label, words * 4, STORAGE | COPY_SRC | COPY_DST | extraUsage);
  }

  /** A buffer that the CPU can map for reading. */
  createStaging(bytes: number): GPUBuffer {
    return this.create('staging', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }

  destroy(buffer: GPUBuffer): void {
    this.usage.bytes -= buffer.size;
    this.usage.buffers -= 1;
    buffer.destroy();
  }

  /** @throws KernelError if a binding of `bytes` bytes exceeds the adapter's limit. */
  checkBinding(label: string, bytes: number): void {
    const limit = this.device.limits.maxStorageBufferBindingSize;
    invariant(
      bytes <= limit,
      label,
      `${formatMebibytes(bytes)} exceed this adapter's binding limit of ${formatMebibytes(limit)}; choose a smaller model or batch`,
    );
  }

  private create(label: string, size: number, usage: number): GPUBuffer {
    const limit = this.device.limits.maxBufferSize;
    invariant(
      size <= limit,
      label,
      `${formatMebibytes(size)} exceed this adapter's buffer limit of ${formatMebibytes(limit)}; choose a smaller model or batch`,
    );
    const buffer = this.device.createBuffer({ label, size, usage });
    this.usage.bytes += size;
    this.usage.buffers += 1;
    return buffer;
  }
}

function formatMebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
