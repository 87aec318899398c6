// A rotatable surface of the cost over a plane of weights, with optimization paths.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { sequentialScale } from '../../../canvas/colour-scale.ts';
import { StageInteractionEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { CostPath } from '../cost-contours/cost-contours.ts';
import { type CostGrid, costRange, normalizedHeight } from '../cost-contours/cost-grid.ts';
import { HALF_EXTENT, SurfaceProjection } from './surface-projection.ts';

const COLOURS = {
  low: '--scale-zero',
  high: '--positive',
  ground: '--bg',
  query: '--query',
  key: '--key',
  value: '--value',
} as const;
/** Height by width. */
const ASPECT = HALF_EXTENT.y / HALF_EXTENT.x;
const TILT = 0.85;
/** Rotation by an arrow key, and by a CSS pixel of a drag, in radians. */
const KEY_ANGLE = Math.PI / 16;
const ANGLE_PER_PIXEL = 0.01;
/** Maximum patches per side: finer ones cost time without visible detail. */
const MAX_PATCHES = 48;

/**
 * @summary Draws the cost on a grid as a surface, with paths on it. Dragging and arrow keys rotate it.
 *   The canvas reads its custom properties at the document root.
 *
 * @property grid - Costs on a grid; nothing is drawn without one.
 * @property paths - Optimization paths; the last point of each is the current one.
 * @property label - Accessible name of the surface.
 * @fires lab-stage-interaction - The surface is rotated.
 * @cssproperty [--scale-zero=#0f131b] - Lowest cost.
 * @cssproperty [--positive=#58c4dd] - Highest cost.
 * @cssproperty [--query=#ffd866] - Paths of colour `query`; `key` and `value` likewise.
 */
@customElement('lab-cost-surface')
export class CostSurface extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--space-xs);
        min-width: 0;
        max-width: 30rem;
      }

      .frame {
        width: 100%;
        border-radius: var(--radius-small);
        cursor: grab;
        touch-action: pan-y;
      }

      canvas {
        display: block;
      }

      p {
        color: var(--muted);
        font-size: var(--size-small);
      }
    `,
  ];

  @property({ attribute: false }) grid?: CostGrid;
  @property({ attribute: false }) paths: readonly CostPath[] = [];
  @property() label = '';

  @state() private azimuth = 0.6;

  @query('canvas') private canvas?: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);

  protected override render() {
    if (!this.grid) return nothing;
    return html`
      <div
        class="frame"
        tabindex="0"
        role="application"
        aria-label=${msg(str`${this.label} The same cost as a surface: height is cost. Left and right arrow keys rotate it.`)}
        @pointerdown=${(event: PointerEvent) => (event.currentTarget as Element).setPointerCapture(event.pointerId)}
        @pointermove=${this.#drag}
        @keydown=${this.#press}
      >
        <canvas></canvas>
      </div>
      <p>${msg('The same cost as a surface: height is cost. Drag to rotate.')}</p>
    `;
  }

  protected override updated(): void {
    const { canvas, grid } = this;
    const { width } = this.#environment;
    if (!canvas || !grid || width === 0) return;
    const context = this.#environment.hiDpiContext(canvas, width, Math.round(width * ASPECT));
    if (context) this.#paint(context, downsampleGrid(grid), width);
  }

  #paint(context: CanvasRenderingContext2D, grid: CostGrid, width: number): void {
    const range = costRange(grid);
    const projection = new SurfaceProjection(grid, range, { azimuth: this.azimuth, elevation: TILT });
    const colours = this.#environment.colours(COLOURS);
    const scale = sequentialScale(colours.low, colours.high);
    const unit = width / (2 * HALF_EXTENT.x);
    const trace = (points: readonly { x: number; y: number }[]) => {
      context.beginPath();
      for (const { x, y } of points) context.lineTo(width / 2 + x * unit, (y + HALF_EXTENT.y) * unit);
    };
    context.lineJoin = 'round';
    context.lineWidth = 0.6;
    context.strokeStyle = colours.ground;
    for (const { corners, cost } of projection.patches()) {
      trace(corners);
      context.closePath();
      context.fillStyle = scale(0.12 + 0.88 * normalizedHeight(cost, range.least, range.most));
      context.fill();
      context.stroke();
    }
    for (const { colour, points } of this.paths) {
      const line = points.map(({ x, y }) => projection.at(x, y, 0.03));
      for (const [lineWidth, style] of [
        [5, colours.ground],
        [2.5, colours[colour]],
      ] as const) {
        trace(line);
        context.lineWidth = lineWidth;
        context.strokeStyle = style;
        context.stroke();
      }
      const end = line[line.length - 1];
      if (!end) continue;
      context.beginPath();
      context.arc(width / 2 + end.x * unit, (end.y + HALF_EXTENT.y) * unit, 6, 0, 2 * Math.PI);
      context.fillStyle = colours[colour];
      context.strokeStyle = colours.ground;
      context.fill();
      context.stroke();
    }
  }

  #drag(event: PointerEvent): void {
    if (event.buttons > 0 && event.movementX !== 0) this.#rotateBy(-event.movementX * ANGLE_PER_PIXEL);
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    this.#rotateBy(event.key === 'ArrowLeft' ? KEY_ANGLE : -KEY_ANGLE);
  }

  #rotateBy(angle: number): void {
    this.azimuth += angle;
    this.dispatchEvent(new StageInteractionEvent());
  }
}

/** Every n-th row and column of a grid with more than `MAX_PATCHES` patches. */
function downsampleGrid(grid: CostGrid): CostGrid {
  const { xs, ys, costs } = grid;
  const step = Math.ceil((Math.max(xs.length, ys.length) - 1) / MAX_PATCHES);
  if (step <= 1) return grid;
  const everyNth = (values: readonly number[]) => [...values.keys()].filter((i) => i % step === 0);
  const [columns, rows] = [everyNth(xs), everyNth(ys)];
  return {
    xs: columns.map((i) => xs[i]),
    ys: rows.map((j) => ys[j]),
    costs: rows.flatMap((j) => columns.map((i) => costs[j * xs.length + i])),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-surface': CostSurface;
  }
}
