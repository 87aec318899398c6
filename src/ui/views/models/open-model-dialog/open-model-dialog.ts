// What files hold, shown before they are opened: what the model is, what it can be used for, and what would be lost.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { errorMessage } from '../../../../shared/error-message.ts';
import type { FilesInfo, LensProgress } from '../../../../workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../../../workers/rpc/client/lab-client.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatCompact } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { openModelDialogStyles } from './open-model-dialog.styles.ts';

export interface OpenRequest {
  readonly preview: FilesInfo;
  /** What is dropped when this is opened, a sentence; absent where nothing is. */
  readonly discards?: string;
  /** Opens it; rejects with a sentence, and the model of before stays. */
  readonly open: (wait: CallOptions) => Promise<unknown>;
}

/**
 * A dialog that asks before a model takes the place of another, and stays while a large one is read.
 *
 * @method ask - opens the dialog; whether the model was opened
 */
@customElement('lab-open-model-dialog')
export class OpenModelDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, openModelDialogStyles];

  @state() private request?: OpenRequest;
  /** While files are read. */
  @state() private abortController?: AbortController;
  @state() private progress?: LensProgress;
  @state() private problem = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  #resolve: (opened: boolean) => void = () => {};

  async confirm(request: OpenRequest): Promise<boolean> {
    this.#resolve(false);
    this.request = request;
    this.problem = '';
    this.progress = undefined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${this.#onClose}>${this.request ? this.#content(this.request) : nothing}</dialog>`;
  }

  #content({ preview, discards }: OpenRequest): TemplateResult {
    const { name, use, model, parameterCount, step, facts, notes } = preview;
    return html`
      <h2 id="title">Open ${name}?</h2>
      <p class="muted">${
        use === 'read-only'
          ? 'A model of GPT-2’s layout, to look into: heads, neurons, logit lens, attribution and tracing, with prompts of yours. It comes without data, so it is not trained here, and views that need data say so.'
          : 'A model saved by this lab: it can be looked into and trained further.'
      }</p>
      <dl>
        <dt>weights</dt><dd>${formatInteger(parameterCount)} (${formatCompact(parameterCount)})</dd>
        <dt>layers, heads, width</dt><dd>${model.L} layers of ${model.H} heads, ${formatInteger(model.C)} wide</dd>
        <dt>context</dt><dd>${formatInteger(model.T)} tokens of ${formatInteger(model.V)} different ones</dd>
        ${step === undefined ? nothing : html`<dt>trained for</dt><dd>${formatInteger(step)} steps</dd>`}
        ${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
      </dl>
      ${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
      ${discards ? html`<p class="loses"><strong>What is lost:</strong> ${discards}</p>` : nothing}
      ${this.#state()}
      <div class="actions">
        <button type="button" @click=${() => this.dialog.close()}>${this.abortController ? 'Stop' : 'Cancel'}</button>
        <button type="button" class="primary" ?disabled=${this.abortController !== undefined} @click=${this.#open}>
          ${this.abortController ? 'Opening …' : discards ? 'Open and drop the current one' : 'Open it'}
        </button>
      </div>
    `;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.problem) return html`<p role="alert"><strong>It was not opened.</strong> ${this.problem}</p>`;
    if (!this.abortController || !this.progress) return nothing;
    const { done, total } = this.progress;
    return html`<div>
      <progress max=${total} value=${done} aria-label="Bytes read"></progress>
      <p class="muted">${formatBytes(done)} of ${formatBytes(total)} read</p>
    </div>`;
  }

  readonly #open = async () => {
    const opening = new AbortController();
    this.abortController = opening;
    this.problem = '';
    try {
      const onProgress = (progress: LensProgress) => {
        this.progress = progress;
      };
      await this.request?.open({ signal: opening.signal, onProgress });
      this.#resolve(true);
      this.dialog.close();
    } catch (error) {
      if (!opening.signal.aborted) this.problem = errorMessage(error);
    } finally {
      this.abortController = undefined;
    }
  };

  readonly #onClose = () => {
    this.abortController?.abort();
    this.#resolve(false);
    this.request = undefined;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-open-model-dialog': OpenModelDialog;
  }
}
