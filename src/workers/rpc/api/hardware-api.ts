// What the page Speed and `bench --hardware` report of a machine. It is copied as JSON and shared in links.

import type { JobProgress } from '../../../shared/job.ts';

/** One product of square matrices on one engine. */
export interface ProductSpeed {
  /** Rows and columns of each matrix. */
  readonly size: number;
  /** 10⁹ floating point operations a second by kernel; null where a run would take too long here. */
  readonly gflops: Readonly<Record<string, number | null>>;
}

export interface StepSpeed {
  /** `small`, `middle`, or `course`: the course's model with its own optimizer. */
  readonly case: string;
  /** `L2 H2 C64 T32 B16 V128`. */
  readonly sizes: string;
  /** Median. */
  readonly tokensPerSecond: number;
  /** Dispatches, or kernel calls on the CPU, in a step. */
  readonly dispatches: number;
  /** Bytes of the tensors that they read and write, whole tables included, as if nothing stayed in a cache. */
  readonly bytesMoved: number;
  /** Of the rate of multiply-adds, by the operations of the model: what a kernel computes again counts once. */
  readonly fraction: number;
}

/** Missing parts are not measured yet. */
export interface EngineSpeed {
  readonly backend: 'webgpu' | 'cpu';
  readonly adapter: string;
  /** A GPU, a program that acts as one, or the processor itself. */
  readonly kind: 'hardware' | 'software' | 'processor';
  readonly threads: number;
  /** Limits and features of a GPU by name. */
  readonly limits: Readonly<Record<string, string>>;
  /** 10⁹ floating point operations a second in registers; a multiply-add counts as two. */
  readonly fmaGflops?: number;
  /** 10⁹ bytes a second, read and written. */
  readonly copyGBs?: number;
  readonly dispatchMicroseconds?: number;
  readonly products: readonly ProductSpeed[];
  /** Kernels of the product that are not measured on an adapter of this kind. */
  readonly leftOut?: readonly string[];
  readonly steps: readonly StepSpeed[];
}

export interface HardwareReport {
  /** `2026-11-29`. */
  readonly date: string;
  /** Browser or runtime with its version. */
  readonly host: string;
  readonly processorThreads: number;
  readonly engines: readonly EngineSpeed[];
  /** Engines that this machine does not have, and why. */
  readonly missing: readonly { readonly engine: string; readonly reason: string }[];
}

/** Progress of a measurement, with what is measured so far. */
export interface HardwareProgress extends JobProgress {
  readonly report: HardwareReport;
}
