// The work that threads share: one call of a kernel at a time, cut into ranges. The first thread posts a call and takes part; every
// thread claims range after range. A thread that is late claims nothing, so nobody waits for it.

import type { WasmKernel } from '../instantiate-kernels.ts';

/** Words of the board. One bit for each unclaimed range of the call; 0 between calls. */
const UNCLAIMED = 0;
/** Ranges that are computed. */
const DONE = 1;
/** Threads that sleep until `UNCLAIMED` changes. */
const SLEEPERS = 2;
/** 1 while the first thread sleeps until `DONE` changes. */
const IS_WAITING = 3;
/** Threads that have started, without the first. */
const JOINED = 4;

/** Byte offset of the call, on a cache line of its own: numbers of kernel, items, items of a range, arguments; then the arguments. */
const CALL_OFFSET = 64;
const MAX_ARGUMENTS = 32;
/** One bit each. */
export const MAX_RANGES = 31;
export const BOARD_BYTES = CALL_OFFSET + 8 * (4 + MAX_ARGUMENTS);

/** Looks at the board before a thread sleeps, about half a millisecond: longer than the gaps between the calls of a step. */
const LOOKS_FOR_WORK = 300_000;
/** Looks before the first thread sleeps, about as long as waking it takes: another thread may need its core. */
const LOOKS_FOR_END = 20_000;

/** A call of a kernel on ranges of items. Kernels are numbered in the order of the module's exports. */
export interface SplitCall {
  readonly kernel: number;
  readonly args: readonly number[];
  readonly items: number;
  readonly itemsPerRange: number;
}

/** A claimed range that is not computed after as many waits counts as lost. The clock of one wait may run on while a device sleeps. */
const WAITS = 100;
const WAIT_MS = 100;

export class WorkBoard {
  /** Time for which the first thread waited until others were done. */
  waitedMs = 0;
  private readonly words: Int32Array;
  private readonly call: Float64Array;
  private readonly kernels: readonly WasmKernel[];
  /** Of the current call, reused: a step has a hundred calls. */
  private readonly args: number[] = [];
  private readonly thread: number;
  private readonly threads: number;

  /** For thread `thread` of `threads`; the first is 0. */
  constructor(buffer: SharedArrayBuffer, kernels: readonly WasmKernel[], thread: number, threads: number) {
    this.words = new Int32Array(buffer, 0, CALL_OFFSET / 4);
    this.call = new Float64Array(buffer, CALL_OFFSET);
    this.kernels = kernels;
    this.thread = thread;
    this.threads = threads;
  }

  /** The first thread: returns when the call is computed; false if a thread has claimed a range and never finished it. */
  run(call: SplitCall): boolean {
    this.post(call);
    this.work();
    return this.waitFor(Math.ceil(call.items / call.itemsPerRange));
  }

  /** The first thread, when the call before is computed. */
  post({ kernel, args, items, itemsPerRange }: SplitCall): void {
    const { words, call } = this;
    call[0] = kernel;
    call[1] = items;
    call[2] = itemsPerRange;
    call[3] = args.length;
    call.set(args, 4);
    Atomics.store(words, DONE, 0);
    Atomics.store(words, UNCLAIMED, 2 ** Math.ceil(items / itemsPerRange) - 1);
    if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, UNCLAIMED);
  }

  /** Leaves the other threads asleep. */
  runAlone({ kernel, args, items }: SplitCall): void {
    this.kernels[kernel](...args, 0, items);
  }

  /** Computes ranges until none is left; whether there was one. */
  work(): boolean {
    const first = this.claim();
    for (let range = first; range >= 0; range = this.claim()) this.compute(range);
    return first >= 0;
  }

  /** Reads the call after its range was claimed: it cannot change before that range is done, but may have since the last one. */
  compute(range: number): void {
    const { words, call, args } = this;
    const [items, itemsPerRange, length] = [call[1], call[2], call[3]];
    args.length = length + 2;
    for (let i = 0; i < length; i++) args[i] = call[4 + i];
    args[length] = range * itemsPerRange;
    args[length + 1] = Math.min(args[length] + itemsPerRange, items);
    this.kernels[call[0]](...args);
    Atomics.add(words, DONE, 1);
    if (Atomics.load(words, IS_WAITING) === 1) Atomics.notify(words, DONE);
  }

  get joined(): number {
    return Atomics.load(this.words, JOINED);
  }

  /** Another thread, once. */
  join(): void {
    Atomics.add(this.words, JOINED, 1);
  }

  /** Another thread: returns when there may be work. */
  waitForWork(): void {
    const { words } = this;
    for (let look = 0; look < LOOKS_FOR_WORK; look++) if (Atomics.load(words, UNCLAIMED) !== 0) return;
    Atomics.add(words, SLEEPERS, 1);
    Atomics.wait(words, UNCLAIMED, 0);
    Atomics.sub(words, SLEEPERS, 1);
  }

  /**
   * A range of the call, or −1 if none is left. Each thread begins at a place of its own, the same in every call: so it finds the rows in
   * its cache that it computed in the call before.
   */
  private claim(): number {
    const { words } = this;
    for (;;) {
      const unclaimed = Atomics.load(words, UNCLAIMED);
      if (unclaimed === 0) return -1;
      const own = unclaimed & (-1 << this.firstRange());
      const candidates = own === 0 ? unclaimed : own;
      const bit = candidates & -candidates;
      if (Atomics.compareExchange(words, UNCLAIMED, unclaimed, unclaimed ^ bit) === unclaimed)
        return 31 - Math.clz32(bit);
    }
  }

  private firstRange(): number {
    return Math.floor((this.thread * Math.ceil(this.call[1] / this.call[2])) / this.threads);
  }

  private waitFor(ranges: number): boolean {
    const { words } = this;
    if (Atomics.load(words, DONE) === ranges) return true;
    const begin = performance.now();
    for (let look = 0; look < LOOKS_FOR_END && Atomics.load(words, DONE) < ranges; look++);
    if (Atomics.load(words, DONE) < ranges) this.sleepUntil(ranges);
    this.waitedMs += performance.now() - begin;
    return Atomics.load(words, DONE) === ranges;
  }

  private sleepUntil(ranges: number): void {
    const { words } = this;
    Atomics.store(words, IS_WAITING, 1);
    for (let wait = 0; wait < WAITS; wait++) {
      const done = Atomics.load(words, DONE);
      if (done === ranges) break;
      Atomics.wait(words, DONE, done, WAIT_MS);
    }
    Atomics.store(words, IS_WAITING, 0);
  }
}
