// Which of several tabs writes: the one that holds the lock. The next in line takes over when its tab is closed.

const LOCK = 'mini-llm-lab-runs';
/** A tab that was just closed, or a worker just replaced, lets go within this. */
const PATIENCE_MS = 700;

/** What the lab needs of `navigator.locks`. */
export interface Locks {
  request(name: string, held: () => Promise<void>): Promise<unknown>;
}

export class WritingTurn {
  /** Resolves once it is known whether this tab writes. */
  readonly known: Promise<void>;
  private held_ = false;
  private release: () => void = () => {};

  /** @param changed called when this tab begins to write, and when it finds that another one does */
  constructor(locks: Locks | undefined, changed: (held: boolean) => void) {
    const take = () => {
      this.held_ = true;
      changed(true);
    };
    if (!locks) {
      this.known = Promise.resolve().then(take);
      return;
    }
    const over = new Promise<void>((resolve) => {
      this.release = resolve;
    });
    this.known = new Promise((resolve) => {
      const timer = setTimeout(() => {
        changed(false);
        resolve();
      }, PATIENCE_MS);
      const hold = () => {
        clearTimeout(timer);
        take();
        resolve();
        return over;
      };
      // Where locks are refused, so is storage: that is told when it is tried.
      locks.request(LOCK, hold).catch(hold);
    });
  }

  get held(): boolean {
    return this.held_;
  }

  dispose(): void {
    this.held_ = false;
    this.release();
  }
}
