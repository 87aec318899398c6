// Watches a device, so that no error is silent: whoever waits for numbers next is told what went wrong before.

import { KernelError } from '../errors.ts';

export class Watch {
  /** Resolves with a sentence when the device is lost, unless `stop` was called before. */
  readonly lost: Promise<string>;
  private failure: string | undefined;
  private stopped = false;

  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) =>
      this.fail(`The GPU reports: ${event.error.message}`),
    );
    this.lost = new Promise((resolve) => {
      device.lost.then(({ message }) => {
        if (this.stopped) return;
        const sentence = `The GPU device was lost: ${message || 'the browser gives no reason'}`;
        this.fail(sentence);
        resolve(sentence);
      });
    });
  }

  /** Remembers an error: after it no number of this device can be trusted. */
  fail(sentence: string): void {
    this.failure ??= sentence;
  }

  /** Throws what has gone wrong so far. */
  check(): void {
    if (this.failure) throw new KernelError(this.failure);
    if (this.stopped) throw new KernelError('The GPU executor has been disposed of: make a new one.');
  }

  /** The device is about to be destroyed on purpose. */
  stop(): void {
    this.stopped = true;
  }
}

/** Calls the device in `work` and rejects with the first validation or memory error that this causes. */
export async function guarded<T>(device: GPUDevice, culprit: string, work: () => T): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  // Scopes are a stack of the device: both are popped before anything is awaited, or other calls would end up in them.
  const outcome = attempt(work);
  const scopes = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  const error = scopes.find((scope) => scope !== null);
  if (error) throw new KernelError(`${culprit}: ${error.message || 'the GPU is out of memory'}`);
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.value;
}

function attempt<T>(work: () => T): { value: T } | { thrown: unknown } {
  try {
    return { value: work() };
  } catch (thrown) {
    return { thrown };
  }
}
