// Whether help is worth waiting for: a thread whose core is busy with other programs answers later than one's own work is done.

/** Steps that are compared, and steps without help after it was found to be none. */
const COMPARED = 8;
const RESTED = 100;

/** Only speed hangs on it: who computes a share does not change its numbers. */
export class Worth {
  private alone = 0;
  private together = 0;
  private noted = 0;
  private resting = 0;

  /** Whether to ask for help in this step. */
  takesHelp(): boolean {
    if (this.resting === 0) return true;
    this.resting -= 1;
    return false;
  }

  /** Milliseconds of a step: as it would have taken without help, and as it took. */
  note(alone: number, together: number): void {
    this.alone += alone;
    this.together += together;
    this.noted += 1;
    if (this.noted < COMPARED) return;
    if (this.together > this.alone) this.resting = RESTED;
    this.alone = this.together = this.noted = 0;
  }
}
