// A Web Lock that selects the tab that writes runs. When that tab closes, the next one acquires the lock.

const LOCK_NAME = 'mini-llm-lab-runs';
/** A closed tab or replaced worker releases the lock within this time. */
const TIMEOUT_MS = 700;

/** The used part of `navigator.locks`. */
export interface LockRequester {
  request(name: string, held: () => Promise<void>): Promise<unknown>;
}

export class WriterLock {
  /** Resolves when the lock is acquired or held by another tab. */
  readonly decided: Promise<void>;
  private isHeld_ = false;
  private release: () => void = () => {};

  /** @param onChange called with true when this tab acquires the lock, with false when another tab holds it */
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
      // A browser that denies locks also denies storage; the first write reports it.
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
