// The numbers of a chart as a table.

import { msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { TableData } from '../../../types/table.ts';
import { dataTableStyles } from './data-table.styles.ts';

/**
 * @summary A collapsed table below a chart; its rows are rendered only while it is open.
 *
 * @property data - Returns the displayed table.
 * @property fullData - Returns the table for export, if the displayed one is abridged.
 * @property label - Label of the disclosure button.
 * @csspart table - The open table.
 */
@customElement('lab-data-table')
export class DataTable extends LitElement {
  static override styles = [baseStyles, dataTableStyles];

  @property({ attribute: false }) data?: () => TableData;
  @property({ attribute: false }) fullData?: () => TableData;
  @property() label = msg('Show these numbers as a table');

  @state() private open = false;

  /** The table for export; undefined without data. */
  get exportedData(): TableData | undefined {
    return (this.fullData ?? this.data)?.();
  }

  override render() {
    return html`
      <details @toggle=${this.#toggle}>
        <summary>${this.label}</summary>
        ${this.open && this.data ? this.#table(this.data()) : nothing}
      </details>
    `;
  }

  #table({ caption, columns, rows }: TableData) {
    return html`
      <div class="scroll" part="table" tabindex="0" role="region" aria-label=${caption}>
        <table>
          <caption>${caption}</caption>
          <thead>
            <tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ name, cells }) => html`
                <tr>
                  <th scope="row">${name}</th>
                  ${cells.map((cell) => html`<td>${cell}</td>`)}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  readonly #toggle = (event: Event) => {
    this.open = (event.target as HTMLDetailsElement).open;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-data-table': DataTable;
  }
}
