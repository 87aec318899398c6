// Gradient workers of the command line: Node worker threads that run the same bundle.

import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js';
import { errorMessage } from '../shared/error-message.ts';
import { createLifeSign } from '../workers/heartbeat/pulse.ts';
import { GradientWorker } from '../workers/threads/gradient-worker.ts';
import type { WorkerHandle } from '../workers/threads/worker-pool.ts';

/** Starts a worker thread. The command line is bundled into one file, which is the worker's script too. */
export function createGradientWorker(): WorkerHandle {
  const worker = new Worker(new URL(import.meta.url));
  worker.unref(); // the process ends although the thread runs
  return {
    endpoint: nodeEndpoint(worker),
    onCrash(listener) {
      worker.on('error', (error) => listener(errorMessage(error)));
      worker.on('exit', () => listener('it ended'));
    },
    terminate: () => void worker.terminate(),
  };
}

/** In a worker thread: serves the main thread as a gradient worker and returns true. */
export function serveAsGradientWorker(): boolean {
  if (isMainThread || !parentPort) return false;
  const onKernel = createLifeSign((message) => parentPort?.postMessage(message));
  Comlink.expose(new GradientWorker(onKernel), nodeEndpoint(parentPort));
  return true;
}
