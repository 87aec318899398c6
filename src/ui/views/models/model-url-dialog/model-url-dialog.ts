// A model by its address: which host would be asked for what is told first, then asked for on request. What was fetched stays
// on this device and is listed here.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  type DownloadedModel,
  downloadProgress,
  isComplete,
} from '../../../../downloads/downloaded-model.ts';
import { MODEL_HOST } from '../../../../downloads/model-hosts.ts';
import {
  fileName,
  KNOWN_MODELS,
  type ModelSource,
  parseModelSource,
} from '../../../../downloads/model-source.ts';
import { errorMessage } from '../../../../shared/error-message.ts';
import { DownloadAbortEvent, DownloadedModelEvent, ModelDownloadEvent } from '../../../events.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { ModelDownloadsState } from '../../../types/downloads.ts';
import { modelUrlDialogStyles } from './model-url-dialog.styles.ts';

const [SUGGESTED_MODEL] = Object.keys(KNOWN_MODELS);

/**
 * A dialog that asks for an address, and the host for nothing before its button is pressed. Closing it stops what is being
 * fetched.
 *
 * @property fetched - what is here, and what is being fetched
 * @method show - opens it
 * @method close - closes it
 * @fires lab-model-download - a model is to be fetched
 * @fires lab-model-download-abort - fetching is to stop
 * @fires lab-downloaded-model - one that is here is to be opened or forgotten
 */
@customElement('lab-model-url-dialog')
export class ModelUrlDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, modelUrlDialogStyles];

  @property({ attribute: false }) downloads: ModelDownloadsState = {};

  @state() private url = SUGGESTED_MODEL;

  @query('dialog') private dialog!: HTMLDialogElement;

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title" @close=${() => this.dispatchEvent(new DownloadAbortEvent())}>
      <div class="head">
        <h2 id="title">Open a model by its address</h2>
        <button type="button" @click=${() => this.close()}>Close</button>
      </div>
      ${this.downloads.download ? this.#progress(this.downloads.download) : this.#form()}
      ${this.downloads.statusMessage ? html`<p class="problem" role="alert">${this.downloads.statusMessage}</p>` : nothing}
      ${this.#list()}
    </dialog>`;
  }

  #form(): TemplateResult {
    const parsed = this.#parseUrl();
    const onInput = (event: Event) => {
      this.url = (event.target as HTMLInputElement).value;
    };
    return html`<form @submit=${(event: Event) => this.#submit(event, parsed)}>
      <label for="address">GPT-2, or a model of its layout: its name on Hugging Face, or the address of its model.safetensors</label>
      <input
        id="address"
        type="text"
        list="known"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${this.url}
        aria-describedby="what"
        @input=${onInput}
      />
      <datalist id="known">${Object.keys(KNOWN_MODELS).map((name) => html`<option value=${name}></option>`)}</datalist>
      <div id="what">${typeof parsed === 'string' ? html`<p class="refusal">${parsed}</p>` : this.#requestSummary(parsed)}</div>
      ${typeof parsed === 'string' ? nothing : this.#button(parsed)}
    </form>`;
  }

  /** Which host would be asked for what: told before anything is. */
  #requestSummary(source: ModelSource): TemplateResult {
    const downloaded = this.#findDownloaded(source);
    if (downloaded && isComplete(downloaded))
      return html`<p>It is on this device already, ${formatBytes(downloadProgress(downloaded).here)}: opening it asks nothing of the network.</p>`;
    const onHub = source.id.startsWith(MODEL_HOST);
    return html`<dl>
        <dt>host</dt>
        <dd>${source.host}${onHub ? html`, and the storage under hf.co that it sends downloads to` : nothing}</dd>
        <dt>files</dt>
        <dd>${source.files.map(({ url, optional }, i) => html`${i > 0 ? ', ' : ''}${fileName(url)}${optional ? ' (if there)' : ''}`)}</dd>
        <dt>size</dt>
        <dd>${sizeText(source, downloaded)}</dd>
      </dl>
      <p class="muted">
        Nothing is asked before you press the button. The host then learns your network address and this page’s, as with
        every download; no cookies go along. The files stay on this device until you forget them.
      </p>`;
  }

  #button(source: ModelSource): TemplateResult {
    const downloaded = this.#findDownloaded(source);
    const label =
      downloaded && isComplete(downloaded)
        ? 'Open it'
        : `${downloaded ? 'Go on fetching' : 'Fetch'} from ${source.host}`;
    return html`<button class="primary">${label}</button>`;
  }

  #progress({ name, host, here, total }: NonNullable<ModelDownloadsState['download']>): TemplateResult {
    return html`<p role="status">Fetching ${name} from ${host}.</p>
      <div class="row">
        <progress max=${total ?? 1} .value=${total === undefined ? 0 : here} aria-label="Fetched"></progress>
        <span class="numbers">${formatBytes(here)}${total === undefined ? '' : ` of ${formatBytes(total)}`}</span>
        <button type="button" @click=${() => this.dispatchEvent(new DownloadAbortEvent())}>Stop</button>
      </div>
      <p class="muted" role="status">${this.downloads.note}</p>`;
  }

  #list(): TemplateResult | typeof nothing {
    const { models = [], download } = this.downloads;
    if (models.length === 0 || download) return nothing;
    return html`<section>
      <h3>On this device</h3>
      <ul>${models.map((model) => this.#row(model))}</ul>
    </section>`;
  }

  #row(model: DownloadedModel): TemplateResult {
    const { here, total } = downloadProgress(model);
    const act = (action: DownloadedModelEvent['action']) => () =>
      this.dispatchEvent(new DownloadedModelEvent(action, model));
    const whole = isComplete(model);
    return html`<li>
      <span class="name">${model.name}</span>
      <span class="muted numbers">${formatBytes(here)}${whole || total === undefined ? '' : ` of ${formatBytes(total)}`}${whole ? '' : ', not whole yet'}</span>
      <span class="buttons">
        ${whole ? html`<button type="button" aria-label="Open ${model.name}" @click=${act('open')}>Open</button>` : html`<button type="button" aria-label="Go on with ${model.name}" @click=${() => this.#choose(model)}>Go on …</button>`}
        <button type="button" aria-label="Forget ${model.name}" @click=${act('delete')}>Forget</button>
      </span>
    </li>`;
  }

  /** Into the field, where one reads what would be asked of whom. */
  #choose({ id }: DownloadedModel): void {
    this.url = id;
  }

  #parseUrl(): ModelSource | string {
    try {
      return parseModelSource(this.url, document.baseURI);
    } catch (error) {
      return errorMessage(error);
    }
  }

  #findDownloaded({ id }: ModelSource): DownloadedModel | undefined {
    return this.downloads.models?.find((model) => model.id === id);
  }

  #submit(event: Event, parsed: ModelSource | string): void {
    event.preventDefault();
    if (typeof parsed === 'string') return;
    const downloaded = this.#findDownloaded(parsed);
    this.dispatchEvent(
      downloaded && isComplete(downloaded)
        ? new DownloadedModelEvent('open', downloaded)
        : new ModelDownloadEvent(parsed),
    );
  }
}

function sizeText({ bytes: known }: ModelSource, downloaded?: DownloadedModel): string {
  const { here: arrived = 0, total = known } = downloaded ? downloadProgress(downloaded) : {};
  if (arrived > 0)
    return `${formatBytes(arrived)}${total === undefined ? '' : ` of ${formatBytes(total)}`} are here already`;
  return total === undefined ? 'told by the host when it is asked' : `about ${formatBytes(total)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-url-dialog': ModelUrlDialog;
  }
}
