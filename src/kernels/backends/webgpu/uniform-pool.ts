// Uniform buffers for the sizes that kernels read: one slot per distinct set of sizes, shared by all programs.

import { invariant } from '../../errors.ts';
import type { Step } from '../../graph/step.ts';
import type { BufferAllocator } from './buffer-allocator.ts';
import type { WgslField } from './parse-wgsl.ts';

/** Name of the uniform in WGSL. */
export const SIZES_UNIFORM = 'sizes';

/** Alignment of uniform bindings, and size of a slot: sixteen fields. In bytes. */
const SLOT_STRIDE_BYTES = 256;
const SLOT_BYTES = 64;
/** More slots than two models need. */
const SLOTS_PER_BUFFER = 256;

export interface UniformSlot {
  readonly binding: GPUBufferBinding;
  /** Call exactly once, when the slot is no longer used. */
  release(): void;
}

interface SlotEntry {
  readonly binding: GPUBufferBinding;
  refCount: number;
}

export class UniformPool {
  private readonly allocator: BufferAllocator;
  private readonly uniformBuffers: GPUBuffer[] = [];
  private readonly freeBindings: GPUBufferBinding[] = [];
  private readonly slotsByContent = new Map<string, SlotEntry>();

  constructor(allocator: BufferAllocator) {
    this.allocator = allocator;
    this.grow();
  }

  /** The slot with the step's constants in these fields. @throws KernelError if the step has no such constant. */
  acquire({ label, k }: Step, fields: readonly WgslField[]): UniformSlot {
    const words = new DataView(new ArrayBuffer(SLOT_BYTES));
    for (const [i, { name, type }] of fields.entries()) {
      invariant(name in k, label, `the WGSL needs the size '${name}', which the op does not define`);
      if (type === 'f32') words.setFloat32(i * 4, k[name], true);
      else words.setInt32(i * 4, k[name], true);
    }
    const key = new Uint32Array(words.buffer).join();
    const slot = this.slotsByContent.get(key) ?? this.createSlot(key, words.buffer);
    slot.refCount += 1;
    return { binding: slot.binding, release: () => this.release(key, slot) };
  }

  dispose(): void {
    for (const buffer of this.uniformBuffers.splice(0)) this.allocator.destroy(buffer);
  }

  private createSlot(key: string, words: ArrayBuffer): SlotEntry {
    if (this.freeBindings.length === 0) this.grow();
    const slot = { binding: this.freeBindings.pop() as GPUBufferBinding, refCount: 0 };
    this.allocator.device.queue.writeBuffer(slot.binding.buffer, slot.binding.offset as number, words);
    this.slotsByContent.set(key, slot);
    return slot;
  }

  private release(key: string, slot: SlotEntry): void {
    slot.refCount -= 1;
    if (slot.refCount > 0) return;
    this.slotsByContent.delete(key);
    this.freeBindings.push(slot.binding);
  }

  private grow(): void {
    const buffer = this.allocator.createStorage(
      SIZES_UNIFORM,
      (SLOTS_PER_BUFFER * SLOT_STRIDE_BYTES) / 4,
      GPUBufferUsage.UNIFORM,
    );
    this.uniformBuffers.push(buffer);
    for (let i = 0; i < SLOTS_PER_BUFFER; i++)
      this.freeBindings.push({ buffer, offset: i * SLOT_STRIDE_BYTES, size: SLOT_BYTES });
  }
}
