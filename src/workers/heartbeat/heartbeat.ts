// Detects a worker whose event loop no longer answers.

/** Milliseconds between two pings. */
export const PING_INTERVAL_MS = 2000;
/** Seconds without a message after which `onSilence` is called. */
const NOTICE_SECONDS = 10;
/**
 * Seconds without a message after which a worker counts as hung. WebAssembly blocks the event loop longest: a training step
 * of the largest settings takes 20 seconds on one core of a laptop. Its executor therefore posts a sign of life between
 * kernels (`createLifeSign`), of which the longest takes half a second, and 5 seconds in GPT-2 with a full context.
 */
export const HANG_SECONDS = 30;

export interface HeartbeatOptions {
  /** Settles when the worker has answered. */
  ping(): Promise<unknown>;
  /**
   * Called with every ping of a silent worker, and with 0 seconds when it has answered again. `onHang` follows only if it has
   * ever sent a message.
   */
  onSilence(seconds: number, hasStarted: boolean): void;
  onHang(): void;
}

/**
 * Silence is counted in timer ticks, not by the clock: a tick that comes late, because the computer slept or the browser
 * throttled the tab, counts as one interval. A worker that has never sent a message is not hung: its script may be loading.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #hasStarted = false;
  #isWaiting = false;
  #silentTicks = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), PING_INTERVAL_MS);
    // In Node a timer would keep the process alive.
    (this.#timer as { unref?: () => void }).unref?.();
    this.#ping();
  }

  /** Every message of the worker is a sign of life, not only the answer to a ping. */
  beat(): void {
    const seconds = this.#seconds;
    this.#hasStarted = true;
    this.#silentTicks = 0;
    if (seconds >= NOTICE_SECONDS) this.#options.onSilence(0, true);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get #seconds(): number {
    return (this.#silentTicks * PING_INTERVAL_MS) / 1000;
  }

  #tick(): void {
    if (!this.#isWaiting) {
      this.#ping();
      return;
    }
    this.#silentTicks++;
    if (this.#seconds >= HANG_SECONDS && this.#hasStarted) this.#options.onHang();
    else if (this.#seconds >= NOTICE_SECONDS) this.#options.onSilence(this.#seconds, this.#hasStarted);
  }

  #ping(): void {
    this.#isWaiting = true;
    const settle = () => {
      this.#isWaiting = false;
    };
    this.#options.ping().then(settle, settle);
  }
}
