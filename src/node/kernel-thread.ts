// Threads of the command line: Node workers that run the same script.

import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { runKernelThread, type ThreadSetup } from '../kernels/backends/wasm/threads/kernel-thread.ts';
import type { StartThread } from '../kernels/backends/wasm/threads/thread-team.ts';
import { errorMessage } from '../shared/error-message.ts';

/** Starts threads whose script calls `isKernelThread`. */
export const threadsOf =
  (script: URL): StartThread =>
  (setup, onCrash) => {
    const worker = new Worker(script, { workerData: setup });
    worker.unref(); // the process ends although the thread runs
    let isTerminated = false;
    worker.on('error', (error) => {
      isTerminated = true;
      onCrash(errorMessage(error));
    });
    worker.on('exit', () => {
      if (!isTerminated) onCrash('it ended');
    });
    return {
      terminate() {
        isTerminated = true;
        void worker.terminate();
      },
    };
  };

/** The script of this process if it asks `isKernelThread`: any other would run again from its beginning in each thread. */
export let threadScript: URL | undefined;

/**
 * In a worker: runs its thread and returns true. A script that calls it first with its own address, and ends there if it is true, can
 * have threads.
 */
export function isKernelThread(script: string): boolean {
  threadScript = new URL(script);
  if (isMainThread) return false;
  void runKernelThread(workerData as ThreadSetup);
  return true;
}
