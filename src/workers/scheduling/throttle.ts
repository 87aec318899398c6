// Limits the duty cycle of training: rests between steps, in proportion to their duration.

/** Longest rest, milliseconds: progress stays visible. */
const MAX_REST_MS = 500;

export class Throttle {
  private dutyCycle_ = 1;
  private restedAt = performance.now();
  /** Ends the current rest. */
  private endRest = () => {};

  /** Share of the time: 1 is without rest. A change applies at once, also during a rest. */
  get dutyCycle(): number {
    return this.dutyCycle_;
  }

  set dutyCycle(share: number) {
    if (!(share > 0 && share <= 1))
      throw new Error(`The duty cycle must be above 0 and at most 1, not ${share}.`);
    this.dutyCycle_ = share;
    this.endRest();
  }

  /** Called after each step: rests in proportion to the time since the last rest, unless training should stop. */
  async rest(shouldStop: () => boolean): Promise<void> {
    if (this.dutyCycle_ < 1 && !shouldStop()) {
      const worked = performance.now() - this.restedAt;
      const rest = Math.min(worked * (1 / this.dutyCycle_ - 1), MAX_REST_MS);
      await new Promise<void>((resolve) => {
        this.endRest = resolve;
        setTimeout(resolve, rest);
      });
    }
    this.restedAt = performance.now();
  }
}
