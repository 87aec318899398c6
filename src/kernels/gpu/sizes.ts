// The sizes that kernels read from a uniform: a slot for each different set of them, shared by all programs.

import { invariant } from '../errors.ts';
import type { Step } from '../graph/plan.ts';
import type { Buffers } from './buffers.ts';
import type { WgslField } from './wgsl.ts';

/** Name of the uniform in WGSL. */
export const SIZES = 'sizes';

/** Bytes from slot to slot, the multiple at which uniforms may be bound; and bytes of one, for sixteen fields. */
const STRIDE = 256;
const SLOT = 64;
/** Slots made at once: more than two models need. */
const SLOTS = 256;

export interface SizesSlot {
  readonly binding: GPUBufferBinding;
  /** Call once when it is no longer needed. */
  release(): void;
}

interface UsedSlot {
  readonly binding: GPUBufferBinding;
  users: number;
}

export class Sizes {
  private readonly buffers: Buffers;
  private readonly made: GPUBuffer[] = [];
  private readonly free: GPUBufferBinding[] = [];
  private readonly used = new Map<string, UsedSlot>();

  constructor(buffers: Buffers) {
    this.buffers = buffers;
    this.makeRoom();
  }

  /** The slot with the step's constants in these fields; throws a sentence where it has no such constant. */
  take({ label, k }: Step, fields: readonly WgslField[]): SizesSlot {
    const words = new DataView(new ArrayBuffer(SLOT));
    for (const [i, { name, type }] of fields.entries()) {
      invariant(name in k, label, `the WGSL asks for the size '${name}', which the op does not have`);
      if (type === 'f32') words.setFloat32(i * 4, k[name], true);
      else words.setInt32(i * 4, k[name], true);
    }
    const key = new Uint32Array(words.buffer).join();
    const slot = this.used.get(key) ?? this.write(key, words.buffer);
    slot.users += 1;
    return { binding: slot.binding, release: () => this.release(key, slot) };
  }

  dispose(): void {
    for (const buffer of this.made.splice(0)) this.buffers.destroy(buffer);
  }

  private write(key: string, words: ArrayBuffer): UsedSlot {
    if (this.free.length === 0) this.makeRoom();
    const slot = { binding: this.free.pop() as GPUBufferBinding, users: 0 };
    this.buffers.device.queue.writeBuffer(slot.binding.buffer, slot.binding.offset as number, words);
    this.used.set(key, slot);
    return slot;
  }

  private release(key: string, slot: UsedSlot): void {
    slot.users -= 1;
    if (slot.users > 0) return;
    this.used.delete(key);
    this.free.push(slot.binding);
  }

  private makeRoom(): void {
    const buffer = this.buffers.storage(SIZES, (SLOTS * STRIDE) / 4, GPUBufferUsage.UNIFORM);
    this.made.push(buffer);
    for (let i = 0; i < SLOTS; i++) this.free.push({ buffer, offset: i * STRIDE, size: SLOT });
  }
}
