// Waits for the work of a GPU. Firefox notices that work has ended on a timer of 100 ms (Mozilla bug 1870699), and whenever more is
// submitted: there, empty command buffers are submitted while something is awaited, as jax-js does.

/** Shorter timers are rounded up to it. */
const NUDGE_INTERVAL_MS = 4;

const isFirefox = () => /\bFirefox\//.test(globalThis.navigator?.userAgent ?? '');

export class Completion {
  private readonly device: GPUDevice;
  private readonly isNudging: boolean;
  /** Milliseconds of work that can be timed by waiting for it: many times what notices its end late. */
  readonly measurable: number;
  private waiting = 0;
  private timer?: ReturnType<typeof setInterval>;

  constructor(device: GPUDevice, isNudging = isFirefox()) {
    this.device = device;
    this.isNudging = isNudging;
    this.measurable = isNudging ? 20 * NUDGE_INTERVAL_MS : 8;
  }

  /** As the queue's method of that name, without the delay. */
  onSubmittedWorkDone(): Promise<undefined> {
    return this.of(this.device.queue.onSubmittedWorkDone());
  }

  /** Settles as `work`, a promise of the device. */
  async of<T>(work: Promise<T>): Promise<T> {
    if (!this.isNudging) return work;
    this.waiting++;
    this.timer ??= setInterval(() => this.nudge(), NUDGE_INTERVAL_MS);
    try {
      return await work;
    } finally {
      this.waiting--;
      if (this.waiting === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    }
  }

  private nudge(): void {
    this.device.queue.submit([this.device.createCommandEncoder({ label: 'nudge' }).finish()]);
  }
}
