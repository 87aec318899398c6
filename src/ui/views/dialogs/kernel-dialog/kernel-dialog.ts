// The WGSL source of the kernel that computed an activation, with its constants and workgroups.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ActivationName, KernelInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import { kernelDialogStyles } from './kernel-dialog.styles.ts';
import { type WgslToken, wgslTokens } from './wgsl-tokens.ts';

/** Milliseconds for which the copy button confirms success. */
const COPIED_MS = 2000;

/**
 * @summary A dialog with the source of one kernel.
 *
 * @property fetchKernel - Fetches the kernel that computes an activation from the worker.
 */
@customElement('lab-kernel-dialog')
export class KernelDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, kernelDialogStyles];

  @property({ attribute: false }) fetchKernel?: (name: ActivationName) => Promise<KernelInfo>;

  @state() private activation?: ActivationName;
  @state() private info?: KernelInfo;
  @state() private error?: string;
  @state() private copied = false;

  @query('dialog') private dialog!: HTMLDialogElement;

  /** Opens the dialog with the kernel that computes this activation. */
  async show(activation: ActivationName): Promise<void> {
    this.activation = activation;
    this.info = undefined;
    this.error = undefined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const info = await this.fetchKernel?.(activation);
      if (activation === this.activation) this.info = info;
    } catch (error) {
      if (activation === this.activation) this.error = toDisplayMessage(error);
    }
  }

  override render() {
    return html`
      <dialog aria-labelledby="title" @click=${this.#closeOutside}>
        <div class="head">
          <h2 id="title">
            ${this.info ? msg(str`${this.info.opName}, ${this.info.passName} pass`) : msg('Kernel')}
            <small>${msg(html`computes ${this.activation}`)}</small>
          </h2>
          ${this.info ? html`<button type="button" @click=${this.#copy}>${this.copied ? msg('Copied') : msg('Copy')}</button>` : nothing}
          <button type="button" @click=${this.#close}>${msg('Close')}</button>
        </div>
        <div class="body">${this.#body()}</div>
      </dialog>
    `;
  }

  #body() {
    if (this.error) return html`<p role="alert">${this.error}</p>`;
    if (!this.info) return html`<p>${msg('Loading kernel …')}</p>`;
    const { wgsl, ran } = this.info;
    return html`
      <p>
        ${
          ran
            ? msg('The WGSL source of the kernel that computed these values on your GPU.')
            : msg('The CPU computed these values. This is the WGSL source of the equivalent GPU kernel.')
        }
      </p>
      ${this.#facts(this.info)}
      <pre tabindex="0" aria-label=${msg('WGSL source')}><code>${toLines(wgslTokens(wgsl)).map(
        (
          line,
        ) => html`<span class="line">${line.map(({ kind, text }) => html`<span class=${kind}>${text}</span>`)}
</span>`,
      )}</code></pre>
    `;
  }

  #facts({ variant, constants, workgroups }: KernelInfo) {
    return html`
      <dl>
        <div title=${msg('Kernel variant, selected by timing on this device')}>
          <dt>${msg('variant')}</dt>
          <dd>${variant}</dd>
        </div>
        <div title=${msg('Workgroups dispatched in x, y and z')}>
          <dt>${msg('workgroups')}</dt>
          <dd>${workgroups.map(formatInteger).join(' × ')}</dd>
        </div>
        ${Object.entries(constants).map(
          ([name, value]) => html`
            <div title=${msg('Constant of the kernel for this model')}>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>
          `,
        )}
      </dl>
    `;
  }

  readonly #close = () => this.dialog.close();

  /** A click on the backdrop targets the dialog; a click on the content targets a descendant. */
  readonly #closeOutside = (event: MouseEvent) => {
    if (event.target === this.dialog) this.dialog.close();
  };

  readonly #copy = async () => {
    if (!this.info) return;
    try {
      await navigator.clipboard.writeText(this.info.wgsl);
      this.copied = true;
      setTimeout(() => {
        this.copied = false;
      }, COPIED_MS);
    } catch {
      this.error = msg('Clipboard access was denied: select the text and copy it manually.');
    }
  };
}

/** Groups tokens by line; a comment of several lines becomes one token a line. */
function toLines(tokens: readonly WgslToken[]): WgslToken[][] {
  const lines: WgslToken[][] = [[]];
  for (const { kind, text } of tokens) {
    for (const [i, part] of text.split('\n').entries()) {
      if (i > 0) lines.push([]);
      if (part) lines[lines.length - 1].push({ kind, text: part });
    }
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-kernel-dialog': KernelDialog;
  }
}
