// Rounds of runs that train side by side: in each round every run takes one step, whatever its steps cost.

export class Lockstep {
  private readonly running = new Set<object>();
  private readonly waiting = new Map<object, (mayStep: boolean) => void>();
  private isEnding = false;

  /** The runs of the next rounds. */
  start(runs: readonly object[]): void {
    for (const run of runs) this.running.add(run);
    this.isEnding = false;
  }

  /** Resolves when all runs wait for their next step: to false where the rounds end. */
  nextStep(run: object): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.set(run, resolve);
      this.releaseIfComplete();
    });
  }

  /** Ends the rounds after the current one: all runs have then taken as many steps. */
  end(): void {
    this.isEnding = true;
  }

  /** A run that has ended; the others go on without it. */
  leave(run: object): void {
    this.running.delete(run);
    this.releaseIfComplete();
  }

  private releaseIfComplete(): void {
    if (this.waiting.size < this.running.size) return;
    const released = [...this.waiting.values()];
    this.waiting.clear();
    for (const resolve of released) resolve(!this.isEnding);
  }
}
