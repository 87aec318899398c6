// One head large, as the video draws it: a grid of dots, with the numbers of the cell under the cursor.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { CellPickEvent, FocusChangeEvent } from '../../../events.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Orientation } from '../../../types/page.ts';
import type { LiveMode } from '../../status/live-region.ts';
import { type Cell, type GridValues, gridExtent, type HeadAttention, strongestKey } from '../head-values.ts';
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
 * One attention head over one prompt. The cursor, a finger or the arrow keys read the cells; a click, Return or the
 * space bar chooses the query.
 *
 * @property reading - the head's scores and weights; nothing is drawn without
 * @property show - which of the two is drawn
 * @property orientation - queries along the top as in the video, or down the left
 * @property token - position of the chosen query; the last one where it is absent or outside the prompt
 * @property name - what the head is called, for the summary and the table
 * @property scoreName - what a score is, where it is told
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-focus - the visitor chooses a query: its position as `token`
 * @fires lab-cell - the visitor chooses a query and a key by their cell
 */
@customElement('lab-attention-grid')
export class AttentionGrid extends LitElement {
  static override styles = [baseStyles, attentionGridStyles];

  @property({ attribute: false }) headAttention?: HeadAttention;
  @property() show: GridValues = 'pattern';
  @property() orientation: Orientation = 'queries-top';
  @property({ type: Number }) token?: number;
  @property() name = 'this head';
  @property() scoreName = 'score, q·k / √D';
  @property() live: LiveMode = 'polite';

  /** The cell under the cursor or reached by the arrow keys. */
  @state() private pointed?: Cell;
  /** Whether the arrow keys reached it: only then is it read aloud. */
  @state() private isKeyboardPointed = false;
  /** Whether they just did: then it is read aloud even while the network learns, once. */
  #movedByKeyboard = false;

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);
  #layout?: GridLayout;
  #layoutKey = '';
  #font = '';
  #paintedInputs: readonly unknown[] = [];

  /** The prompt stays while training goes on, and with it layout and cursor: only another prompt moves them. */
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
        aria-roledescription="attention grid"
        aria-label="${gridSummary(headAttention, this.name, chosen)} Arrow keys read the cells, Return chooses a query."
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
      <p class="explained">${gridExplanation(this.show, this.orientation, drawsDots(layout))} Click a cell to choose its query.</p>
      <lab-data-table
        .data=${() => gridTable(headAttention, this.show, this.orientation, this.name, chosen)}
      ></lab-data-table>
    `;
  }

  /** Paints only what would look different from what is there. */
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

  /** The cell whose numbers are told: the one pointed at, else where the chosen query looks most. */
  #describedCell(headAttention: HeadAttention): Cell {
    const query = this.#chosenQuery(headAttention);
    return this.pointed ?? { query, key: strongestKey(headAttention, query) };
  }

  #readout(headAttention: HeadAttention, described: Cell) {
    const { score, weight } = cellNumbers(headAttention, described);
    const token = (index: number) => html`${headAttention.tokens[index]} <small>(token ${index + 1})</small>`;
    return html`
      <dl aria-live=${this.#movedByKeyboard ? 'polite' : this.isKeyboardPointed ? this.live : 'off'}>
        <div>
          <dt>query</dt>
          <dd class="query">${token(described.query)}</dd>
        </div>
        <div>
          <dt>key</dt>
          <dd class="key">${token(described.key)}</dd>
        </div>
        <div title="How well the key fits the query, by their dot product">
          <dt>${this.scoreName}</dt>
          <dd>${score}</dd>
        </div>
        <div title="The share of the query’s attention that this key gets, after softmax">
          <dt>weight</dt>
          <dd>${weight}</dd>
        </div>
      </dl>
      <p class="sentence">${cellSentence(headAttention, described)}</p>
    `;
  }

  #legend(headAttention: HeadAttention, layout: GridLayout) {
    return html`
      <div class="legend">
        ${drawsDots(layout) ? this.#dotLegend(headAttention, layout) : this.#colourLegend(headAttention)}
        <span><i class="masked"></i>masked: the key comes later (score −∞, weight 0)</span>
      </div>
    `;
  }

  #dotLegend(headAttention: HeadAttention, { cell }: GridLayout) {
    const extent = gridExtent(headAttention, this.show);
    const dot = (value: number, label: string) => {
      const size = `${dotSize(value, extent, Math.min(cell, 28))}px`;
      const kind = this.show === 'pattern' ? 'data' : value < 0 ? 'negative' : 'positive';
      return html`<span><i class="dot ${kind}" style=${styleMap({ width: size, height: size })}></i>${label}</span>`;
    };
    if (this.show === 'pattern')
      return [0.05, 0.25, 1].map((weight) => dot(weight, `${100 * weight}\u202f%`));
    return [
      dot(extent, formatSigned(extent)),
      dot(extent / 4, formatSigned(extent / 4)),
      dot(-extent, formatSigned(-extent)),
    ];
  }

  #colourLegend(headAttention: HeadAttention) {
    const extent = gridExtent(headAttention, this.show);
    const isScore = this.show === 'scores';
    return html`
      <lab-scale-legend
        .scale=${gridScale(this.show, extent, this.#environment.colours(GRID_COLOURS))}
        .from=${isScore ? -extent : 0}
        .to=${extent}
        .low=${isScore ? `score ${formatSigned(-extent)}` : 'weight 0\u202f%'}
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

  /** A finger that is lifted leaves as well; what it pointed at stays to be read. */
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
