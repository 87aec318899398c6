// The browser's prompt to install the page as an app.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Fired by Chromium only; other browsers install from their menus. */
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
    event.preventDefault(); // replaces the browser's banner with the dialog's button
    this.#event = event as BeforeInstallPromptEvent;
    this.#host.requestUpdate();
  };

  readonly #onInstalled = () => {
    this.#wasInstalled = true;
    this.#host.requestUpdate();
  };
}
