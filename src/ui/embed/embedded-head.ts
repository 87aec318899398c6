// One attention head of a bundled model over the prompt of the address.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttentionRequest, AttentionResult } from '../app/pages/attention-view/fetch-attention.ts';
import { fetchAttention } from '../app/pages/attention-view/fetch-attention.ts';
import { listen } from '../events/element-event.ts';
import { LatestOnlyTask } from '../state/latest-only-task.ts';
import type { PageStore } from '../state/page/page-store.ts';
import { formatPage } from '../state/page/page-url.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { baseStyles } from '../styles/base.styles.ts';
import { embeddedHeadStyles } from './embedded-head.styles.ts';
import '../views/attention/attention-grid/attention-grid.ts';

/**
 * The element of embed.html. It trains, keeps and downloads nothing.
 *
 * @property lab - opens the model that the address names
 * @property page - model, prompt, layer, head and token of the address
 */
@customElement('lab-embedded-head')
export class EmbeddedHead extends LitElement {
  static override styles = [baseStyles, embeddedHeadStyles];

  @property({ attribute: false }) lab!: LabStore;
  @property({ attribute: false }) page!: PageStore;

  readonly #attention = new LatestOnlyTask<AttentionRequest, AttentionResult>(this, (request) =>
    fetchAttention(this.lab.client.transformer, request),
  );

  constructor() {
    super();
    listen(this, { 'lab-focus': ({ focus }) => this.page.focus(focus) });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.lab.subscribe(() => this.requestUpdate());
    this.page.subscribe(() => this.requestUpdate());
    void this.#open();
  }

  async #open(): Promise<void> {
    const { settings, weights } = this.page.value;
    if (await this.lab.start()) await this.lab.load(settings, weights);
  }

  protected override willUpdate(): void {
    const { run, step } = this.lab.value;
    if (!run) return;
    const { prompt, focus } = this.page.value;
    const layer = Math.min(focus.layer ?? 0, run.model.L - 1);
    const head = Math.min(focus.head ?? 0, run.model.H - 1);
    this.#attention.run({ run, step, prompt: prompt || run.prompts[0] || '', layer, head });
  }

  override render() {
    const { fatalError, error, problems } = this.lab.value;
    const message = fatalError ?? error ?? problems[0]?.message ?? this.#attention.error;
    return html`<main>
      ${message ? html`<p role="alert">${message}</p>` : nothing} ${this.#picture(Boolean(message))}
    </main>`;
  }

  #picture(failed: boolean) {
    const shown = this.#attention.value;
    if (!shown) return failed ? nothing : html`<p role="status">Opening the model …</p>`;
    const { request, headAttention, inspection, tokens } = shown;
    if (!headAttention)
      return html`<p role="alert">Not in the model’s vocabulary: ${inspection.unknown.join(', ')}.</p>`;
    const { focus, orientation } = this.page.value;
    const number = `${request.layer + 1}.${request.head + 1}`;
    return html`
      <header>
        <h1>Head ${number} of “${request.run.preset}”</h1>
        <a href="./${formatPage({ ...this.page.value, view: 'attention' })}" target="_blank">Open in the lab</a>
      </header>
      <lab-attention-grid
        .headAttention=${headAttention}
        .orientation=${orientation}
        .token=${Math.min(focus.token ?? tokens.length - 1, tokens.length - 1)}
        .name=${`head ${number}`}
      ></lab-attention-grid>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedded-head': EmbeddedHead;
  }
}
