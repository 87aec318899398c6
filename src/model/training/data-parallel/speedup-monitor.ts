// Measures whether gradient workers speed up training: on a busy machine they may return later than this thread would.

/** Steps measured before a decision, and steps without workers after a negative one. */
const SAMPLES_PER_DECISION = 8;
const COOLDOWN_STEPS = 100;

/** Affects speed only: results do not depend on which thread computes a shard. */
export class SpeedupMonitor {
  private serialMs = 0;
  private parallelMs = 0;
  private sampleCount = 0;
  private cooldown = 0;

  /** Whether this step uses workers. */
  shouldUseWorkers(): boolean {
    if (this.cooldown === 0) return true;
    this.cooldown -= 1;
    return false;
  }

  /** Milliseconds of a step: estimated without workers, and measured with them. */
  record(serialMs: number, parallelMs: number): void {
    this.serialMs += serialMs;
    this.parallelMs += parallelMs;
    this.sampleCount += 1;
    if (this.sampleCount < SAMPLES_PER_DECISION) return;
    if (this.parallelMs > this.serialMs) this.cooldown = COOLDOWN_STEPS;
    this.serialMs = this.parallelMs = this.sampleCount = 0;
  }
}
