// Saved runs whose records are damaged.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { QuarantinedRun } from '../../../../workers/rpc/api/lab-api.ts';
import { QuarantineEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import { quarantineListStyles } from './quarantine-list.styles.ts';

/**
 * @summary Lists damaged records of saved runs, and recovers, exports or deletes them.
 *
 * @property runs - The runs; nothing is shown without one.
 * @fires lab-quarantine - A run is recovered (`recover`), exported (`export`) or deleted for good (`delete`).
 */
@customElement('lab-quarantine-list')
export class QuarantineList extends LitElement {
  static override styles = [baseStyles, panelStyles, quarantineListStyles];

  @property({ attribute: false }) runs: readonly QuarantinedRun[] = [];

  /** Id of the run whose deletion awaits confirmation. */
  @state() private deletingId?: string;

  protected override render() {
    if (this.runs.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">${msg('Damaged records')}</h2>
      <p>${msg(html`These runs cannot be listed, because their records are damaged. Other runs are unaffected. <em>Recover</em> rebuilds a record from the run’s file.`)}</p>
      <ul>${this.runs.map((run) => this.#item(run))}</ul>
    </section>`;
  }

  #item(run: QuarantinedRun): TemplateResult {
    return html`<li>
      <span class="id">${run.id}${run.hasFile ? nothing : html` <small>${msg('· without a file')}</small>`}</span>
      <span class="buttons">${this.deletingId === run.id ? this.#confirmation(run) : this.#actions(run)}</span>
    </li>`;
  }

  #actions(run: QuarantinedRun): TemplateResult {
    return html`
      <button ?disabled=${!run.hasFile} @click=${() => this.#emit('recover', run)}>${msg('Recover')}</button>
      <button @click=${() => this.#emit('export', run)}>${msg('Export')}</button>
      <button @click=${() => this.#confirm(run.id)}>${msg('Delete …')}</button>
    `;
  }

  #confirmation(run: QuarantinedRun): TemplateResult {
    return html`
      <span role="status">${run.hasFile ? msg('Its weights will be lost.') : msg('The record will be lost.')}</span>
      <button class="primary" @click=${() => this.#emit('delete', run)}>${msg('Delete permanently')}</button>
      <button id="keep" @click=${() => this.#confirm(undefined)}>${msg('Keep')}</button>
    `;
  }

  async #confirm(id: string | undefined): Promise<void> {
    this.deletingId = id;
    await this.updateComplete;
    // The clicked button is gone.
    this.renderRoot.querySelector<HTMLElement>('#keep')?.focus();
  }

  #emit(action: QuarantineEvent['action'], run: QuarantinedRun): void {
    this.deletingId = undefined;
    this.dispatchEvent(new QuarantineEvent(action, run));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-quarantine-list': QuarantineList;
  }
}
