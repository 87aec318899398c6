// The sizes that kernels read from a uniform: one slot for each dispatch of a program, written once.

import { invariant } from '../errors.ts';
import type { Step } from '../graph/plan.ts';
import type { Buffers } from './buffers.ts';
import type { WgslField } from './wgsl.ts';

/** Name of the uniform in WGSL. */
export const SIZES = 'sizes';

/** Bytes a slot takes: uniforms are bound at multiples of 256, and none has more than sixteen fields. */
const SLOT = 256;
const MOST_FIELDS = 16;

export class SizesBuffer {
  readonly buffer: GPUBuffer;
  private readonly device: GPUDevice;
  private used = 0;

  /** Room for `count` dispatches. */
  constructor(buffers: Buffers, count: number) {
    this.device = buffers.device;
    this.buffer = buffers.storage(SIZES, (count * SLOT) / 4, GPUBufferUsage.UNIFORM);
  }

  /** Writes the next slot with constants of the step, by name. */
  add({ label, k }: Step, fields: readonly WgslField[]): GPUBufferBinding {
    const words = new DataView(new ArrayBuffer(MOST_FIELDS * 4));
    for (const [i, { name, type }] of fields.entries()) {
      invariant(name in k, label, `the WGSL asks for the size '${name}', which the op does not have`);
      if (type === 'f32') words.setFloat32(i * 4, k[name], true);
      else words.setInt32(i * 4, k[name], true);
    }
    const offset = this.used;
    this.used += SLOT;
    this.device.queue.writeBuffer(this.buffer, offset, words.buffer);
    return { buffer: this.buffer, offset, size: MOST_FIELDS * 4 };
  }
}
