// A time that runs by itself, set right now and then by whoever knows better.

export class Clock {
  /** Seconds at which it stops. */
  end: number;
  readonly #now: () => number;
  #time = 0;
  /** When it was at `#time`, in milliseconds; absent while it stands. */
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

  /** Seconds of the video in a second. */
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
