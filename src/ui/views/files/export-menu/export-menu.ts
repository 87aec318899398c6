// Exports images, tables and curves of the current view, and the model.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ExportEvent, type ExportRequest } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { TableData } from '../../../types/table.ts';
import { exportMenuStyles } from './export-menu.styles.ts';
import { findTables } from './find-tables.ts';

/**
 * @summary A list of exports, with the tables that the view has when the list appears.
 *
 * @property target - Returns the element whose contents are exported.
 * @property savable - Whether there is a model to save.
 * @fires lab-export - An export is requested; the event names content and format.
 */
@customElement('lab-export-menu')
export class ExportMenu extends LitElement {
  static override styles = [baseStyles, exportMenuStyles];

  @property({ attribute: false }) target?: () => Element | null;
  @property({ type: Boolean }) savable = false;

  #tables: readonly TableData[] = [];

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    const target = this.target?.();
    this.#tables = target ? findTables(target) : [];
  }

  protected override render() {
    return html`<div role="group" aria-label=${msg('Export menu')}>
        <h2>${msg('This view')}</h2>
        ${this.#item(msg('Image'), 'PNG', { kind: 'image', type: 'png' })}
        ${this.#item(msg('Vector image'), 'SVG', { kind: 'image', type: 'svg' })}
        ${this.#tables.length > 0 ? html`<h2>${msg('Tables and curves')}</h2>` : nothing}
        ${this.#tables.map((table) => this.#item(table.caption, 'CSV', { kind: 'table', table }))}
        <h2>${msg('Model')}</h2>
        ${
          this.savable
            ? html`
              ${this.#item(msg('Weights, with settings, data and history'), 'safetensors', { kind: 'model', optimizer: false })}
              ${this.#item(msg('With optimizer state, to resume training exactly'), 'safetensors', { kind: 'model', optimizer: true })}
              ${this.#item(msg('For Python’s Transformers, with tokenizer'), 'zip', { kind: 'transformers' })}`
            : html`<p>${msg('No trained or edited model to export.')}</p>`
        }
        <p>${msg('Notes are exported below the video. Exports are saved on this device; nothing is uploaded.')}</p>
      </div>`;
  }

  #item(label: string, kind: string, exported: ExportRequest): TemplateResult {
    return html`<button
      @click=${() => this.dispatchEvent(new ExportEvent(exported))}
    >
      <span class="caption">${label}</span> <span class="kind">${kind}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-export-menu': ExportMenu;
  }
}
