// A line chart over training steps, drawn by uPlot in theme colours.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../data-table/data-table.ts';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { formatInteger } from '../../../format/numbers.ts';
import type { TableData } from '../../../types/table.ts';
import { alignLines, type ChartLine, exactRows, LINE_COLOURS, lineValueAt } from './chart-data.ts';
import { chartOptions, extraHeight } from './chart-options.ts';
import { lineChartStyles } from './line-chart.styles.ts';

const COLOURS = { ...LINE_COLOURS, text: '--muted', grid: '--line', surface: '--surface' } as const;

/** Longer series are thinned in the displayed table. */
const MAX_TABLE_ROWS = 40;

/**
 * @summary A line chart with a legend of the values under the cursor, and a table.
 *   The canvas reads its custom properties at the document root.
 *
 * @property lines - Lines from back to front.
 * @property steps - End of the x axis.
 * @property unit - Unit of the x axis.
 * @property yMin - Start of the y axis, 0 by default.
 * @property yMax - End of the y axis; by default it follows the lines.
 * @property format - Formats a y value.
 * @property summary - Accessible name of the plot and caption of the table.
 * @property height - Height of the plot, in CSS pixels.
 * @csspart plot - The plot.
 * @cssproperty [--positive=#58c4dd] - Blue lines.
 * @cssproperty [--key=#5cd0b3] - Teal lines.
 * @cssproperty [--query=#ffd866] - Yellow lines.
 * @cssproperty [--value=#fc7a6b] - Red lines.
 * @cssproperty [--faint=#8690a6] - Grey lines.
 */
@customElement('lab-line-chart')
export class LineChart extends LitElement {
  static override styles = [baseStyles, unsafeCSS(uPlotStyles), lineChartStyles];

  @property({ attribute: false }) lines: readonly ChartLine[] = [];
  @property({ type: Number }) steps = 1;
  @property() unit = msg('step');
  @property({ type: Number }) yMin = 0;
  @property({ type: Number }) yMax?: number;
  @property({ attribute: false }) format: (value: number) => string = String;
  @property() summary = '';
  @property({ type: Number }) height = 230;

  /** Step under the cursor. */
  @state() private cursor?: number;

  @query('.plot') private plotElement!: HTMLElement;

  readonly #environment = new CanvasEnvironment(this);
  #plot?: uPlot;
  /** Serialized options of the plot; if they change, the plot is recreated. */
  #optionsKey?: string;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#destroyPlot();
  }

  protected override render() {
    return html`
      <div class="legend">${this.#namedLines.map((line) => this.#legendEntry(line))}${
        this.cursor === undefined
          ? nothing
          : html`<span class="at">${msg(str`at ${this.unit} ${formatInteger(this.cursor)}`)}</span>`
      }</div>
      <div class="plot" part="plot" role="img" aria-label=${this.summary} style="height: ${this.height + extraHeight(this.#environment.textScale)}px"></div>
      <lab-data-table .data=${this.#table} .fullData=${this.#fullTable} label=${msg('Show this chart as a table')}></lab-data-table>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { width, textScale } = this.#environment;
    if (width === 0) return;
    const colours = this.#environment.colours(COLOURS);
    const optionsKey = JSON.stringify([
      colours,
      textScale,
      this.steps,
      this.yMin,
      this.yMax,
      this.lines.map(({ name, colour, style }) => [name, colour, style]),
    ]);
    const data = alignLines(this.lines);
    if (this.#plot && optionsKey === this.#optionsKey) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: this.#plot.height });
      this.#plot.setData(data);
      return;
    }
    this.#destroyPlot();
    this.#optionsKey = optionsKey;
    this.#plot = new uPlot(
      chartOptions(this, colours, { width, textScale }, this.#onCursorMove),
      data,
      this.plotElement,
    );
  }

  #legendEntry(line: ChartLine): TemplateResult {
    const value = lineValueAt(line, this.cursor);
    return html`<span class="entry ${line.colour} ${line.style}">
      <i></i>${line.name} <b>${value === undefined ? '–' : this.format(value)}</b>
    </span>`;
  }

  get #namedLines(): readonly ChartLine[] {
    return this.lines.filter(({ style }) => style !== 'mark');
  }

  #destroyPlot(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  readonly #onCursorMove = (step: number | undefined): void => {
    this.cursor = step;
  };

  readonly #fullTable = (): TableData => ({
    caption: this.summary,
    columns: [this.unit, ...this.#namedLines.map(({ name }) => name)],
    rows: exactRows(this.#namedLines),
  });

  readonly #table = (): TableData => {
    const xs = alignLines(this.#namedLines)[0];
    const every = Math.max(1, Math.ceil(xs.length / MAX_TABLE_ROWS));
    const shown = Array.from(xs).filter((_, i) => i % every === 0 || i === xs.length - 1);
    return {
      caption: this.summary,
      columns: [this.unit, ...this.#namedLines.map(({ name }) => name)],
      rows: shown.map((x) => ({
        name: formatInteger(x),
        cells: this.#namedLines.map((line) => {
          const value = lineValueAt(line, x);
          return value === undefined ? '–' : this.format(value);
        }),
      })),
    };
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-line-chart': LineChart;
  }
}
