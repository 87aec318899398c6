// One attention head as a grid of dots, as in the video, with the numbers of the cell under the cursor.
import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { CellPickEvent, FocusChangeEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Orientation } from '../../../types/page.ts';
import type { LiveMode } from '../../status/live-region.ts';
import {
  type Cell,
  type GridValues,
  gridExtent,
  type HeadAttention,
  isMasked,
  strongestKey,
  valueAt,
} from '../head-values.ts';
import '../../charts/data-table/data-table.ts';
import { formatSigned } from '../../../format/numbers.ts';
import '../../charts/scale-legend/scale-legend.ts';
import { CanvasEnvironment } from '../../canvas/canvas-environment.ts';
import { attentionGridStyles, LABEL_SIZE } from './attention-grid.styles.ts';
import { axisNames, marks, tokenLabels } from './grid-frame.ts';
import { cellAfterKey, cellAt, type GridLayout, layoutGrid } from './grid-layout.ts';
import { dotSize, drawsDots, GRID_COLOURS, gridScale, paintGrid } from './grid-painter.ts';
import { cellNumbers, cellSentence, gridExplanation, gridSummary, gridTable } from './grid-text.ts';
import { textWidth } from './text-width.ts';

/**
 * @summary Draws the scores or the pattern of one attention head. Pointer and arrow keys read cells; a click, Enter or Space
 *   selects the query.
 *   The canvas reads its custom properties at the document root.
 *
 * @property headAttention - Scores and pattern of the head; nothing is drawn without them.
 * @property show - Draws the `scores` or the `pattern`.
 * @property orientation - Queries along the top, as in the video, or down the left.
 * @property token - Position of the selected query; the last token if absent or outside the prompt.
 * @property name - Name of the head in summary and table.
 * @property scoreName - Label of the score below the grid.
 * @property live - `aria-live` of the cell's numbers: `off` while the network trains.
 * @fires lab-focus - A query is selected; `token` is its position.
 * @fires lab-cell - A cell is selected.
 * @cssproperty [--query=#ffd866] - Labels of queries.
 * @cssproperty [--key=#5cd0b3] - Labels of keys.
 * @cssproperty [--head-first=#8f8bff] - Weights, as on the network map.
 * @cssproperty [--positive=#58c4dd] - Positive scores.
 * @cssproperty [--negative=#fc6f62] - Negative scores.
 * @cssproperty [--masked=#1d222c] - Hatching of masked cells.
 */
@customElement('lab-attention-grid')
export class AttentionGrid extends LitElement {
  static override styles = [baseStyles, attentionGridStyles];

  @property({ attribute: false }) headAttention?: HeadAttention;
  @property() show: GridValues = 'pattern';
  @property() orientation: Orientation = 'queries-top';
  @property({ type: Number }) token?: number;
  @property() name = msg('this head');
  @property() scoreName = msg('score, q·k / √D');
  @property() live: LiveMode = 'polite';

  /** The cell under the cursor, or reached by arrow keys. */
  @state() private pointed?: Cell;
  /** Whether arrow keys reached it: screen readers announce it only then. */
  @state() private isKeyboardPointed = false;
  /** Whether an arrow key caused this update: the cell is then announced even if `live` is `off`. */
  #movedByKeyboard = false;

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);
  #layout?: GridLayout;
  #layoutKey = '';
  #font = '';
  #paintedInputs: readonly unknown[] = [];

  /** Layout and cursor are kept while the prompt is unchanged, so training steps do not move them. */
  protected override willUpdate(): void {
    const { width, textScale } = this.#environment;
    const tokens = this.headAttention?.tokens ?? [];
    const layoutKey = [width, textScale, this.orientation, ...tokens].join('\u0000');
    if (layoutKey === this.#layoutKey) return;
    this.#layoutKey = layoutKey;
    this.pointed = undefined;
    this.#font = `600 ${LABEL_SIZE * textScale}px ${getComputedStyle(this).fontFamily}`;
    const labelWidths = tokens.map((token) => textWidth(token, this.#font));
    this.#layout =
      width > 0 && tokens.length > 0
        ? layoutGrid(width, labelWidths, this.orientation, textScale)
        : undefined;
  }

  override render() {
    const { headAttention } = this;
    const layout = this.#layout;
    if (!layout || !headAttention) return nothing;
    const described = this.#describedCell(headAttention);
    const chosen = this.#chosenQuery(headAttention);
    return html`
      <div
        class="picture"
        style=${styleMap({ height: `${layout.height}px` })}
        tabindex="0"
        role="application"
        aria-roledescription=${msg('attention grid')}
        aria-label=${msg(str`${gridSummary(headAttention, this.name, chosen)} Arrow keys move between cells, Enter selects a query.`)}
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @click=${this.#choose}
        @keydown=${this.#press}
        @blur=${this.#clearPointed}
      >
        <canvas aria-hidden="true"></canvas>
        <svg aria-hidden="true">
          ${axisNames(layout)} ${marks(layout, chosen, this.pointed)}
          ${tokenLabels(layout, headAttention, described, this.#font)}
        </svg>
      </div>
      ${this.#readout(headAttention, described)} ${this.#legend(headAttention, layout)}
      <p class="explained">${msg(str`${gridExplanation(this.show, this.orientation, drawsDots(layout))} Click a cell to select its query.`)}</p>
      <lab-data-table
        .data=${() => gridTable(headAttention, this.show, this.orientation, this.name, chosen)}
      ></lab-data-table>
    `;
  }

  /** Skips painting if no input of the picture has changed. */
  protected override updated(): void {
    this.#movedByKeyboard = false;
    const { headAttention, show } = this;
    const layout = this.#layout;
    if (!layout || !headAttention) return;
    const { pixelRatio } = this.#environment;
    const colours = this.#environment.colours(GRID_COLOURS);
    const query = this.#chosenQuery(headAttention);
    const inputs = [layout, headAttention, show, query, pixelRatio, colours];
    if (inputs.every((input, i) => input === this.#paintedInputs[i])) return;
    this.#paintedInputs = inputs;
    const context = this.#environment.hiDpiContext(this.canvas, layout.width, layout.height);
    if (context) paintGrid(context, { layout, headAttention, show, query }, colours);
  }

  #chosenQuery({ tokens }: HeadAttention): number {
    const last = tokens.length - 1;
    return Math.min(this.token ?? last, last);
  }

  /** The cell whose numbers are shown: the pointed one, else the strongest key of the selected query. */
  #describedCell(headAttention: HeadAttention): Cell {
    const query = this.#chosenQuery(headAttention);
    return this.pointed ?? { query, key: strongestKey(headAttention, query) };
  }

  #readout(headAttention: HeadAttention, described: Cell) {
    const { score, weight } = cellNumbers(headAttention, described);
    const token = (index: number) =>
      html`${headAttention.tokens[index]} <small>${msg(str`(token ${index + 1})`)}</small>`;
    return html`
      <dl aria-live=${this.#movedByKeyboard ? 'polite' : this.isKeyboardPointed ? this.live : 'off'}>
        <div>
          <dt>${msg('query')}</dt>
          <dd class="query">${token(described.query)}</dd>
        </div>
        <div>
          <dt>${msg('key')}</dt>
          <dd class="key">${token(described.key)}</dd>
        </div>
        <div title=${msg('Dot product of query and key, before softmax')}>
          <dt>${this.scoreName}</dt>
          <dd>${score}</dd>
        </div>
        <div title=${msg('Attention weight of this key, after softmax')}>
          <dt>${msg('weight')}</dt>
          <dd>${weight}</dd>
        </div>
      </dl>
      <p class="sentence">${cellSentence(headAttention, described)}</p>
    `;
  }

  #legend(headAttention: HeadAttention, layout: GridLayout) {
    return html`
      <div class="legend">
        ${drawsDots(layout) ? this.#dotLegend(layout) : this.#colourLegend(headAttention)}
        ${this.#hasMasked(headAttention) ? html`<span>${msg(html`<i class="masked"></i>masked: the key comes after the query (score −∞, weight 0)`)}</span>` : nothing}
      </div>
    `;
  }

  #hasMasked(headAttention: HeadAttention): boolean {
    const last = headAttention.tokens.length - 1;
    const cell = { query: 0, key: last };
    return last > 0 && isMasked(this.show, valueAt(headAttention, this.show, cell), cell);
  }

  #dotLegend({ cell }: GridLayout) {
    const dot = (kind: string, share: number, label: string) => {
      const size = `${dotSize(share, Math.min(cell, 28))}px`;
      return html`<span><i class="dot ${kind}" style=${styleMap({ width: size, height: size })}></i>${label}</span>`;
    };
    if (this.show === 'pattern')
      return [0.05, 0.25, 1].map((weight) => dot('weight', weight, `${100 * weight}\u202f%`));
    return [dot('positive', 0.5, msg('positive')), dot('negative', 0.5, msg('negative'))];
  }

  #colourLegend(headAttention: HeadAttention) {
    const extent = gridExtent(headAttention, this.show);
    const isScore = this.show === 'scores';
    return html`
      <lab-scale-legend
        .scale=${gridScale(this.show, extent, this.#environment.colours(GRID_COLOURS))}
        .from=${isScore ? -extent : 0}
        .to=${extent}
        .low=${isScore ? msg(str`score ${formatSigned(-extent)}`) : msg('weight 0\u202f%')}
        .high=${isScore ? formatSigned(extent) : '100\u202f%'}
      ></lab-scale-legend>
    `;
  }

  #cellUnder(event: MouseEvent): Cell | undefined {
    const { left, top } = this.canvas.getBoundingClientRect();
    return this.#layout && cellAt(this.#layout, event.clientX - left, event.clientY - top);
  }

  readonly #point = (event: PointerEvent) => {
    const cell = this.#cellUnder(event);
    if (cell?.query === this.pointed?.query && cell?.key === this.pointed?.key) return;
    this.pointed = cell;
    this.isKeyboardPointed = false;
  };

  /** Lifting a finger fires `pointerleave` as well; the cell remains readable then. */
  readonly #leave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') this.#clearPointed();
  };

  readonly #clearPointed = () => {
    this.pointed = undefined;
  };

  readonly #choose = (event: MouseEvent) => {
    const cell = this.#cellUnder(event);
    if (cell) this.#select(cell);
  };

  #select({ query, key }: Cell): void {
    this.dispatchEvent(new FocusChangeEvent({ token: query }));
    this.dispatchEvent(new CellPickEvent(query, key));
  }

  readonly #press = (event: KeyboardEvent) => {
    if (!this.#layout || !this.headAttention) return;
    const described = this.#describedCell(this.headAttention);
    const next = cellAfterKey(this.#layout, described, event.key);
    if (next) {
      this.pointed = next;
      this.isKeyboardPointed = true;
      this.#movedByKeyboard = true;
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#select(described);
    } else if (event.key === 'Escape') {
      this.#clearPointed();
    } else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-grid': AttentionGrid;
  }
}
