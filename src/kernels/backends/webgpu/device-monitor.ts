// Records errors of a device, so that none is silent: the next read rejects with the first error.

import { KernelError } from '../../errors.ts';

export class DeviceMonitor {
  /** Resolves with a message when the device is lost, unless `stop` was called before. */
  readonly lost: Promise<string>;
  private failure: string | undefined;
  private stopped = false;

  constructor(device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) =>
      this.recordFailure(`WebGPU error: ${event.error.message}`),
    );
    this.lost = new Promise((resolve) => {
      device.lost.then(({ message }) => {
        if (this.stopped) return;
        const failure = `The GPU device was lost: ${message || 'no reason given'}`;
        this.recordFailure(failure);
        resolve(failure);
      });
    });
  }

  /** Keeps the first error. Results after it cannot be trusted. */
  recordFailure(message: string): void {
    this.failure ??= message;
  }

  /** @throws KernelError with the first error of the device, if there is one. */
  throwIfFailed(): void {
    if (this.failure) throw new KernelError(this.failure);
    if (this.stopped) throw new KernelError('The GPU executor has been disposed.');
  }

  /** Call before destroying the device: its loss is then no error. */
  stop(): void {
    this.stopped = true;
  }
}

/** Runs `callback` and rejects with the first validation or out-of-memory error it causes. */
export async function withErrorScope<T>(device: GPUDevice, context: string, callback: () => T): Promise<T> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  // Error scopes are a stack per device: pop both before the first await, or they would capture errors of other calls.
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
