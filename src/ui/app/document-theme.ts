// Gives the document its theme: the one chosen, or the one the device prefers.

import type { Theme } from '../controllers/page-state.ts';

export class DocumentTheme {
  readonly #prefersLight = window.matchMedia('(prefers-color-scheme: light)');
  #theme: Theme = 'system';

  constructor() {
    this.#prefersLight.addEventListener('change', () => this.choose(this.#theme));
  }

  choose(theme: Theme): void {
    this.#theme = theme;
    const shown = theme === 'system' ? (this.#prefersLight.matches ? 'light' : 'dark') : theme;
    const { dataset } = document.documentElement;
    // Observers hear of every write, also of the same value: each canvas would be drawn anew.
    if (dataset.theme !== shown) dataset.theme = shown;
  }
}
