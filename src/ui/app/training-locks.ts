// Which tabs train: an update must not end a training in any of them.

const LOCK_NAME = 'mini-llm-lab training';

type Locks = Pick<LockManager, 'request' | 'query'>;

export class TrainingLocks {
  readonly #locks: Locks | undefined;
  #release?: () => void;

  /** @param locks `navigator.locks`; absent where the page is no secure one */
  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  /** This tab trains, or not. */
  setTraining(training: boolean): void {
    if (training === (this.#release !== undefined)) return;
    if (!training) {
      this.#release?.();
      this.#release = undefined;
      return;
    }
    // Held as long as the promise is open: the browser lets go of it for a tab that dies.
    const released = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    this.#locks?.request(LOCK_NAME, { mode: 'shared' }, () => released).catch(() => {});
  }

  /** How many tabs of this browser train at this moment. */
  async countTrainingTabs(): Promise<number> {
    const { held = [] } = (await this.#locks?.query()) ?? {};
    return held.filter(({ name }) => name === LOCK_NAME).length;
  }
}
