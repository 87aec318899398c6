// Lines over training steps, drawn by uPlot in the theme's colours.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseStyles } from '../../styles/base.styles.ts';
import '../data-table/data-table.ts';
import type { TableData } from '../data-table/data-table.ts';
import { whole } from '../numbers.ts';
import { Surroundings } from '../surroundings.ts';
import { alignLines, type ChartLine, LINE_COLOURS, valueAt } from './chart-data.ts';
import { chartOptions, furtherHeight } from './chart-options.ts';
import { lineChartStyles } from './line-chart.styles.ts';

const COLOURS = { ...LINE_COLOURS, text: '--muted', grid: '--line', surface: '--surface' } as const;

/** As many rows as somebody would read. */
const TABLE_ROWS = 40;

/**
 * A chart with a legend that reads the values under the cursor, a summary in words and a table.
 *
 * @property lines - what to draw, the first at the back
 * @property steps - where the x axis ends
 * @property unit - what is counted along it
 * @property highest - where the y axis ends; left out, it follows the lines
 * @property format - how a y value is written
 * @property summary - the picture in a sentence
 * @property height - of the plot, in pixels
 * @csspart plot - the plot itself
 */
@customElement('lab-line-chart')
export class LineChart extends LitElement {
  static override styles = [baseStyles, unsafeCSS(uPlotStyles), lineChartStyles];

  @property({ attribute: false }) lines: readonly ChartLine[] = [];
  @property({ type: Number }) steps = 1;
  @property() unit = 'step';
  @property({ type: Number }) highest?: number;
  @property({ attribute: false }) format: (value: number) => string = String;
  @property() summary = '';
  @property({ type: Number }) height = 230;

  /** The step under the cursor. */
  @state() private cursor?: number;

  @query('.plot') private place!: HTMLElement;

  readonly #surroundings = new Surroundings(this);
  #plot?: uPlot;
  /** What the plot was made for; another look needs another plot. */
  #look?: string;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  protected override render() {
    return html`
      <div class="legend">${this.lines.map((line) => this.#legendEntry(line))}${
        this.cursor === undefined
          ? nothing
          : html`<span class="at">at ${this.unit} ${whole(this.cursor)}</span>`
      }</div>
      <div class="plot" part="plot" role="img" aria-label=${this.summary} style="height: ${this.height + furtherHeight(this.#surroundings.textScale)}px"></div>
      <lab-data-table .data=${this.#table} .whole=${this.#whole} label="Show this chart as a table"></lab-data-table>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { width, textScale } = this.#surroundings;
    if (width === 0) return;
    const colours = this.#surroundings.colours(COLOURS);
    const look = JSON.stringify([
      colours,
      textScale,
      this.steps,
      this.highest,
      this.lines.map(({ name, colour, style }) => [name, colour, style]),
    ]);
    const data = alignLines(this.lines);
    if (this.#plot && look === this.#look) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: this.#plot.height });
      this.#plot.setData(data);
      return;
    }
    this.#forget();
    this.#look = look;
    this.#plot = new uPlot(chartOptions(this, colours, { width, textScale }, this.#moved), data, this.place);
  }

  #legendEntry(line: ChartLine): TemplateResult {
    const value = valueAt(line, this.cursor);
    return html`<span class="entry ${line.colour} ${line.style}">
      <i></i>${line.name} <b>${value === undefined ? '–' : this.format(value)}</b>
    </span>`;
  }

  #forget(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  readonly #moved = (step: number | undefined): void => {
    this.cursor = step;
  };

  /** Every point, with all its digits. */
  readonly #whole = (): TableData => ({
    caption: this.summary,
    columns: [this.unit, ...this.lines.map(({ name }) => name)],
    rows: Array.from(alignLines(this.lines)[0], (x) => ({
      name: String(x),
      cells: this.lines.map((line) => String(valueAt(line, x) ?? '')),
    })),
  });

  readonly #table = (): TableData => {
    const xs = alignLines(this.lines)[0];
    const every = Math.max(1, Math.ceil(xs.length / TABLE_ROWS));
    const shown = Array.from(xs).filter((_, i) => i % every === 0 || i === xs.length - 1);
    return {
      caption: this.summary,
      columns: [this.unit, ...this.lines.map(({ name }) => name)],
      rows: shown.map((x) => ({
        name: whole(x),
        cells: this.lines.map((line) => {
          const value = valueAt(line, x);
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
