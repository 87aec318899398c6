// The clock of the map: values that run from one number to another. A frame is requested only while one of them moves.

export interface Animation {
  /** Milliseconds. */
  readonly duration: number;
  /** Called with the fraction of the duration, 0 to 1; with 1 exactly once, at the end. */
  update(fraction: number): void;
  /** Called after the last update; not if it is replaced. */
  finish?(): void;
}

export interface Clock {
  now(): number;
  requestFrame(callback: () => void): number;
  cancelFrame(id: number): void;
}

const BROWSER: Clock = {
  now: () => performance.now(),
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (id) => cancelAnimationFrame(id),
};

export class Animator {
  readonly #draw: () => void;
  readonly #clock: Clock;
  readonly #running = new Map<string, Animation & { readonly start: number }>();
  #frame?: number;

  /** @param draw draws one frame */
  constructor(draw: () => void, clock: Clock = BROWSER) {
    this.#draw = draw;
    this.#clock = clock;
  }

  get now(): number {
    return this.#clock.now();
  }

  /** Starts an animation in place of the running one with this name. Without duration it ends at once. */
  start(name: string, animation: Animation): void {
    this.#running.delete(name);
    if (animation.duration > 0) this.#running.set(name, { ...animation, start: this.#clock.now() });
    else this.#finish(animation);
    this.requestDraw();
  }

  stop(name: string): void {
    this.#running.delete(name);
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** Draws once with the next frame. */
  requestDraw(): void {
    this.#frame ??= this.#clock.requestFrame(() => this.#tick());
  }

  /** Stops everything, and draws no more. */
  dispose(): void {
    this.#running.clear();
    if (this.#frame !== undefined) this.#clock.cancelFrame(this.#frame);
    this.#frame = undefined;
  }

  #tick(): void {
    this.#frame = undefined;
    const now = this.#clock.now();
    for (const [name, { start, ...animation }] of [...this.#running]) {
      const fraction = (now - start) / animation.duration;
      if (fraction < 1) {
        animation.update(Math.max(0, fraction));
        continue;
      }
      this.#running.delete(name);
      this.#finish(animation);
    }
    this.#draw();
    if (this.#running.size > 0) this.requestDraw();
  }

  #finish(animation: Animation): void {
    animation.update(1);
    animation.finish?.();
  }
}
