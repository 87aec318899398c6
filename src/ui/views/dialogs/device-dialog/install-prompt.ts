// Whether this browser offers to install the page, and how to take it up.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Chromium's event; other browsers install from their menus and send none. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export class InstallPrompt implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #event?: BeforeInstallPromptEvent;
  #wasInstalled = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether it can be asked for. */
  get isAvailable(): boolean {
    return this.#event !== undefined;
  }

  get isInstalled(): boolean {
    return this.#wasInstalled || window.matchMedia('(display-mode: standalone)').matches;
  }

  /** Opens the browser's own question; whether it was answered with yes. */
  async show(): Promise<boolean> {
    const event = this.#event;
    this.#event = undefined; // it can be asked once
    const outcome = (await event?.prompt())?.outcome;
    this.#host.requestUpdate();
    return outcome === 'accepted';
  }

  hostConnected(): void {
    window.addEventListener('beforeinstallprompt', this.#onBeforeInstallPrompt);
    window.addEventListener('appinstalled', this.#onInstalled);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeinstallprompt', this.#onBeforeInstallPrompt);
    window.removeEventListener('appinstalled', this.#onInstalled);
  }

  readonly #onBeforeInstallPrompt = (event: Event) => {
    event.preventDefault(); // no banner over the page: the button is in the dialog
    this.#event = event as BeforeInstallPromptEvent;
    this.#host.requestUpdate();
  };

  readonly #onInstalled = () => {
    this.#wasInstalled = true;
    this.#host.requestUpdate();
  };
}
