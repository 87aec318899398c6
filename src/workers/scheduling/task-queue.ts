// First-in-first-out queue of work on the engine: training steps and inspection.

import { Throttle } from './throttle.ts';

/** Runs one task at a time, in the order of the calls. */
export class TaskQueue {
  /** Limits the rate of training steps. */
  readonly throttle = new Throttle();
  private last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    // A failed task rejects for its caller and does not stop the queue.
    this.last = result.catch(() => {});
    return result;
  }
}

/** Lets pending messages be handled. A nested timer would wait at least 4 ms; a message does not. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
