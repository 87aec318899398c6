// Keeps the screen on while a network trains, if the visitor wants that and the browser allows it.

/** The part of a wake lock used here. */
export interface WakeLockHandle {
  release(): Promise<void>;
  addEventListener(type: 'release', listener: () => void): void;
}

export interface WakeLockApi {
  /** Rejects where the browser does not allow it. */
  request(type: 'screen'): Promise<WakeLockHandle>;
}

export class ScreenWakeLock {
  readonly #api: WakeLockApi | undefined;
  readonly #onError: (sentence: string) => void;
  #lock?: Promise<WakeLockHandle | undefined>;
  /** Refused once, it is not asked for again until it is wished anew: the same sentence at every step helps nobody. */
  #wasRefused = false;

  /**
   * @param screen `navigator.wakeLock`; absent where the browser has none
   * @param tell a sentence, where it cannot be
   */
  constructor(api: WakeLockApi | undefined, onError: (sentence: string) => void) {
    this.#api = api;
    this.#onError = onError;
  }

  /** Called whenever something changed: holds a lock while all three are so. */
  async update({ enabled, training, visible }: { enabled: boolean; training: boolean; visible: boolean }) {
    if (!enabled) this.#wasRefused = false;
    if (enabled && training && visible) {
      if (!this.#lock && !this.#wasRefused) await this.#acquire();
    } else await this.#release();
  }

  async #acquire(): Promise<void> {
    const lock = this.#request();
    this.#lock = lock;
    const acquired = await lock;
    if (!acquired && this.#lock === lock) this.#lock = undefined;
    // The system takes it back when the tab is hidden or the battery is low.
    acquired?.addEventListener('release', () => {
      if (this.#lock === lock) this.#lock = undefined;
    });
  }

  async #request(): Promise<WakeLockHandle | undefined> {
    try {
      if (!this.#api) throw new Error('this browser has no way to');
      return await this.#api.request('screen');
    } catch (error) {
      this.#wasRefused = true;
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      this.#onError(
        `The screen cannot be kept on while training (${reason}). Training goes on all the same.`,
      );
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await (await lock)?.release();
  }
}
