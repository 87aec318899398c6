// Gives the document its theme: the one chosen, or the one the device prefers.

import type { Theme } from '../types/page.ts';

export class DocumentTheme {
  readonly #prefersLight = window.matchMedia('(prefers-color-scheme: light)');
  #theme: Theme = 'system';

  constructor() {
    this.#prefersLight.addEventListener('change', () => this.apply(this.#theme));
  }

  apply(theme: Theme): void {
    this.#theme = theme;
    const resolved = theme === 'system' ? (this.#prefersLight.matches ? 'light' : 'dark') : theme;
    const { dataset } = document.documentElement;
    // Observers hear of every write, also of the same value: each canvas would be drawn anew.
    if (dataset.theme !== resolved) dataset.theme = resolved;
  }
}
