// The threads of a WebAssembly executor. They share its memory and compute ranges of its kernel calls.

import { KernelError } from '../../../errors.ts';
import type { KernelModule } from '../kernel-module.ts';
import type { WasmAllocator } from '../wasm-allocator.ts';
import type { ThreadSetup } from './kernel-thread.ts';
import { BOARD_BYTES, type SplitCall, WorkBoard } from './work-board.ts';

/** A worker of the browser or of Node, which calls `runKernelThread`. */
export interface KernelThread {
  terminate(): void;
}

/** `onCrash` may be called at any time, also before the call returns. */
export type StartThread = (setup: ThreadSetup, onCrash: (message: string) => void) => KernelThread;

/** Whether threads can share memory here: a page needs cross-origin isolation, and the first thread must be able to wait. */
export function canShareMemory(): boolean {
  const { crossOriginIsolated = true } = globalThis as { crossOriginIsolated?: boolean };
  return crossOriginIsolated && typeof SharedArrayBuffer === 'function' && !('document' in globalThis);
}

const BROKEN = 'A thread stopped while it computed.';

/** Share of a window's time for which the first thread may wait for late ones. */
const MAX_WAITING = 0.25;
const WINDOW_MS = 50;
/** Without the others, after a window with more waiting: the cores are busy with something else. */
const ALONE_MS = 1000;

export class ThreadTeam {
  /** Threads with the first one. A thread that does not start is counted until it reports its end. */
  count: number;
  /** Whether the first thread computes alone for a while after it has waited too long. Off while speed is measured. */
  backsOff = true;
  /** Called when a thread ends; the others compute its ranges. */
  onLost: (message: string) => void = () => {};
  /** Resolves with a message when a thread has ended in the middle of a range: the results of that call are incomplete. */
  readonly broken: Promise<string>;
  private resolveBroken: (message: string) => void = () => {};
  private isBroken = false;
  private readonly threads: KernelThread[] = [];
  private readonly board: WorkBoard;
  private windowStart = 0;
  private aloneUntil = 0;

  /** Starts `count` − 1 threads. */
  constructor(module: KernelModule, memory: WasmAllocator, count: number, start: StartThread) {
    this.count = count;
    this.broken = new Promise((resolve) => {
      this.resolveBroken = resolve;
    });
    const buffer = new SharedArrayBuffer(BOARD_BYTES);
    this.board = new WorkBoard(buffer, Object.values(module.kernels), 0, count);
    for (let thread = 1; thread < count; thread++) {
      const ownData = memory.allocate(module.firstFree);
      const { module: compiled, memory: shared, wideTiles } = module;
      const own = { ownData, thread, threads: count };
      const setup = { module: compiled, memory: shared, wideTiles, board: buffer, ...own };
      try {
        this.threads.push(start(setup, (message) => this.lose(message)));
      } catch (error) {
        this.dispose();
        throw error;
      }
    }
  }

  /** Threads that can take part by now, without the first. */
  get started(): number {
    return this.board.joined;
  }

  /** Returns when the call is computed. @throws KernelError when the team is broken. */
  run(call: SplitCall): void {
    if (this.isBroken) throw new KernelError(BROKEN);
    const { board } = this;
    const now = performance.now();
    if (board.joined === 0 || now < this.aloneUntil) {
      board.runAlone(call);
      return;
    }
    if (now - this.windowStart > WINDOW_MS) {
      const waitedTooLong = board.waitedMs > MAX_WAITING * (now - this.windowStart);
      if (this.backsOff && waitedTooLong) this.aloneUntil = now + ALONE_MS;
      this.windowStart = now;
      board.waitedMs = 0;
    }
    // Until the call is done: a range that is finished later would count for the next.
    this.isBroken = true;
    this.isBroken = !board.run(call);
    if (!this.isBroken) return;
    this.resolveBroken(BROKEN);
    throw new KernelError(BROKEN);
  }

  dispose(): void {
    for (const thread of this.threads) thread.terminate();
  }

  private lose(message: string): void {
    this.count -= 1;
    const why = message && `: ${message.replace(/^Uncaught (Error: )?/, '').replace(/\.$/, '')}`;
    this.onLost(`A thread stopped${why}. The others compute its share; the numbers stay the same.`);
  }
}
