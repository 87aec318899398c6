// Shared lock held by every tab that trains, so that an update does not interrupt training in another tab.

const LOCK_NAME = 'mini-llm-lab training';

type Locks = Pick<LockManager, 'request' | 'query'>;

export class TrainingLocks {
  readonly #locks: Locks | undefined;
  #release?: () => void;

  /** @param locks - `navigator.locks`; absent outside secure contexts */
  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  setTraining(training: boolean): void {
    if (training === (this.#release !== undefined)) return;
    if (!training) {
      this.#release?.();
      this.#release = undefined;
      return;
    }
    // The lock is held until the promise settles; the browser releases it if the tab crashes.
    const released = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    this.#locks?.request(LOCK_NAME, { mode: 'shared' }, () => released).catch(() => {});
  }

  async countTrainingTabs(): Promise<number> {
    const { held = [] } = (await this.#locks?.query()) ?? {};
    return held.filter(({ name }) => name === LOCK_NAME).length;
  }
}
