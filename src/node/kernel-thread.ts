// Threads of the command line: Node workers that run the same bundle.

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

/** The command line is bundled into one file, which is the thread's script too. */
export const startNodeThread = threadsOf(new URL(import.meta.url));

/** Whether the script of this process asks `isKernelThread`: any other would run again from its beginning in each thread. */
export let servesThreads = false;

/** In a worker: runs its thread and returns true. A script that calls it first, and ends there if it is true, can have threads. */
export function isKernelThread(): boolean {
  servesThreads = true;
  if (isMainThread) return false;
  void runKernelThread(workerData as ThreadSetup);
  return true;
}
