// The interface of the backends. One plan compiles to WGSL dispatches, WebAssembly calls or plain loops.

import { invariant } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import type { Phase, Plan } from '../graph/plan.ts';
import type { AdapterKind } from '../op.ts';

export type Backend = 'webgpu' | 'wasm' | 'reference';

/** Elements of a tensor: Float32Array for `f32`, Int32Array for `i32`. */
export type TensorData = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** @throws KernelError unless there is an element of the tensor's type for each of its own: kernels read bits and check nothing. */
export function checkTensorData({ name, dtype }: Tensor, length: number, data: TensorData): void {
  const [View, expected] = dtype === 'i32' ? [Int32Array, 'an Int32Array'] : [Float32Array, 'a Float32Array'];
  const type = Object(data).constructor?.name;
  invariant(data instanceof View, name, `expected ${expected}, got ${type}`);
  invariant(data.length === length, name, `expected ${length} elements, got ${data.length}`);
}

/** A flat buffer of 32-bit words that outlives programs: parameters, gradients, moments. */
export interface Storage {
  readonly label: string;
  /** In words. */
  readonly length: number;
  /** Writes at an offset in words. Ordered with runs: only runs queued after the write see it. */
  write(offset: number, data: TensorData): void;
  read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/** A plan compiled for an executor. Running it allocates and compiles nothing. */
export interface Program {
  /** Writes an input tensor. Ordered with runs: only runs queued after the write see it. */
  write(tensor: Tensor, data: TensorData): void;
  /** Queues the dispatches of the phases in plan order; default: all phases. */
  run(phases?: readonly Phase[]): void;
  /** The elements of a tensor after all runs queued so far, row-major. Several reads may be in flight. */
  read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>>;
  /** Kernel variant by step label. Checkpoints record it, so that a resumed run computes the same bits. */
  readonly variants: Readonly<Record<string, string>>;
  dispose(): void;
}

/** Live resources of an executor. */
export interface ResourceUsage {
  bytes: number;
  buffers: number;
  /** Pipelines in use by programs. */
  pipelines: number;
}

/** Memory limits of an executor. */
export interface Capacity {
  /** The executor in error messages: `this adapter`, `WebAssembly`. */
  readonly label: string;
  /** Limit of all allocations. */
  readonly totalBytes: number;
  /** Limit of a single storage. */
  readonly maxBufferBytes: number;
}

/**
 * Memory limit for training in bytes: three quarters of WebAssembly's 4 GiB address space; the rest is for inspection. GPUs get
 * the same limit, because WebGPU does not report the size of GPU memory and browsers kill tabs that exhaust it.
 */
export const MEMORY_BUDGET = 3 * 2 ** 30;

export interface Executor {
  readonly backend: Backend;
  /** Display name of the adapter or processor. */
  readonly adapter: string;
  /** Absent on the CPU. Plans of training steps depend on it: dispatches cost time on a GPU. */
  readonly adapterKind?: AdapterKind;
  /** Kernels that computed something else than the default and are not used, a sentence each. */
  readonly wrongVariants?: readonly string[];
  readonly usage: ResourceUsage;
  /** Size in bytes of WebAssembly's linear memory, which grows and never shrinks. */
  readonly memoryBytes?: number;
  readonly capacity: Capacity;
  /** A new storage, filled with zeros. */
  allocate(label: string, words: number): Storage;
  /**
   * `shared` holds the plan's shared storages by name. `recorded` holds the variants of an earlier program of this plan; the
   * new program then computes the same bits. Without it, a training program may be tuned first, which takes up to two seconds
   * and overwrites the storage `gradients`.
   */
  compile(
    plan: Plan,
    shared: Readonly<Record<string, Storage>>,
    recorded?: Readonly<Record<string, string>>,
  ): Promise<Program>;
  /** Resolves when all queued work is done; rejects if the device is lost. */
  idle(): Promise<void>;
  /** Resolves with a message when the GPU device is lost; otherwise stays pending. */
  readonly lost: Promise<string>;
  dispose(): void;
}
