// Diagnostics: hardware, engine, memory and training speed as text to copy.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Diagnostics, LensProgress } from '../../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../../workers/rpc/client/lab-client.ts';
import { recentInnerErrors, toDisplayMessage } from '../../../format/display-message.ts';
import { progressText } from '../../../languages/engine-text.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { diagnosticsDialogStyles } from './diagnostics-dialog.styles.ts';
import { diagnosticsText } from './diagnostics-text.ts';

/**
 * @summary A dialog with the diagnostics as text. Speed is measured on request.
 *
 * @property diagnose - Fetches the diagnostics from the worker.
 */
@customElement('lab-diagnostics-dialog')
export class DiagnosticsDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, diagnosticsDialogStyles];

  @property({ attribute: false }) diagnose?: LabClient['diagnose'];

  @state() private report?: Diagnostics;
  /** Set while speed is measured. */
  @state() private measuring?: AbortController;
  @state() private progress?: LensProgress;
  /** Result or error of the last button. */
  @state() private status = '';

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('textarea') private text!: HTMLTextAreaElement;

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    await this.#fetch(async () => this.diagnose?.({ speed: false }));
  }

  override render() {
    return html`
      <dialog aria-labelledby="title" @close=${this.#stop}>
        <div class="head">
          <h2 id="title">${msg('Diagnostics')}</h2>
          <button type="button" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
        <p>
          ${msg('Hardware, engine and memory of this device. Nothing is sent: copy the text to share it.')}
          ${this.report?.speeds.length === 0 ? msg('“Measure speed” briefly trains two small models; yours is unchanged.') : nothing}
        </p>
        <textarea readonly spellcheck="false" aria-label=${msg('Diagnostics as text')} .value=${this.#asText}></textarea>
        <div class="actions">
          ${
            this.measuring
              ? html`<button type="button" @click=${this.#stop}>${msg('Stop')}</button>`
              : html`<button type="button" ?disabled=${!this.report} @click=${this.#measure}>${msg('Measure speed')}</button>`
          }
          <button type="button" class="primary" ?disabled=${!this.report} @click=${this.#copy}>${msg('Copy diagnostics')}</button>
          <p>${this.progress ? progressStatus(this.progress) : nothing}<span role="status">${this.status}</span></p>
        </div>
      </dialog>
    `;
  }

  get #asText(): string {
    if (!this.report) return '';
    return diagnosticsText(this.report, {
      url: window.location.href.split('#')[0],
      browser: navigator.userAgent,
      processorThreads: navigator.hardwareConcurrency,
      date: new Date(),
      errors: recentInnerErrors(),
    });
  }

  readonly #measure = async () => {
    const measuring = new AbortController();
    this.measuring = measuring;
    this.status = '';
    const onProgress = (progress: LensProgress) => {
      if (!measuring.signal.aborted) this.progress = progress;
    };
    const done = await this.#fetch(
      async () => this.diagnose?.({ speed: true }, { signal: measuring.signal, onProgress }),
      measuring.signal,
    );
    this.measuring = undefined;
    this.progress = undefined;
    if (done) this.status = msg('Measurement complete.');
  };

  readonly #stop = () => {
    if (!this.measuring) return;
    this.measuring.abort();
    this.status = msg('Stopped: no measurement.');
  };

  /** If clipboard access is denied, the text is selected for Ctrl+C. */
  readonly #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.#asText);
      this.status = 'Copied.';
    } catch {
      this.text.focus();
      this.text.select();
      this.status = msg('Clipboard access was denied: the text is selected, copy it with Ctrl+C or ⌘C.');
    }
  };

  /** Sets the report, or the error as status; resolves to whether it succeeded. */
  async #fetch(request: () => Promise<Diagnostics | undefined>, signal?: AbortSignal): Promise<boolean> {
    try {
      this.report = await request();
      return true;
    } catch (error) {
      if (!signal?.aborted) this.status = toDisplayMessage(error);
      return false;
    }
  }
}

function progressStatus({ label, done, total }: LensProgress): string {
  const text = progressText(label);
  return total > 1 ? msg(str`${text}, ${done} of about ${total}`) : `${text} …`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-diagnostics-dialog': DiagnosticsDialog;
  }
}
