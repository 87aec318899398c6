// Whether help is worth waiting for: a thread whose core is busy with other programs answers later than one's own work is done.

/** Steps that are compared, and steps without help after it was found to be none. */
const SAMPLES_PER_DECISION = 8;
const COOLDOWN_STEPS = 100;

/** Only speed hangs on it: who computes a share does not change its numbers. */
export class SpeedupMonitor {
  private serialMs = 0;
  private parallelMs = 0;
  private sampleCount = 0;
  private cooldown = 0;

  /** Whether to ask for help in this step. */
  shouldUseWorkers(): boolean {
    if (this.cooldown === 0) return true;
    this.cooldown -= 1;
    return false;
  }

  /** Milliseconds of a step: as it would have taken without help, and as it took. */
  record(serialMs: number, parallelMs: number): void {
    this.serialMs += serialMs;
    this.parallelMs += parallelMs;
    this.sampleCount += 1;
    if (this.sampleCount < SAMPLES_PER_DECISION) return;
    if (this.parallelMs > this.serialMs) this.cooldown = COOLDOWN_STEPS;
    this.serialMs = this.parallelMs = this.sampleCount = 0;
  }
}
