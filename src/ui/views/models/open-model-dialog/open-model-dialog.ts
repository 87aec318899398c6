// Confirmation before a model is opened from files: its contents, its uses, and what it replaces.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { WeightType } from '../../../../shared/weight-types.ts';
import type { FilesInfo, LensProgress } from '../../../../workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../../../workers/rpc/client/lab-client.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatBytes, formatCompact } from '../../../format/quantities.ts';
import { engineText } from '../../../languages/engine-text.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { openModelDialogStyles } from './open-model-dialog.styles.ts';

export interface OpenRequest {
  readonly preview: FilesInfo;
  /** Sentence on what is lost when the model is opened; absent if nothing is. */
  readonly discards?: string;
  /** Opens the model, its weights held as `weights`. If it rejects, the current model is unchanged. */
  readonly open: (weights: WeightType | undefined, options: CallOptions) => Promise<unknown>;
}

/** @summary A dialog that confirms the opening of a model, and shows progress while its files are read. */
@customElement('lab-open-model-dialog')
export class OpenModelDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, openModelDialogStyles];

  @state() private request?: OpenRequest;
  @state() private weights?: WeightType;
  /** Set while files are read. */
  @state() private abortController?: AbortController;
  @state() private progress?: LensProgress;
  @state() private problem = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  #resolve: (opened: boolean) => void = () => {};

  /** Opens the dialog; resolves to whether the model was opened. */
  async confirm(request: OpenRequest): Promise<boolean> {
    this.#resolve(false);
    this.request = request;
    this.weights = request.preview.weightType;
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
    const { name, use, model, parameterCount, flopsPerToken, step, facts, notes, chatTemplate } = preview;
    return html`
      <h2 id="title">${msg(str`Open ${name}?`)}</h2>
      <p class="muted">${
        use === 'read-only'
          ? msg(
              'A model of another library, read-only: heads, neurons, logit lens, attribution and tracing with your own prompts. Its files contain no training data, so training and views of the data are unavailable.',
            )
          : msg('A model saved by this lab: it can be inspected and trained further.')
      }</p>
      <dl>
        <dt>${msg('weights')}</dt><dd>${formatInteger(parameterCount)} (${formatCompact(parameterCount)})</dd>
        <dt>${msg('architecture')}</dt><dd>${msg(str`${model.L} layers, ${model.H} heads, width ${formatInteger(model.C)}`)}</dd>
        <dt>${msg('context length')}</dt><dd>${msg(str`${formatInteger(model.T)} tokens`)}</dd>
        <dt>${msg('vocabulary')}</dt><dd>${msg(str`${formatInteger(model.V)} tokens`)}</dd>
        <dt>${msg('FLOPs per token')}</dt><dd>${formatCompact(flopsPerToken.forward)}</dd>
        ${this.#memory(preview)}
        ${step === undefined ? nothing : html`<dt>${msg('training')}</dt><dd>${msg(str`${formatInteger(step)} steps`)}</dd>`}
        ${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}
      </dl>
      ${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : nothing}
      ${chatTemplate === undefined ? nothing : html`<details><summary>${msg('Chat template')}</summary><pre>${chatTemplate}</pre></details>`}
      ${discards ? html`<p class="warning" role="note"><strong>${msg('Will be lost:')}</strong> ${discards}</p>` : nothing}
      ${this.#state()}
      <div class="actions">
        <button type="button" @click=${() => this.dialog.close()}>${this.abortController ? msg('Stop') : msg('Cancel')}</button>
        <button type="button" class="primary" ?disabled=${this.abortController !== undefined} @click=${this.#open}>
          ${this.abortController ? msg('Opening …') : discards ? msg('Replace current model') : msg('Open')}
        </button>
      </div>
    `;
  }

  /** The memory, with a choice where the weights can be held in several types. */
  #memory({ memoryBytes, weightChoices = [] }: FilesInfo): TemplateResult | typeof nothing {
    if (memoryBytes === undefined) return nothing;
    if (weightChoices.length < 2) return html`<dt>${msg('memory')}</dt><dd>${formatBytes(memoryBytes)}</dd>`;
    const option = ({ weightType, memoryBytes }: (typeof weightChoices)[number]) =>
      html`<option value=${weightType} ?selected=${weightType === this.weights}>${msg(str`${weightType}, ${formatBytes(memoryBytes)} of memory`)}</option>`;
    return html`<dt><label for="weights">${msg('weights held as')}</label></dt>
      <dd><select id="weights" ?disabled=${this.abortController !== undefined} @change=${this.#chooseWeights}>${weightChoices.map(option)}</select></dd>`;
  }

  readonly #chooseWeights = (event: Event) => {
    this.weights = (event.target as HTMLSelectElement).value as WeightType;
  };

  #state(): TemplateResult | typeof nothing {
    if (this.problem)
      return html`<p role="alert"><strong>${msg('Opening failed.')}</strong> ${this.problem}</p>`;
    if (!this.abortController || !this.progress) return nothing;
    const { label, done, total } = this.progress;
    const isBytes = label === 'bytes read';
    const text = isBytes
      ? msg(str`${formatBytes(done)} of ${formatBytes(total)} read`)
      : msg(str`${formatInteger(done)} of ${formatInteger(total)} ${engineText(label)}`);
    return html`<div>
      <progress max=${total} value=${done} aria-label=${isBytes ? msg('Bytes read') : engineText(label)}></progress>
      <p class="muted">${text}</p>
    </div>`;
  }

  readonly #open = async () => {
    const abortController = new AbortController();
    this.abortController = abortController;
    this.problem = '';
    try {
      const onProgress = (progress: LensProgress) => {
        this.progress = progress;
      };
      await this.request?.open(this.weights, { signal: abortController.signal, onProgress });
      this.#resolve(true);
      this.dialog.close();
    } catch (error) {
      if (!abortController.signal.aborted) this.problem = toDisplayMessage(error);
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
