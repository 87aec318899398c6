// Diagnostics: what this machine is, how fast the lab is on it, and a way to pass that on.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { errorMessage } from '../../../../shared/error-message.ts';
import type { Diagnostics, LensProgress } from '../../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../../workers/rpc/client/lab-client.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { diagnosticsDialogStyles } from './diagnostics-dialog.styles.ts';
import { diagnosticsText } from './diagnostics-text.ts';

/**
 * A dialog with the diagnostics as text, to be copied or selected.
 *
 * @property diagnose - asks the worker
 * @method show - opens the dialog; speed is measured when asked for
 */
@customElement('lab-diagnostics-dialog')
export class DiagnosticsDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, diagnosticsDialogStyles];

  @property({ attribute: false }) diagnose?: LabClient['diagnose'];

  @state() private report?: Diagnostics;
  /** While speed is measured. */
  @state() private measuring?: AbortController;
  @state() private progress?: LensProgress;
  /** What the last button did, or why not. */
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
          <h2 id="title">Diagnostics</h2>
          <button type="button" @click=${() => this.dialog.close()}>Close</button>
        </div>
        <p>
          What the lab knows of this machine. Nothing of it is sent anywhere: copy it if you want to tell somebody.
          ${this.report?.speeds.length === 0 ? 'Speed is measured when you ask: two small models are trained for a moment, beside yours.' : nothing}
        </p>
        <textarea readonly spellcheck="false" aria-label="Diagnostics as text" .value=${this.#asText}></textarea>
        <div class="actions">
          ${
            this.measuring
              ? html`<button type="button" @click=${this.#stop}>Stop</button>`
              : html`<button type="button" ?disabled=${!this.report} @click=${this.#measure}>Measure speed</button>`
          }
          <button type="button" class="primary" ?disabled=${!this.report} @click=${this.#copy}>Copy diagnostics</button>
          <p>${this.progress ? progressText(this.progress) : nothing}<span role="status">${this.status}</span></p>
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
    if (done) this.status = 'Measured.';
  };

  readonly #stop = () => {
    if (!this.measuring) return;
    this.measuring.abort();
    this.status = 'Stopped; nothing was measured.';
  };

  /** Where the clipboard is denied the text is selected, so that the visitor's own keys copy it. */
  readonly #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.#asText);
      this.status = 'Copied.';
    } catch {
      this.text.focus();
      this.text.select();
      this.status = 'The browser did not allow copying: the text is selected, copy it with Ctrl+C or ⌘C.';
    }
  };

  /** Takes the answer, or tells why there is none. */
  async #fetch(request: () => Promise<Diagnostics | undefined>, signal?: AbortSignal): Promise<boolean> {
    try {
      this.report = await request();
      return true;
    } catch (error) {
      if (!signal?.aborted) this.status = errorMessage(error);
      return false;
    }
  }
}

function progressText({ label, done, total }: LensProgress): string {
  return total > 1 ? `${label}, ${done} of about ${total}` : `${label} …`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-diagnostics-dialog': DiagnosticsDialog;
  }
}
