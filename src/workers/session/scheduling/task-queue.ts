// Whose turn it is on the engine: training steps and looks inside take turns, in the order they were asked for.

import { Throttle } from './throttle.ts';

/** Runs one piece of work at a time, first come, first served. */
export class TaskQueue {
  /** How fast training steps follow one another. */
  readonly throttle = new Throttle();
  private last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    // A piece of work that fails is its caller's business; the next one still gets its turn.
    this.last = result.catch(() => {});
    return result;
  }
}

/** Lets messages that have arrived be handled. A timer would wait at least 4 ms each time; a message does not. */
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
