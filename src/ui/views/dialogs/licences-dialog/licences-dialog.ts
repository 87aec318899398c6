// The packages this page is made of, each with its licence.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { Licences } from '../../../types/device.ts';
import { licencesDialogStyles } from './licences-dialog.styles.ts';

/**
 * A dialog with a list of packages; each opens to the text of its licence.
 *
 * @property read - fetches the list
 * @method show - opens the dialog
 */
@customElement('lab-licences-dialog')
export class LicencesDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, licencesDialogStyles];

  @property({ attribute: false }) fetchLicences?: () => Promise<Licences>;

  @state() private licences?: Licences;
  @state() private problem = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    try {
      this.licences ??= await this.fetchLicences?.();
      this.problem = '';
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  override render() {
    return html`
      <dialog aria-labelledby="title">
        <div class="head">
          <h2 id="title">Licences</h2>
          <button type="button" @click=${() => this.dialog.close()}>Close</button>
        </div>
        <p>The lab is under the MIT licence. In this page there is also code, and data, of these packages:</p>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
        <ul>
          ${this.licences?.map(
            ({ name, version, licence, text }) =>
              html`<li>
                <details>
                  <summary><span class="name">${name}</span> ${version} <span class="licence">${licence}</span></summary>
                  <pre>${text || `The package brings no text besides its licence’s name, ${licence}.`}</pre>
                </details>
              </li>`,
          )}
        </ul>
      </dialog>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-licences-dialog': LicencesDialog;
  }
}
