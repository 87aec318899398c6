// Keeps the screen on while a network trains, if the visitor wants that and the browser allows it.

/** The part of a wake lock used here. */
export interface ScreenLock {
  release(): Promise<void>;
  addEventListener(type: 'release', listener: () => void): void;
}

export interface Screen {
  /** Rejects where the browser does not allow it. */
  request(type: 'screen'): Promise<ScreenLock>;
}

export class ScreenAwake {
  readonly #screen: Screen | undefined;
  readonly #tell: (sentence: string) => void;
  #lock?: Promise<ScreenLock | undefined>;
  /** Refused once, it is not asked for again until it is wished anew: the same sentence at every step helps nobody. */
  #refused = false;

  /**
   * @param screen `navigator.wakeLock`; absent where the browser has none
   * @param tell a sentence, where it cannot be
   */
  constructor(screen: Screen | undefined, tell: (sentence: string) => void) {
    this.#screen = screen;
    this.#tell = tell;
  }

  /** Called whenever something changed: holds a lock while all three are so. */
  async follow({ wished, training, visible }: { wished: boolean; training: boolean; visible: boolean }) {
    if (!wished) this.#refused = false;
    if (wished && training && visible) {
      if (!this.#lock && !this.#refused) await this.#hold();
    } else await this.#release();
  }

  async #hold(): Promise<void> {
    const lock = this.#ask();
    this.#lock = lock;
    const held = await lock;
    if (!held && this.#lock === lock) this.#lock = undefined;
    // The system takes it back when the tab is hidden or the battery is low.
    held?.addEventListener('release', () => {
      if (this.#lock === lock) this.#lock = undefined;
    });
  }

  async #ask(): Promise<ScreenLock | undefined> {
    try {
      if (!this.#screen) throw new Error('this browser has no way to');
      return await this.#screen.request('screen');
    } catch (error) {
      this.#refused = true;
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      this.#tell(`The screen cannot be kept on while training (${why}). Training goes on all the same.`);
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await (await lock)?.release();
  }
}
