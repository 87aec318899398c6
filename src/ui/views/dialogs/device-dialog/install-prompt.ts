// The browser's prompt to install the page as an app.

/** Fired by Chromium only; other browsers install from their menus. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** Listens from the start of the page: browsers fire their events once, before the dialog is loaded. */
export class InstallPrompt {
  readonly #onChange: () => void;
  #event?: BeforeInstallPromptEvent;
  #wasInstalled = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether the browser can show its prompt. */
  get isAvailable(): boolean {
    return this.#event !== undefined;
  }

  get isInstalled(): boolean {
    return this.#wasInstalled || window.matchMedia('(display-mode: standalone)').matches;
  }

  /** Shows the browser's prompt; resolves to whether it was accepted. */
  async show(): Promise<boolean> {
    const event = this.#event;
    this.#event = undefined; // `prompt` can be called once
    const outcome = (await event?.prompt())?.outcome;
    this.#onChange();
    return outcome === 'accepted';
  }

  /** @returns a function that disconnects */
  connect(): () => void {
    window.addEventListener('beforeinstallprompt', this.#onBeforeInstallPrompt);
    window.addEventListener('appinstalled', this.#onInstalled);
    return () => {
      window.removeEventListener('beforeinstallprompt', this.#onBeforeInstallPrompt);
      window.removeEventListener('appinstalled', this.#onInstalled);
    };
  }

  readonly #onBeforeInstallPrompt = (event: Event) => {
    event.preventDefault(); // replaces the browser's banner with the dialog's button
    this.#event = event as BeforeInstallPromptEvent;
    this.#onChange();
  };

  readonly #onInstalled = () => {
    this.#wasInstalled = true;
    this.#onChange();
  };
}
