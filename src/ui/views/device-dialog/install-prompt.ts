// Whether this browser offers to install the page, and how to take it up.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Chromium's event; other browsers install from their menus and send none. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export class InstallPrompt implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #event?: BeforeInstallPromptEvent;
  #justInstalled = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether it can be asked for. */
  get offered(): boolean {
    return this.#event !== undefined;
  }

  get installed(): boolean {
    return this.#justInstalled || window.matchMedia('(display-mode: standalone)').matches;
  }

  /** Opens the browser's own question; whether it was answered with yes. */
  async ask(): Promise<boolean> {
    const event = this.#event;
    this.#event = undefined; // it can be asked once
    const outcome = (await event?.prompt())?.outcome;
    this.#host.requestUpdate();
    return outcome === 'accepted';
  }

  hostConnected(): void {
    window.addEventListener('beforeinstallprompt', this.#offer);
    window.addEventListener('appinstalled', this.#note);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeinstallprompt', this.#offer);
    window.removeEventListener('appinstalled', this.#note);
  }

  readonly #offer = (event: Event) => {
    event.preventDefault(); // no banner over the page: the button is in the dialog
    this.#event = event as BeforeInstallPromptEvent;
    this.#host.requestUpdate();
  };

  readonly #note = () => {
    this.#justInstalled = true;
    this.#host.requestUpdate();
  };
}
