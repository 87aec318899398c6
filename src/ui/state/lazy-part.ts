// Parts of the page whose code is loaded when they are shown first.

import { msg } from '@lit/localize';
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { LOAD_ERROR, lazyImport } from '../../shared/lazy-import.ts';
import { reloadPage } from '../files/reload-page.ts';

/** A part of the page; `render` is called only after `load`, at once for a part without it. */
export interface LazyPart {
  load?(): Promise<unknown>;
  render(): TemplateResult;
}

type Loader = NonNullable<LazyPart['load']>;

/** Loads the part that the host renders. A part that does not arrive is replaced by an alert with a button to reload. */
export class LazyParts implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #states = new Map<Loader, 'loading' | 'loaded' | 'failed'>();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The part, or its state of loading. */
  render({ load, render }: LazyPart): TemplateResult {
    if (!load) return render();
    const state = this.#states.get(load);
    if (!state) void this.#load(load);
    if (state === 'loaded') return render();
    if (state !== 'failed') return html`<p class="card">${msg('Loading …')}</p>`;
    return html`<div class="card" role="alert">
      <p>${LOAD_ERROR}</p>
      <button class="primary" @click=${reloadPage}>${msg('Reload page')}</button>
    </div>`;
  }

  async #load(load: Loader): Promise<void> {
    this.#states.set(load, 'loading');
    try {
      await lazyImport(load);
      this.#states.set(load, 'loaded');
    } catch {
      this.#states.set(load, 'failed');
    }
    this.#host.requestUpdate();
  }
}
