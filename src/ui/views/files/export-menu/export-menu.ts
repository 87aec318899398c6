// One place to take things away from: a picture of the view, its tables and curves, and the model.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ExportEvent, type ExportRequest } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { saveIcon } from '../../../styles/icons.ts';
import type { TableData } from '../../../types/table.ts';
import { exportMenuStyles } from './export-menu.styles.ts';
import { findTables } from './find-tables.ts';

/**
 * A button and its menu, which looks for tables when it is opened.
 *
 * @property shown - the element whose contents can be taken away
 * @property savable - whether there is a model that can be saved
 * @fires lab-export - what is wanted, and as what
 */
@customElement('lab-export-menu')
export class ExportMenu extends LitElement {
  static override styles = [baseStyles, exportMenuStyles];

  @property({ attribute: false }) target?: () => Element | null;
  @property({ type: Boolean }) savable = false;

  @state() private tables: readonly TableData[] = [];

  @query('[popover]') private menu!: HTMLElement;

  protected override render() {
    return html`<button class="plain open" popovertarget="export" title="Take pictures, tables and the model away as files">
        ${saveIcon}<span>Export</span>
      </button>
      <div id="export" popover @toggle=${this.#toggled}>
        <h2>This view</h2>
        ${this.#item('A picture', 'PNG', { kind: 'image', type: 'png' })}
        ${this.#item('A picture that can be enlarged', 'SVG', { kind: 'image', type: 'svg' })}
        ${this.tables.length > 0 ? html`<h2>Its tables and curves</h2>` : nothing}
        ${this.tables.map((table) => this.#item(table.caption, 'CSV', { kind: 'table', table }))}
        <h2>The model</h2>
        ${
          this.savable
            ? html`
              ${this.#item('Weights, with settings, data and history', 'safetensors', { kind: 'model', optimizer: false })}
              ${this.#item('The same and the optimiser’s memory, to go on exactly', 'safetensors', { kind: 'model', optimizer: true })}
              ${this.#item('Its sizes, for Python’s transformers', 'config.json', { kind: 'config' })}`
            : html`<p>There is no model here that was made or changed.</p>`
        }
        <p>Notes go out from beneath the video. Files stay on this device; none is sent anywhere.</p>
      </div>`;
  }

  #item(label: string, kind: string, exported: ExportRequest): TemplateResult {
    return html`<button
      @click=${() => {
        this.menu.hidePopover();
        this.dispatchEvent(new ExportEvent(exported));
      }}
    >
      <span class="caption">${label}</span><span class="kind">${kind}</span>
    </button>`;
  }

  readonly #toggled = (event: Event) => {
    const shown = (event as ToggleEvent).newState === 'open' ? this.target?.() : undefined;
    this.tables = shown ? findTables(shown) : [];
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-export-menu': ExportMenu;
  }
}
