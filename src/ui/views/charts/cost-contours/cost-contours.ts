// A contour map of the cost over a plane of weights, with optimization paths.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type SVGTemplateResult, svg } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { parseRgb, sequentialScale } from '../../../canvas/colour-scale.ts';
import { MapPointEvent } from '../../../events/index.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { bandIndex, type CostGrid, costAt, costRange } from './cost-grid.ts';

/** Canvas pixels per side. */
const SIDE = 360;
const BANDS = 18;
const COLOURS = { low: '--scale-zero', high: '--positive' } as const;

export interface CostPath {
  readonly name: string;
  readonly colour: 'query' | 'key' | 'value';
  /** From the start to the current point. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface CostArrow {
  readonly name: string;
  readonly colour: 'positive' | 'negative' | 'query';
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/**
 * @summary Draws the cost on a grid as coloured bands, with paths and arrows on it.
 *   The canvas reads its custom properties at the document root.
 *
 * @property grid - Costs on a grid; nothing is drawn without one.
 * @property paths - Optimization paths; the last point of each is the current one.
 * @property arrows - Arrows, such as gradients.
 * @property xName, yName - Names of the axes.
 * @property label - Accessible name of the map.
 * @property pickable - Whether a point can be selected.
 * @fires lab-map-point - A point is selected, by pointer or arrow keys.
 * @cssproperty [--scale-zero=#0f131b] - Lowest cost.
 * @cssproperty [--positive=#58c4dd] - Highest cost.
 * @cssproperty [--query=#ffd866] - Paths of colour `query`; `key` and `value` likewise.
 */
@customElement('lab-cost-contours')
export class CostContours extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-xs);
        max-width: 30rem;
        min-width: 0;
      }

      .frame {
        position: relative;
        aspect-ratio: 1;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        overflow: hidden;
      }

      .frame.pickable {
        cursor: crosshair;
        touch-action: none;
      }

      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }

      polyline {
        fill: none;
        stroke: var(--colour);
        stroke-width: 0.8;
        stroke-linejoin: round;
      }

      .halo {
        stroke: var(--bg);
        stroke-width: 1.8;
      }

      circle {
        fill: var(--colour);
        stroke: var(--bg);
        stroke-width: 0.35;
      }

      line {
        stroke: var(--colour);
        stroke-width: 1.1;
      }

      polygon {
        fill: var(--colour);
      }

      .query {
        --colour: var(--query);
      }

      .key {
        --colour: var(--key);
      }

      .value,
      .negative {
        --colour: var(--value);
      }

      .positive {
        --colour: var(--text);
      }

      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3xs) var(--space-l);
        color: var(--muted);
        font-size: var(--size-small);
        font-variant-numeric: tabular-nums;
      }

      .legend i {
        display: inline-block;
        width: 0.875rem;
        margin-inline-end: var(--space-xs);
        border-top: 3px solid var(--colour);
        vertical-align: middle;
      }

      .legend .ramp {
        width: 3rem;
        height: 0.625rem;
        margin-inline: var(--space-xs);
        border: 0;
        border-radius: var(--radius-tiny);
        background: linear-gradient(to right, var(--scale-zero), var(--positive));
        box-shadow: 0 0 0 1px var(--line);
      }
    `,
  ];

  @property({ attribute: false }) grid?: CostGrid;
  @property({ attribute: false }) paths: readonly CostPath[] = [];
  @property({ attribute: false }) arrows: readonly CostArrow[] = [];
  @property() xName = 'x';
  @property() yName = 'y';
  @property() label = '';
  @property({ type: Boolean }) pickable = false;

  @query('canvas') private canvas?: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);
  #paintedInputs: readonly unknown[] = [];

  protected override render() {
    if (!this.grid) return nothing;
    const { least, most } = costRange(this.grid);
    return html`
      <div
        class="frame ${this.pickable ? 'pickable' : ''}"
        tabindex=${this.pickable ? 0 : nothing}
        role=${this.pickable ? 'application' : 'img'}
        aria-label=${this.pickable ? msg(str`${this.label} Arrow keys move the starting point.`) : this.label}
        @pointerdown=${this.#point}
        @pointermove=${this.#point}
        @keydown=${this.#press}
      >
        <canvas width=${SIDE} height=${SIDE}></canvas>
        <svg viewBox="0 0 100 100" aria-hidden="true">
          ${this.paths.map((path) => this.#path(path))}${this.arrows.map((arrow) => this.#arrow(arrow))}
        </svg>
      </div>
      <p class="legend">
        <span>${msg(html`cost ${formatSignificant(least)}<i class="ramp"></i>${formatSignificant(most)}`)}</span>
        ${[...this.paths, ...this.arrows].map(({ name, colour }) => html`<span class=${colour}><i></i>${name}</span>`)}
        <span>→ ${this.xName}, ↑ ${this.yName}</span>
      </p>
    `;
  }

  protected override updated(): void {
    const { grid, canvas } = this;
    const context = canvas?.getContext('2d');
    if (!grid || !context) return;
    const colours = this.#environment.colours(COLOURS);
    const inputs = [grid, colours, canvas];
    if (inputs.every((input, i) => input === this.#paintedInputs[i])) return;
    this.#paintedInputs = inputs;
    const scale = sequentialScale(colours.low, colours.high);
    const bands = Array.from({ length: BANDS }, (_, band) => parseRgb(scale(band / (BANDS - 1))));
    context.putImageData(paintBands(context, grid, bands), 0, 0);
  }

  /** Coordinates in percent of the map. */
  #toPercent(x: number, y: number): [number, number] {
    const { xs, ys } = this.grid as CostGrid;
    const fraction = (values: readonly number[], value: number) =>
      (value - values[0]) / (values[values.length - 1] - values[0]);
    return [100 * fraction(xs, x), 100 * (1 - fraction(ys, y))];
  }

  #path({ colour, points }: CostPath): SVGTemplateResult {
    const percents = points.map(({ x, y }) => this.#toPercent(x, y));
    const line = percents.map((point) => point.map((value) => value.toFixed(2)).join()).join(' ');
    return svg`<g class=${colour}>
      <polyline class="halo" points=${line} /><polyline points=${line} />
      ${percents.map(([x, y], i) => svg`<circle cx=${x} cy=${y} r=${i === percents.length - 1 ? 1.9 : 0.8} />`)}
    </g>`;
  }

  #arrow({ colour, from, to }: CostArrow): SVGTemplateResult {
    const [x, y] = this.#toPercent(...from);
    const [toX, toY] = this.#toPercent(...to);
    const length = Math.hypot(toX - x, toY - y) || 1;
    const [u, v] = [(toX - x) / length, (toY - y) / length];
    const head = [
      [toX, toY],
      [toX - 3.5 * u - 1.6 * v, toY - 3.5 * v + 1.6 * u],
      [toX - 3.5 * u + 1.6 * v, toY - 3.5 * v - 1.6 * u],
    ];
    return svg`<g class=${colour}><line x1=${x} y1=${y} x2=${toX - 2 * u} y2=${toY - 2 * v} /><polygon points=${head.map((point) => point.join()).join(' ')} /></g>`;
  }

  #point(event: PointerEvent): void {
    if (!this.pickable || event.buttons === 0 || !this.grid) return;
    const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.#pick((event.clientX - left) / width, 1 - (event.clientY - top) / height);
  }

  #press(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    const start = this.paths[0]?.points[0];
    if (!move || !this.pickable || !start) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = this.#toPercent(start.x, start.y);
    this.#pick(x / 100 + 0.02 * move[0], 1 - y / 100 + 0.02 * move[1]);
  }

  #pick(right: number, up: number): void {
    const { xs, ys } = this.grid as CostGrid;
    const interpolate = (share: number, values: readonly number[]) =>
      values[0] + Math.min(1, Math.max(0, share)) * (values[values.length - 1] - values[0]);
    this.dispatchEvent(new MapPointEvent(interpolate(right, xs), interpolate(up, ys)));
  }
}

type Rgba = ReturnType<typeof parseRgb>;

function paintBands(context: CanvasRenderingContext2D, grid: CostGrid, bands: readonly Rgba[]): ImageData {
  const { least, most } = costRange(grid);
  const { xs, ys } = grid;
  const [left, right, low, high] = [xs[0], xs[xs.length - 1], ys[0], ys[ys.length - 1]];
  const image = context.createImageData(SIDE, SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = left + ((right - left) * (column + 0.5)) / SIDE;
      const y = high - ((high - low) * (row + 0.5)) / SIDE;
      image.data.set(bands[bandIndex(costAt(grid, x, y), least, most, BANDS)], (row * SIDE + column) * 4);
    }
  }
  return image;
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-contours': CostContours;
  }
}
