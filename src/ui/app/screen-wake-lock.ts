// Screen wake lock during training, if enabled.

import { msg, str } from '@lit/localize';
import { toDisplayMessage } from '../format/display-message.ts';

/** The used part of `WakeLockSentinel`. */
export interface WakeLockHandle {
  release(): Promise<void>;
  addEventListener(type: 'release', listener: () => void): void;
}

export interface WakeLockApi {
  /** Rejects if the browser denies the lock. */
  request(type: 'screen'): Promise<WakeLockHandle>;
}

export class ScreenWakeLock {
  readonly #api: WakeLockApi | undefined;
  readonly #onError: (message: string) => void;
  #lock?: Promise<WakeLockHandle | undefined>;
  /** A denied request is not repeated until the setting is turned on again. */
  #wasDenied = false;

  /**
   * @param api - `navigator.wakeLock`; absent in some browsers
   * @param onError - gets a message for the user
   */
  constructor(api: WakeLockApi | undefined, onError: (message: string) => void) {
    this.#api = api;
    this.#onError = onError;
  }

  /** Holds a lock while all three are true. */
  async update({ enabled, training, visible }: { enabled: boolean; training: boolean; visible: boolean }) {
    if (!enabled) this.#wasDenied = false;
    if (enabled && training && visible) {
      if (!this.#lock && !this.#wasDenied) await this.#acquire();
    } else await this.#release();
  }

  async #acquire(): Promise<void> {
    const lock = this.#request();
    this.#lock = lock;
    const acquired = await lock;
    if (!acquired && this.#lock === lock) this.#lock = undefined;
    // The system releases the lock when the tab is hidden or the battery is low.
    acquired?.addEventListener('release', () => {
      if (this.#lock === lock) this.#lock = undefined;
    });
  }

  async #request(): Promise<WakeLockHandle | undefined> {
    try {
      if (!this.#api) throw new Error(msg('the browser has no Wake Lock API'));
      return await this.#api.request('screen');
    } catch (error) {
      this.#wasDenied = true;
      const reason = toDisplayMessage(error).replace(/\.$/, '');
      this.#onError(msg(str`The screen may turn off during training (${reason}). Training continues.`));
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await (await lock)?.release();
  }
}
