// What every executor can do, whether it runs WGSL, WebAssembly or plain loops. One plan serves all three.

import type { Tensor } from './graph/graph.ts';
import type { Phase, Plan } from './graph/plan.ts';

export type Backend = 'webgpu' | 'wasm' | 'reference';

/** What can be written to a tensor; `f32` tensors take Float32Array, `i32` tensors Int32Array. */
export type TensorData = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Flat memory of 32-bit words that outlives a program: parameters, gradients, moments. */
export interface Storage {
  readonly label: string;
  /** Words. */
  readonly length: number;
  /** Writes in order with the runs: what was queued before does not see it, what is queued after does. */
  write(offset: number, data: TensorData): void;
  read(offset: number, length: number): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/** A plan made ready to run on one executor: nothing is allocated or compiled after this. */
export interface Program {
  /** Writes an input tensor, in order with the runs. */
  write(tensor: Tensor, data: TensorData): void;
  /** Queues the dispatches of these phases, in plan order; all phases by default. */
  run(phases?: readonly Phase[]): void;
  /** The tensor as it is after everything queued so far, row-major. Several reads may be in flight. */
  read(tensor: Tensor): Promise<Float32Array<ArrayBuffer>>;
  /** Kernel variant by pass label, recorded so that a resumed run uses the same. */
  readonly variants: Readonly<Record<string, string>>;
  dispose(): void;
}

/** What is alive on the executor; flat when models come and go. */
export interface ResourceUsage {
  bytes: number;
  buffers: number;
  /** That programs use. */
  pipelines: number;
}

/** What there is to have, in bytes. */
export interface Capacity {
  /** Whose it is, for sentences: `this adapter`, `WebAssembly`. */
  readonly label: string;
  /** All that is allocated, together. */
  readonly totalBytes: number;
  /** A single storage. */
  readonly maxBufferBytes: number;
}

/**
 * What training may take: three quarters of the 4 GiB that WebAssembly can address, so that looking inside finds room
 * beside it. A GPU is held to the same, for none says how much memory it has, and a tab that takes it all is ended.
 */
export const MEMORY_BUDGET = 3 * 2 ** 30;

export interface Executor {
  readonly backend: Backend;
  /** Name of the adapter or processor, for the screen and for records. */
  readonly adapter: string;
  readonly usage: ResourceUsage;
  /** Bytes of a memory that grows with need and never shrinks, where the executor has one. */
  readonly memoryBytes?: number;
  readonly capacity: Capacity;
  /** Zeroed memory. */
  allocate(label: string, words: number): Storage;
  /**
   * `shared` holds the plan's shared storages by name. `recorded` are variants of an earlier program of this plan: with them
   * it gives the same bits again. Without, a program that learns may be tuned first, which takes two seconds at most and
   * changes what stands in `gradients`.
   */
  compile(
    plan: Plan,
    shared: Readonly<Record<string, Storage>>,
    recorded?: Readonly<Record<string, string>>,
  ): Promise<Program>;
  /** Resolves when everything queued has run; rejects if the device is lost. */
  idle(): Promise<void>;
  /** Resolves with a sentence if the executor dies (a lost GPU device); never otherwise. */
  readonly lost: Promise<string>;
  dispose(): void;
}
