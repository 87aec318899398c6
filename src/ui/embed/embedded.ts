// What the elements of embed.html share: a bundled model that the address names, opened, and why it is not.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { PageStore } from '../state/page/page-store.ts';
import { formatPage } from '../state/page/page-url.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { View } from '../types/page.ts';

/**
 * They train, keep and download nothing.
 *
 * @property lab - opens the model that the address names
 * @property page - model, prompt, layer, head and token of the address
 */
export abstract class Embedded extends LitElement {
  @property({ attribute: false }) lab!: LabStore;
  @property({ attribute: false }) page!: PageStore;

  /** The model that is open or being opened, as the address names it. */
  #model?: string;

  override connectedCallback(): void {
    super.connectedCallback();
    this.lab.subscribe(() => this.requestUpdate());
    this.page.subscribe(() => {
      this.requestUpdate();
      if (this.#model) void this.#open();
    });
    void this.#start();
  }

  /** The document is titled as its picture is. */
  protected override updated(): void {
    const heading = this.renderRoot.querySelector('h1')?.textContent;
    if (heading) document.title = `${heading} – mini-LLM lab`;
  }

  async #start(): Promise<void> {
    if (await this.lab.start()) await this.#open();
  }

  /** Opens the model of the address, which follows the attributes of an element of `embed.js`. */
  async #open(): Promise<void> {
    const { settings, weights } = this.page.value;
    const model = JSON.stringify([settings, weights]);
    if (model === this.#model) return;
    this.#model = model;
    await this.lab.load(settings, weights);
  }

  /** @param problem of the picture, if any */
  protected renderFrame(picture: TemplateResult | undefined, problem: string | undefined): TemplateResult {
    const { fatalError, error, problems } = this.lab.value;
    const messages = [fatalError ?? error ?? problems[0]?.message ?? problem, ...this.page.urlProblems];
    const shown = messages.filter((message) => message !== undefined);
    return html`<main>
      ${shown.map((message) => html`<p role="alert">${message}</p>`)}
      ${picture ?? (shown.length > 0 ? nothing : html`<p role="status">${msg('Opening the model …')}</p>`)}
    </main>`;
  }

  /** Title, and the same in the lab. */
  protected renderHeader(title: string, view: View): TemplateResult {
    return html`<header>
      <h1>${title}</h1>
      <a href="./${formatPage({ ...this.page.value, view })}" target="_blank">${msg('Open in the lab')}</a>
    </header>`;
  }
}
