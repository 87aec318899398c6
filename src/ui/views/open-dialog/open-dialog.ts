// What files hold, shown before they are opened: what the model is, what it can be used for, and what would be lost.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { messageOf } from '../../../message-of.ts';
import type { FilesReading, LensProgress } from '../../../workers/lab-api.ts';
import type { LongWait } from '../../../workers/lab-client.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { dialogStyles } from '../../styles/dialog.styles.ts';
import { whole } from '../numbers.ts';
import { bytes, short } from '../quantities.ts';
import { openDialogStyles } from './open-dialog.styles.ts';

export interface OpenRequest {
  readonly reading: FilesReading;
  /** What is dropped when this is opened, a sentence; absent where nothing is. */
  readonly loses?: string;
  /** Opens it; rejects with a sentence, and the model of before stays. */
  readonly open: (wait: LongWait) => Promise<unknown>;
}

/**
 * A dialog that asks before a model takes the place of another, and stays while a large one is read.
 *
 * @method ask - opens the dialog; whether the model was opened
 */
@customElement('lab-open-dialog')
export class OpenDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, openDialogStyles];

  @state() private asked?: OpenRequest;
  /** While files are read. */
  @state() private opening?: AbortController;
  @state() private progress?: LensProgress;
  @state() private problem = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  #answer: (opened: boolean) => void = () => {};

  async ask(asked: OpenRequest): Promise<boolean> {
    this.#answer(false);
    this.asked = asked;
    this.problem = '';
    this.progress = undefined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>${this.asked ? this.#content(this.asked) : nothing}</dialog>`;
  }

  #content({ reading, loses }: OpenRequest): TemplateResult {
    const { name, use, model, parameterCount, step, facts, notes } = reading;
    return html`
      <h2 id="title">Open ${name}?</h2>
      <p class="muted">${
        use === 'look'
          ? 'A model of GPT-2’s layout, to look into: heads, neurons, logit lens, attribution and tracing, with prompts of yours. It comes without data, so it is not trained here, and views that need data say so.'
          : 'A model saved by this lab: it can be looked into and trained further.'
      }</p>
      <dl>
        <dt>weights</dt><dd>${whole(parameterCount)} (${short(parameterCount)})</dd>
        <dt>layers, heads, width</dt><dd>${model.L} layers of ${model.H} heads, ${whole(model.C)} wide</dd>
        <dt>context</dt><dd>${whole(model.T)} tokens of ${whole(model.V)} different ones</dd>
        ${step === undefined ? nothing : html`<dt>trained for</dt><dd>${whole(step)} steps</dd>`}
        ${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
      </dl>
      ${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
      ${loses ? html`<p class="loses"><strong>What is lost:</strong> ${loses}</p>` : nothing}
      ${this.#state()}
      <div class="actions">
        <button type="button" @click=${() => this.dialog.close()}>${this.opening ? 'Stop' : 'Cancel'}</button>
        <button type="button" class="primary" ?disabled=${this.opening !== undefined} @click=${this.#open}>
          ${this.opening ? 'Opening …' : loses ? 'Open and drop the current one' : 'Open it'}
        </button>
      </div>
    `;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.problem) return html`<p role="alert"><strong>It was not opened.</strong> ${this.problem}</p>`;
    if (!this.opening || !this.progress) return nothing;
    const { done, total } = this.progress;
    return html`<div>
      <progress max=${total} value=${done} aria-label="Bytes read"></progress>
      <p class="muted">${bytes(done)} of ${bytes(total)} read</p>
    </div>`;
  }

  readonly #open = async () => {
    const opening = new AbortController();
    this.opening = opening;
    this.problem = '';
    try {
      const onProgress = (progress: LensProgress) => {
        this.progress = progress;
      };
      await this.asked?.open({ signal: opening.signal, onProgress });
      this.#answer(true);
      this.dialog.close();
    } catch (error) {
      if (!opening.signal.aborted) this.problem = messageOf(error);
    } finally {
      this.opening = undefined;
    }
  };

  readonly #closed = () => {
    this.opening?.abort();
    this.#answer(false);
    this.asked = undefined;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-open-dialog': OpenDialog;
  }
}
