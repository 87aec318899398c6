// Which of several tabs writes: the one that holds the lock. The next in line takes over when its tab is closed.

const LOCK_NAME = 'mini-llm-lab-runs';
/** A tab that was just closed, or a worker just replaced, lets go within this. */
const TIMEOUT_MS = 700;

/** What the lab needs of `navigator.locks`. */
export interface LockRequester {
  request(name: string, held: () => Promise<void>): Promise<unknown>;
}

export class WriterLock {
  /** Resolves once it is known whether this tab writes. */
  readonly decided: Promise<void>;
  private isHeld_ = false;
  private release: () => void = () => {};

  /** @param changed called when this tab begins to write, and when it finds that another one does */
  constructor(locks: LockRequester | undefined, onChange: (held: boolean) => void) {
    const acquire = () => {
      this.isHeld_ = true;
      onChange(true);
    };
    if (!locks) {
      this.decided = Promise.resolve().then(acquire);
      return;
    }
    const released = new Promise<void>((resolve) => {
      this.release = resolve;
    });
    this.decided = new Promise((resolve) => {
      const timer = setTimeout(() => {
        onChange(false);
        resolve();
      }, TIMEOUT_MS);
      const hold = () => {
        clearTimeout(timer);
        acquire();
        resolve();
        return released;
      };
      // Where locks are refused, so is storage: that is told when it is tried.
      locks.request(LOCK_NAME, hold).catch(hold);
    });
  }

  get isHeld(): boolean {
    return this.isHeld_;
  }

  dispose(): void {
    this.isHeld_ = false;
    this.release();
  }
}
