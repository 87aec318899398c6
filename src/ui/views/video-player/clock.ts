// A time that runs by itself, set right now and then by whoever knows better.

export class Clock {
  /** Seconds at which it stops. */
  end: number;
  readonly #now: () => number;
  #time = 0;
  /** When it was at `#time`, in milliseconds; absent while it stands. */
  #since?: number;
  #rate = 1;

  constructor(end: number, now = () => performance.now()) {
    this.end = end;
    this.#now = now;
  }

  /** Seconds, from 0 to the end. */
  get time(): number {
    const passed = this.#since === undefined ? 0 : ((this.#now() - this.#since) / 1000) * this.#rate;
    return Math.min(this.end, this.#time + passed);
  }

  set time(seconds: number) {
    this.#time = Math.min(this.end, Math.max(0, seconds));
    if (this.running) this.#since = this.#now();
  }

  /** Seconds of the video in a second. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.time = this.time;
    this.#rate = rate;
  }

  get running(): boolean {
    return this.#since !== undefined;
  }

  start(): void {
    this.#since ??= this.#now();
  }

  stop(): void {
    this.#time = this.time;
    this.#since = undefined;
  }
}
