// A clock that runs by itself and can be set to a more exact time.

export class Clock {
  /** Seconds at which it stops. */
  end: number;
  readonly #now: () => number;
  #time = 0;
  /** Timestamp, in milliseconds, at which the clock showed `#time`; undefined while it is paused. */
  #startedAt?: number;
  #rate = 1;

  constructor(end: number, now = () => performance.now()) {
    this.end = end;
    this.#now = now;
  }

  /** Seconds, from 0 to the end. */
  get time(): number {
    const elapsed = this.#startedAt === undefined ? 0 : ((this.#now() - this.#startedAt) / 1000) * this.#rate;
    return Math.min(this.end, this.#time + elapsed);
  }

  set time(seconds: number) {
    this.#time = Math.min(this.end, Math.max(0, seconds));
    if (this.isRunning) this.#startedAt = this.#now();
  }

  /** Seconds of the video per second. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.time = this.time;
    this.#rate = rate;
  }

  get isRunning(): boolean {
    return this.#startedAt !== undefined;
  }

  start(): void {
    this.#startedAt ??= this.#now();
  }

  stop(): void {
    this.#time = this.time;
    this.#startedAt = undefined;
  }
}
