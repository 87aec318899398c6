// Theme of the document: the selected one, or the preference of the system.

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
    // MutationObservers fire on every write, even of the same value, and redraw all canvases.
    if (dataset.theme !== resolved) dataset.theme = resolved;
  }
}
