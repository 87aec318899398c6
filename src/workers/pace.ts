// How much of the device training leaves to others: rests between its steps, in proportion to what they take.

/** A rest is no longer than this, milliseconds: whoever looks wants to see it go on. */
const LONGEST_REST = 500;

export class Pace {
  private share_ = 1;
  private since = performance.now();
  /** Ends the rest under way. */
  private wake = () => {};

  /** Of the time: 1 is without rest. A change holds at once, in the middle of a rest as well. */
  get share(): number {
    return this.share_;
  }

  set share(share: number) {
    if (!(share > 0 && share <= 1))
      throw new Error(`The pace is ${share}; it is a share of the time, above 0 and up to 1.`);
    this.share_ = share;
    this.wake();
  }

  /** To be called after each step: rests in proportion to the time since the last rest, unless it `isToEnd`. */
  async rest(isToEnd: () => boolean): Promise<void> {
    if (this.share_ < 1 && !isToEnd()) {
      const worked = performance.now() - this.since;
      const rest = Math.min(worked * (1 / this.share_ - 1), LONGEST_REST);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, rest);
      });
    }
    this.since = performance.now();
  }
}
