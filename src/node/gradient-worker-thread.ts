// Threads beside the first on the command line: Node's worker threads, which run this same program.

import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js';
import { errorMessage } from '../shared/error-message.ts';
import { GradientWorker } from '../workers/threads/gradient-worker.ts';
import type { WorkerHandle } from '../workers/threads/worker-pool.ts';

/** The whole command line is one file, `import.meta.url`. */
export function createGradientWorker(): WorkerHandle {
  const worker = new Worker(new URL(import.meta.url));
  worker.unref(); // a command that has ended waits for no thread
  return {
    endpoint: nodeEndpoint(worker),
    onCrash(listener) {
      worker.on('error', (error) => listener(errorMessage(error)));
      worker.on('exit', () => listener('it ended'));
    },
    terminate: () => void worker.terminate(),
  };
}

/** Whether this is such a thread; then it serves the first, and there is no command to run. */
export function serveAsGradientWorker(): boolean {
  if (isMainThread || !parentPort) return false;
  Comlink.expose(new GradientWorker(), nodeEndpoint(parentPort));
  return true;
}
