// Licences of the packages in this page.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { Licences } from '../../../types/device.ts';
import { licencesDialogStyles } from './licences-dialog.styles.ts';

/**
 * @summary A dialog that lists packages with the texts of their licences.
 *
 * @property fetchLicences - Fetches the list.
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
      this.problem = toDisplayMessage(error);
    }
  }

  override render() {
    return html`
      <dialog aria-labelledby="title">
        <div class="head">
          <h2 id="title">${msg('Licences')}</h2>
          <button type="button" @click=${() => this.dialog.close()}>${msg('Close')}</button>
        </div>
        <p>${msg('The lab is under the MIT licence. This page includes code and data of these packages:')}</p>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
        <ul>
          ${this.licences?.map(
            ({ name, version, licence, text }) =>
              html`<li>
                <details>
                  <summary><span class="name">${name}</span> ${version} <span class="licence">${licence}</span></summary>
                  <pre>${text || msg(str`The package contains no licence text; it names ${licence}.`)}</pre>
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
