// How much of the device training leaves to others: rests between its steps, in proportion to what they take.

/** A rest is no longer than this, milliseconds: whoever looks wants to see it go on. */
const MAX_REST_MS = 500;

export class Throttle {
  private dutyCycle_ = 1;
  private restedAt = performance.now();
  /** Ends the rest under way. */
  private endRest = () => {};

  /** Of the time: 1 is without rest. A change holds at once, in the middle of a rest as well. */
  get dutyCycle(): number {
    return this.dutyCycle_;
  }

  set dutyCycle(share: number) {
    if (!(share > 0 && share <= 1))
      throw new Error(`The pace is ${share}; it is a share of the time, above 0 and up to 1.`);
    this.dutyCycle_ = share;
    this.endRest();
  }

  /** To be called after each step: rests in proportion to the time since the last rest, unless it `isToEnd`. */
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
