// The numbers of a picture as a table, for whoever would rather read than look.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { TableData } from '../../../types/table.ts';
import { dataTableStyles } from './data-table.styles.ts';

/**
 * A table that opens under a picture. Its rows are only made while it is open.
 *
 * @property data - makes the table
 * @property whole - makes all of it, where the table shows a part
 * @property label - what opens it
 */
@customElement('lab-data-table')
export class DataTable extends LitElement {
  static override styles = [baseStyles, dataTableStyles];

  @property({ attribute: false }) data?: () => TableData;
  /** All of it, for a file, where the table shows a part. */
  @property({ attribute: false }) fullData?: () => TableData;
  @property() label = 'Show these numbers as a table';

  @state() private open = false;

  /** What goes into a file; nothing while there is no data. */
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
      <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
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
