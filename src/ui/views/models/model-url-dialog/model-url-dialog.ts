// Opens a model from a URL. The dialog states host, files and size before any request is sent, and lists downloaded models.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { awaitsShards, downloadProgress, isComplete } from '../../../../downloads/download-progress.ts';
import type { DownloadedModel } from '../../../../downloads/downloaded-model.ts';
import { MODEL_HOST } from '../../../../downloads/model-hosts.ts';
import {
  fileName,
  KNOWN_MODELS,
  type ModelSource,
  parseModelSource,
} from '../../../../downloads/model-source.ts';
import {
  DamagedDownloadsEvent,
  DownloadAbortEvent,
  DownloadedModelEvent,
  ModelDownloadEvent,
} from '../../../events/index.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { ModelDownloadsState } from '../../../types/downloads.ts';
import { modelUrlDialogStyles } from './model-url-dialog.styles.ts';

const [SUGGESTED_MODEL] = Object.keys(KNOWN_MODELS);

/**
 * @summary A dialog to download, open and delete models of other hosts.
 *
 * @property downloads - Downloaded models, and the progress of the current download.
 * @fires lab-model-download - A download is requested.
 * @fires lab-model-download-abort - The download is cancelled, or the dialog is closed.
 * @fires lab-downloaded-model - A downloaded model is to be opened or deleted.
 * @fires lab-damaged-downloads - Damaged downloads are to be deleted.
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
        <h2 id="title">${msg('Open model from URL')}</h2>
        <button type="button" @click=${() => this.close()}>${msg('Close')}</button>
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
      <label for="url">${msg('Model name on Hugging Face, or URL of a model.safetensors file, or of the index of several: GPT-2, GPT-Neo, GPT-NeoX, Llama, Qwen2 or Qwen3.')}</label>
      <input
        id="url"
        type="text"
        list="known-models"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${this.url}
        aria-describedby="request-summary"
        @input=${onInput}
      />
      <datalist id="known-models">${Object.keys(KNOWN_MODELS).map((name) => html`<option value=${name}></option>`)}</datalist>
      <div id="request-summary">${typeof parsed === 'string' ? html`<p class="refusal">${parsed}</p>` : this.#requestSummary(parsed)}</div>
      ${typeof parsed === 'string' ? nothing : this.#button(parsed)}
    </form>`;
  }

  /** Host, files and size of the request, shown before it is sent. */
  #requestSummary(source: ModelSource): TemplateResult {
    const downloaded = this.#findDownloaded(source);
    if (downloaded && isComplete(downloaded))
      return html`<p>${msg(str`Already downloaded (${formatBytes(downloadProgress(downloaded).here)}): opening it sends no request.`)}</p>`;
    const onHub = source.id.startsWith(MODEL_HOST);
    return html`<dl>
        <dt>${msg('host')}</dt>
        <dd>${source.host}${onHub ? html`${msg(', and the storage hosts under hf.co that it redirects downloads to')}` : nothing}</dd>
        <dt>${msg('files')}</dt>
        <dd>${source.files.map(({ url, optional }, i) => html`${i > 0 ? ', ' : ''}${fileName(url)}${optional ? msg(' (optional)') : ''}`)}${awaitsShards(source) ? msg(', and those it lists') : ''}</dd>
        <dt>${msg('size')}</dt>
        <dd>${sizeText(source, downloaded)}</dd>
      </dl>
      <p class="muted">
        ${msg('No request is sent before you press the button. As with every download, the host then receives your IP address and the address of this page; no cookies are sent. The files stay on this device until you delete them.')}
      </p>`;
  }

  #button(source: ModelSource): TemplateResult {
    const downloaded = this.#findDownloaded(source);
    const label =
      downloaded && isComplete(downloaded)
        ? msg('Open')
        : msg(str`${downloaded ? msg('Resume download') : msg('Download')} from ${source.host}`);
    return html`<button class="primary">${label}</button>`;
  }

  #progress({ name, host, here, total }: NonNullable<ModelDownloadsState['download']>): TemplateResult {
    return html`<p role="status">${msg(str`Downloading ${name} from ${host}.`)}</p>
      <div class="row">
        <progress max=${total ?? 1} .value=${total === undefined ? 0 : here} aria-label=${msg('Download progress')}></progress>
        <span class="numbers">${formatBytes(here)}${total === undefined ? '' : msg(str` of ${formatBytes(total)}`)}</span>
        <button type="button" @click=${() => this.dispatchEvent(new DownloadAbortEvent())}>${msg('Stop')}</button>
      </div>
      <p class="muted" role="status">${this.downloads.note}</p>`;
  }

  #list(): TemplateResult | typeof nothing {
    const { models = [], damaged = 0, download } = this.downloads;
    if (models.length + damaged === 0 || download) return nothing;
    return html`<section>
      <h3>${msg('Downloaded models')}</h3>
      <ul>${models.map((model) => this.#row(model))}</ul>
      ${damaged > 0 ? this.#damaged(damaged) : nothing}
    </section>`;
  }

  #damaged(count: number): TemplateResult {
    return html`<p role="status">
      ${count === 1 ? msg('A stored download is damaged and cannot be opened.') : msg(str`${count} stored downloads are damaged and cannot be opened.`)}
      <button type="button" @click=${() => this.dispatchEvent(new DamagedDownloadsEvent())}>${msg('Delete damaged files')}</button>
    </p>`;
  }

  #row(model: DownloadedModel): TemplateResult {
    const { here, total } = downloadProgress(model);
    const act = (action: DownloadedModelEvent['action']) => () =>
      this.dispatchEvent(new DownloadedModelEvent(action, model));
    const complete = isComplete(model);
    return html`<li>
      <span class="name">${model.name}</span>
      <span class="muted numbers">${formatBytes(here)}${complete || total === undefined ? '' : msg(str` of ${formatBytes(total)}`)}${complete ? '' : msg(', incomplete')}</span>
      <span class="buttons">
        ${complete ? html`<button type="button" aria-label=${msg(str`Open ${model.name}`)} @click=${act('open')}>${msg('Open')}</button>` : html`<button type="button" aria-label=${msg(str`Resume ${model.name}`)} @click=${() => this.#choose(model)}>${msg('Resume …')}</button>`}
        <button type="button" aria-label=${msg(str`Delete ${model.name}`)} @click=${act('delete')}>${msg('Delete')}</button>
      </span>
    </li>`;
  }

  /** Fills in the URL, so that the request summary is shown before the download resumes. */
  #choose({ id }: DownloadedModel): void {
    this.url = id;
  }

  #parseUrl(): ModelSource | string {
    try {
      return parseModelSource(this.url, document.baseURI);
    } catch (error) {
      return toDisplayMessage(error);
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

function sizeText({ bytes }: ModelSource, downloaded?: DownloadedModel): string {
  const { here: received = 0, total = bytes } = downloaded ? downloadProgress(downloaded) : {};
  if (received > 0)
    return msg(
      str`${formatBytes(received)}${total === undefined ? '' : msg(str` of ${formatBytes(total)}`)} downloaded`,
    );
  return total === undefined ? msg('unknown until the host responds') : msg(str`about ${formatBytes(total)}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-url-dialog': ModelUrlDialog;
  }
}
