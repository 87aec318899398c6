// Which tabs train: an update must not end a training in any of them.

const NAME = 'mini-llm-lab training';

type Locks = Pick<LockManager, 'request' | 'query'>;

export class TrainingTabs {
  readonly #locks: Locks | undefined;
  #end?: () => void;

  /** @param locks `navigator.locks`; absent where the page is no secure one */
  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  /** This tab trains, or not. */
  tell(training: boolean): void {
    if (training === (this.#end !== undefined)) return;
    if (!training) {
      this.#end?.();
      this.#end = undefined;
      return;
    }
    // Held as long as the promise is open: the browser lets go of it for a tab that dies.
    const ended = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    this.#locks?.request(NAME, { mode: 'shared' }, () => ended).catch(() => {});
  }

  /** How many tabs of this browser train at this moment. */
  async count(): Promise<number> {
    const { held = [] } = (await this.#locks?.query()) ?? {};
    return held.filter(({ name }) => name === NAME).length;
  }
}
