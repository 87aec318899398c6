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

/** In a worker: runs its thread and returns true. */
export function isKernelThread(): boolean {
  if (isMainThread) return false;
  void runKernelThread(workerData as ThreadSetup);
  return true;
}
