// Watches a device, so that no error is silent: whoever waits for numbers next is told what went wrong before.

import { KernelError } from '../../errors.ts';

export class DeviceMonitor {
  /** Resolves with a sentence when the device is lost, unless `stop` was called before. */
  readonly lost: Promise<string>;
  private failure: string | undefined;
  private stopped = false;

  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) =>
      this.recordFailure(`The GPU reports: ${event.error.message}`),
    );
    this.lost = new Promise((resolve) => {
      device.lost.then(({ message }) => {
        if (this.stopped) return;
        const sentence = `The GPU device was lost: ${message || 'the browser gives no reason'}`;
        this.recordFailure(sentence);
        resolve(sentence);
      });
    });
  }

  /** Remembers an error: after it no number of this device can be trusted. */
  recordFailure(message: string): void {
    this.failure ??= message;
  }

  /** Throws what has gone wrong so far. */
  throwIfFailed(): void {
    if (this.failure) throw new KernelError(this.failure);
    if (this.stopped) throw new KernelError('The GPU executor has been disposed of: make a new one.');
  }

  /** The device is about to be destroyed on purpose. */
  stop(): void {
    this.stopped = true;
  }
}

/** Calls the device in `work` and rejects with the first validation or memory error that this causes. */
export async function withErrorScope<T>(device: GPUDevice, context: string, callback: () => T): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  // Scopes are a stack of the device: both are popped before anything is awaited, or other calls would end up in them.
  const outcome = captureThrow(callback);
  const scopes = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  const error = scopes.find((scope) => scope !== null);
  if (error) throw new KernelError(`${context}: ${error.message || 'the GPU is out of memory'}`);
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.value;
}

function captureThrow<T>(callback: () => T): { value: T } | { thrown: unknown } {
  try {
    return { value: callback() };
  } catch (thrown) {
    return { thrown };
  }
}
