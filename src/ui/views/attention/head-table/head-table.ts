// All heads of a model with their scores, as a table to sort by any of them.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Focus } from '../../../types/page.ts';
import { type Column, headColumns, sortedHeads } from './head-columns.ts';
import { headTableStyles } from './head-table.styles.ts';

/**
 * @summary Lists all heads with their scores, each beside what chance gives; a head of a column sorts by it.
 *
 * @property table - Result of the lens `head-table`.
 * @property chosen - The selected head.
 * @fires lab-focus - A head is selected.
 * @cssproperty [--positive=#58c4dd] - Bars.
 * @cssproperty [--highlight=var(--query)] - The selected head.
 */
@customElement('lab-head-table')
export class HeadTable extends LitElement {
  static override styles = [baseStyles, headTableStyles];

  @property({ attribute: false }) table?: LensResult<'head-table'>;
  @property({ attribute: false }) chosen: Pick<Focus, 'layer' | 'head'> = { layer: 0, head: 0 };

  /** Key of the column that rows are sorted by. */
  @state() private by = 'head';
  @state() private isDescending = false;

  protected override render() {
    const { table } = this;
    if (!table) return nothing;
    const columns = headColumns(table);
    const column = columns.find(({ key }) => key === this.by) ?? columns[0];
    const heads = sortedHeads(table.heads, column, this.isDescending);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Scores of all heads')}>
        <table>
          <caption class="visually-hidden">${msg('Scores of all heads; the buttons in the first row sort by a column.')}</caption>
          <thead><tr>${columns.map((each) => this.#header(each))}</tr></thead>
          <tbody>${heads.map((head) => this.#row(columns, head))}</tbody>
          <tfoot>
            ${footer(msg('uniform attention'), columns, ({ chance }) => chance)}
            ${footer(msg(str`best of ${table.heads.length} by chance`), columns, ({ bestByChance }) => bestByChance)}
          </tfoot>
        </table>
      </div>
    `;
  }

  #header({ key, label, meaning }: Column) {
    const isSorted = key === this.by;
    const direction = this.isDescending ? 'descending' : 'ascending';
    return html`<th scope="col" class=${key} aria-sort=${isSorted ? direction : 'none'}>
      <button type="button" class="plain" title=${meaning} aria-description=${meaning} @click=${() => this.#sort(key)}>
        ${label}<i aria-hidden="true">${isSorted ? (this.isDescending ? '▾' : '▴') : ''}</i>
      </button>
    </th>`;
  }

  #row(columns: readonly Column[], head: LensResult<'head-table'>['heads'][number]): TemplateResult {
    const { layer, head: index } = head;
    const isChosen = layer === this.chosen.layer && index === this.chosen.head;
    const choose = () => this.dispatchEvent(new FocusChangeEvent({ layer, head: index }));
    return html`<tr class=${isChosen ? 'chosen' : ''}>
      ${columns.map(({ key, cell }) => {
        const { text, share, by, detail, isChance } = cell(head);
        if (key === 'head')
          return html`<th scope="row"><button type="button" aria-current=${isChosen ? 'true' : 'false'} aria-label=${msg(str`Open head ${text}`)} @click=${choose}>${text}</button></th>`;
        return html`<td class="${key} ${isChance ? 'chance' : ''}" title=${detail ?? ''}>
          ${text}${detail ? html` <span class=${key === 'ablation' ? '' : 'visually-hidden'}>${detail}</span>` : nothing}
          ${share === undefined ? nothing : meter(share, by)}
        </td>`;
      })}
    </tr>`;
  }

  /** Numbers from the largest, heads from the first. */
  #sort(key: string): void {
    this.isDescending = key === this.by ? !this.isDescending : key !== 'head' && key !== 'nearest';
    this.by = key;
  }
}

/** A bar from 0 to 1 with a tick at what chance or position gives. */
function meter(share: number, by: number | undefined) {
  const percent = (value: number) => `${100 * Math.min(1, Math.max(0, value))}%`;
  return html`<span class="meter" aria-hidden="true"
    ><b class=${share < 0 ? 'negative' : ''} style=${styleMap({ width: percent(Math.abs(share)) })}></b
    >${by === undefined ? nothing : html`<u style=${styleMap({ 'inset-inline-start': percent(by) })}></u>`}</span
  >`;
}

function footer(label: string, columns: readonly Column[], value: (column: Column) => string | undefined) {
  return html`<tr>
    <th scope="row" colspan="2">${label}</th>
    ${columns.slice(2).map((column) => html`<td>${value(column) ?? ''}</td>`)}
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-table': HeadTable;
  }
}
