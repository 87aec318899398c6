// Threads beside the first on the command line: Node's worker threads, which run this same program.

import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/umd/node-adapter.js';
import { messageOf } from '../message-of.ts';
import { Hand } from '../workers/hands/hand.ts';
import type { HandWorker } from '../workers/hands/hand-threads.ts';

/** The whole command line is one file, `import.meta.url`. */
export function makeHand(): HandWorker {
  const worker = new Worker(new URL(import.meta.url));
  worker.unref(); // a command that has ended waits for no thread
  return {
    endpoint: nodeEndpoint(worker),
    onCrash(listener) {
      worker.on('error', (error) => listener(messageOf(error)));
      worker.on('exit', () => listener('it ended'));
    },
    terminate: () => void worker.terminate(),
  };
}

/** Whether this is such a thread; then it serves the first, and there is no command to run. */
export function servesAsHand(): boolean {
  if (isMainThread || !parentPort) return false;
  Comlink.expose(new Hand(), nodeEndpoint(parentPort));
  return true;
}
