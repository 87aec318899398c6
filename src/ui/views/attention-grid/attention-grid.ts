// One head large, as the video draws it: a grid of dots, with the numbers of the cell under the cursor.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { labContext } from '../../controllers/contexts.ts';
import type { Orientation } from '../../controllers/page-state.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { CellChooseEvent, FocusChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import {
  type Cell,
  extentOf,
  type GridValues,
  type HeadReading,
  strongestKey,
} from '../attention/head-values.ts';
import { heardOf } from '../heard.ts';
import '../data-table/data-table.ts';
import { signed } from '../numbers.ts';
import '../scale-legend/scale-legend.ts';
import { Surroundings } from '../surroundings.ts';
import { attentionGridStyles, LABEL_SIZE } from './attention-grid.styles.ts';
import { axisNames, marks, tokenLabels } from './grid-frame.ts';
import { cellAfterKey, cellAt, type GridLayout, layoutGrid } from './grid-layout.ts';
import { dotSize, drawsDots, GRID_COLOURS, gridScale, paintGrid } from './grid-painter.ts';
import { explanationOf, numbersOf, sentenceOf, summaryOf, tableOf } from './grid-words.ts';
import { textWidth } from './label-width.ts';

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
 * @fires lab-focus - the visitor chooses a query: its position as `token`
 * @fires lab-cell - the visitor chooses a query and a key by their cell
 */
@customElement('lab-attention-grid')
export class AttentionGrid extends LitElement {
  static override styles = [baseStyles, attentionGridStyles];

  @property({ attribute: false }) reading?: HeadReading;
  @property() show: GridValues = 'pattern';
  @property() orientation: Orientation = 'queries-top';
  @property({ type: Number }) token?: number;
  @property() name = 'this head';
  @property() scoreName = 'score, q·k / √D';

  /** The cell under the cursor or reached by the arrow keys. */
  @state() private pointed?: Cell;
  /** Whether the arrow keys reached it: only then is it read aloud. */
  @state() private byKeyboard = false;
  /** Whether they just did: then it is read aloud even while the network learns, once. */
  #moved = false;

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #heard = new StoreReader(this, labContext, heardOf);
  readonly #surroundings = new Surroundings(this);
  #layout?: GridLayout;
  #laidOut = '';
  #font = '';
  #painted: readonly unknown[] = [];

  /** The prompt stays while training goes on, and with it layout and cursor: only another prompt moves them. */
  protected override willUpdate(): void {
    const { width, textScale } = this.#surroundings;
    const tokens = this.reading?.tokens ?? [];
    const layoutOf = [width, textScale, this.orientation, ...tokens].join('\u0000');
    if (layoutOf === this.#laidOut) return;
    this.#laidOut = layoutOf;
    this.pointed = undefined;
    this.#font = `600 ${LABEL_SIZE * textScale}px ${getComputedStyle(this).fontFamily}`;
    const labelWidths = tokens.map((token) => textWidth(token, this.#font));
    this.#layout =
      width > 0 && tokens.length > 0
        ? layoutGrid(width, labelWidths, this.orientation, textScale)
        : undefined;
  }

  override render() {
    const { reading } = this;
    const layout = this.#layout;
    if (!layout || !reading) return nothing;
    const told = this.#told(reading);
    const chosen = this.#chosen(reading);
    return html`
      <div
        class="picture"
        style=${styleMap({ height: `${layout.height}px` })}
        tabindex="0"
        role="application"
        aria-roledescription="attention grid"
        aria-label="${summaryOf(reading, this.name, chosen)} Arrow keys read the cells, Return chooses a query."
        @pointermove=${this.#point}
        @pointerdown=${this.#point}
        @pointerleave=${this.#leave}
        @click=${this.#choose}
        @keydown=${this.#press}
        @blur=${this.#forget}
      >
        <canvas aria-hidden="true"></canvas>
        <svg aria-hidden="true">
          ${axisNames(layout)} ${marks(layout, chosen, this.pointed)}
          ${tokenLabels(layout, reading, told, this.#font)}
        </svg>
      </div>
      ${this.#readout(reading, told)} ${this.#legend(reading, layout)}
      <p class="explained">${explanationOf(this.show, this.orientation, drawsDots(layout))} Click a cell to choose its query.</p>
      <lab-data-table
        .data=${() => tableOf(reading, this.show, this.orientation, this.name, chosen)}
      ></lab-data-table>
    `;
  }

  /** Paints only what would look different from what is there. */
  protected override updated(): void {
    this.#moved = false;
    const { reading, show } = this;
    const layout = this.#layout;
    if (!layout || !reading) return;
    const { pixelRatio } = this.#surroundings;
    const colours = this.#surroundings.colours(GRID_COLOURS);
    const query = this.#chosen(reading);
    const inputs = [layout, reading, show, query, pixelRatio, colours];
    if (inputs.every((input, i) => input === this.#painted[i])) return;
    this.#painted = inputs;
    const context = this.#surroundings.crispContext(this.canvas, layout.width, layout.height);
    if (context) paintGrid(context, { layout, reading, show, query }, colours);
  }

  #chosen({ tokens }: HeadReading): number {
    const last = tokens.length - 1;
    return Math.min(this.token ?? last, last);
  }

  /** The cell whose numbers are told: the one pointed at, else where the chosen query looks most. */
  #told(reading: HeadReading): Cell {
    const query = this.#chosen(reading);
    return this.pointed ?? { query, key: strongestKey(reading, query) };
  }

  #readout(reading: HeadReading, told: Cell) {
    const { score, weight } = numbersOf(reading, told);
    const token = (index: number) => html`${reading.tokens[index]} <small>(token ${index + 1})</small>`;
    return html`
      <dl aria-live=${this.#moved ? 'polite' : this.byKeyboard ? this.#heard.value : 'off'}>
        <div>
          <dt>query</dt>
          <dd class="query">${token(told.query)}</dd>
        </div>
        <div>
          <dt>key</dt>
          <dd class="key">${token(told.key)}</dd>
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
      <p class="sentence">${sentenceOf(reading, told)}</p>
    `;
  }

  #legend(reading: HeadReading, layout: GridLayout) {
    return html`
      <div class="legend">
        ${drawsDots(layout) ? this.#dotLegend(reading, layout) : this.#colourLegend(reading)}
        <span><i class="masked"></i>masked: the key comes later (score −∞, weight 0)</span>
      </div>
    `;
  }

  #dotLegend(reading: HeadReading, { cell }: GridLayout) {
    const extent = extentOf(reading, this.show);
    const dot = (value: number, label: string) => {
      const size = `${dotSize(value, extent, Math.min(cell, 28))}px`;
      const kind = this.show === 'pattern' ? 'data' : value < 0 ? 'negative' : 'positive';
      return html`<span><i class="dot ${kind}" style=${styleMap({ width: size, height: size })}></i>${label}</span>`;
    };
    if (this.show === 'pattern')
      return [0.05, 0.25, 1].map((weight) => dot(weight, `${100 * weight}\u202f%`));
    return [dot(extent, signed(extent)), dot(extent / 4, signed(extent / 4)), dot(-extent, signed(-extent))];
  }

  #colourLegend(reading: HeadReading) {
    const extent = extentOf(reading, this.show);
    const isScore = this.show === 'scores';
    return html`
      <lab-scale-legend
        .scale=${gridScale(this.show, extent, this.#surroundings.colours(GRID_COLOURS))}
        .from=${isScore ? -extent : 0}
        .to=${extent}
        .low=${isScore ? `score ${signed(-extent)}` : 'weight 0\u202f%'}
        .high=${isScore ? signed(extent) : '100\u202f%'}
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
    this.byKeyboard = false;
  };

  /** A finger that is lifted leaves as well; what it pointed at stays to be read. */
  readonly #leave = (event: PointerEvent) => {
    if (event.pointerType !== 'touch') this.#forget();
  };

  readonly #forget = () => {
    this.pointed = undefined;
  };

  readonly #choose = (event: MouseEvent) => {
    const cell = this.#cellUnder(event);
    if (cell) this.#take(cell);
  };

  #take({ query, key }: Cell): void {
    this.dispatchEvent(new FocusChangeEvent({ token: query }));
    this.dispatchEvent(new CellChooseEvent(query, key));
  }

  readonly #press = (event: KeyboardEvent) => {
    if (!this.#layout || !this.reading) return;
    const told = this.#told(this.reading);
    const next = cellAfterKey(this.#layout, told, event.key);
    if (next) {
      this.pointed = next;
      this.byKeyboard = true;
      this.#moved = true;
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#take(told);
    } else if (event.key === 'Escape') {
      this.#forget();
    } else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-grid': AttentionGrid;
  }
}
