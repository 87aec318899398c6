// A scatter plot of vectors, in three dimensions with a camera or in two.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { lazyImport } from '../../../../../shared/lazy-import.ts';
import { CanvasEnvironment } from '../../../../canvas/canvas-environment.ts';
import { toDisplayMessage } from '../../../../format/display-message.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { PointPickEvent } from '../../events.ts';
import type { CloudScene } from './cloud-scene.ts';
import { type ProjectedPoint, projectFlat } from './flat-projection.ts';
import { placeLabels } from './labels.ts';
import { pointCloudStyles } from './point-cloud.styles.ts';

/** Kind of a point: the selected one, a neighbour of it, or a marked one. */
export type Kind = 'chosen' | 'near' | 'marked';

/** An arrow between two points, by their indices. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
}

const COLOURS = {
  chosen: '--highlight',
  near: '--key',
  marked: '--value',
  other: '--data',
  axis: '--line-strong',
} as const;
const NO_GRAPHICS_CARD_NOTICE = msg(
  'This browser has no graphics acceleration. The page renders the same points without WebGL.',
);
/** Pixels from a point at an arrow's end to its label. */
const ARROW_LABEL_RISE = 13;
/** Maximum distance, in pixels, between the pointer and a picked point. */
const HIT_RADIUS = 14;
const TURNED_STEPS = 60;
const TURN_INTERVAL_MS = 50;
const KEYS: Readonly<Record<string, (scene: CloudScene) => void>> = {
  ArrowLeft: (context) => context.turn(-1, 0),
  ArrowRight: (context) => context.turn(1, 0),
  ArrowUp: (context) => context.turn(0, -1),
  ArrowDown: (context) => context.turn(0, 1),
  '+': (context) => context.zoom(1.2),
  '-': (context) => context.zoom(1 / 1.2),
  Home: (context) => context.home(),
};

/**
 * A scatter plot.
 *
 * @property points - Positions (N, 3), row-major.
 * @property names - Names of the points.
 * @property kinds - Kinds of highlighted points, by index.
 * @property arrows - Arrows between points.
 * @property flat - Whether to draw only the first two coordinates.
 * @property isTurning - Whether the camera goes around by itself, until the visitor moves it.
 * @property summary - Text alternative.
 * @fires lab-point-pick - The visitor picks a point.
 */
@customElement('lab-point-cloud')
export class PointCloud extends LitElement {
  static override styles = [baseStyles, pointCloudStyles];

  @property({ attribute: false }) points: ArrayLike<number> = [];
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ attribute: false }) kinds: ReadonlyMap<number, Kind> = new Map();
  @property({ attribute: false }) arrows: readonly Arrow[] = [];
  @property({ type: Boolean }) flat = false;
  @property({ type: Boolean }) isTurning = false;
  @property() summary = '';

  /** Notice about rendering without a graphics card. */
  @state() private notice = '';

  @query('canvas') private canvas?: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);
  #scene?: CloudScene;
  /** Changes with each new canvas, which needs a new scene. */
  #sceneCanvas?: HTMLCanvasElement;
  /** Projected points; undefined behind the camera. */
  #projected: readonly (ProjectedPoint | undefined)[] = [];
  /** Width at the last rendering. */
  #drawnAt = 0;
  /** A canvas whose context was lost cannot be used again. */
  #generation = 0;
  #pressedAt = { x: 0, y: 0 };
  /** The timer of the next step around. */
  #turner?: number;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#turner);
    this.#disposeScene();
    this.#generation++;
  }

  override render() {
    const { width } = this.#size;
    if (width <= 0) return nothing;
    const isFlat = this.flat;
    if (isFlat) this.#projected = projectFlat(this.points, this.#size);
    return html`
      <div
        class="frame"
        role=${isFlat ? 'img' : 'application'}
        tabindex=${isFlat ? nothing : 0}
        aria-label=${isFlat ? this.summary : msg(str`${this.summary} Arrow keys rotate, plus and minus zoom.`)}
        @keydown=${this.#key}
        @click=${this.#pick}
        @pointerdown=${this.#press}
      >
        ${isFlat ? nothing : keyed(this.#generation, html`<canvas style="height: ${this.#size.height}px"></canvas>`)}
        ${this.#overlay(isFlat)}
      </div>
      ${isFlat ? nothing : this.#renderCameraButtons()}
    `;
  }

  protected override updated(changed: PropertyValues): void {
    const { canvas } = this;
    if (!canvas) {
      this.#disposeScene();
      return;
    }
    if (canvas !== this.#sceneCanvas) void this.#makeScene(canvas);
    // A turn of the camera asks for new labels, and changes no property.
    else if (changed.size > 0 || this.#drawnAt !== this.#environment.width) this.#draw();
  }

  get #size() {
    const width = Math.max(0, this.#environment.width);
    return { width, height: Math.round(Math.min(width * 0.72, 460)) };
  }

  async #makeScene(canvas: HTMLCanvasElement): Promise<void> {
    this.#disposeScene();
    this.#sceneCanvas = canvas;
    try {
      const { CloudScene } = await lazyImport(() => import('./cloud-scene.ts'));
      const context = await CloudScene.create(canvas, () => this.#handleCameraMove());
      // The canvas may have been removed in the meantime.
      if (this.#sceneCanvas !== canvas) return context.dispose();
      this.#scene = context;
      this.notice = context.usesGpu ? '' : NO_GRAPHICS_CARD_NOTICE;
      this.#draw();
      this.#turn(0);
    } catch (error) {
      this.notice = msg(str`The points cannot be rendered in three dimensions: ${toDisplayMessage(error)}`);
    }
  }

  /** Goes some way around, in steps of a quarter of one by a key. */
  #turn(steps: number): void {
    if (!this.isTurning || steps >= TURNED_STEPS || matchMedia('(prefers-reduced-motion: reduce)').matches)
      return;
    this.#turner = window.setTimeout(() => {
      this.#scene?.turn(0.25, 0);
      this.#turn(steps + 1);
    }, TURN_INTERVAL_MS);
  }

  #draw(): void {
    if (!this.#scene) return; // the scene is loading and renders when it is ready
    this.#drawnAt = this.#environment.width;
    const colours = this.#environment.colours(COLOURS);
    const ids = [...this.names.keys()];
    this.#scene.draw(
      {
        points: this.points,
        colours: ids.map((id) => colours[this.kinds.get(id) ?? 'other']),
        emphasised: ids.map((id) => this.kinds.has(id)),
        axisColour: colours.axis,
      },
      this.#size,
      this.#environment.pixelRatio,
    );
    this.#handleCameraMove();
  }

  #handleCameraMove(): void {
    this.#projected = this.#scene?.project() ?? [];
    this.requestUpdate();
  }

  #disposeScene(): void {
    this.#scene?.dispose();
    this.#scene = undefined;
    this.#sceneCanvas = undefined;
  }

  /** Labels and arrows, and the points in two dimensions. Highlighted points get labels first, then the nearest. */
  #overlay(isFlat: boolean) {
    const { width, height } = this.#size;
    const seen = this.#projected;
    const depth = (id: number) => seen[id]?.depth ?? Number.POSITIVE_INFINITY;
    const byDepth = [...seen.keys()].sort((a, b) => depth(a) - depth(b));
    const order = [...new Set([...this.kinds.keys(), ...byDepth])];
    const ends = new Set(this.arrows.flatMap(({ from, to }) => [from, to]));
    const labels = placeLabels(
      order.flatMap((id) => {
        const place = seen[id];
        if (!place) return [];
        // Above an arrow, not on it.
        const y = ends.has(id) ? place.y - ARROW_LABEL_RISE : place.y;
        return [{ id, text: tokenLabel(this.names[id]), ...place, y }];
      }),
      this.#size,
    );
    const kind = (id: number) => this.kinds.get(id) ?? '';
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      <defs>
        <marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      ${
        isFlat
          ? seen.map(
              (place, id) =>
                svg`<circle class=${kind(id)} cx=${place?.x} cy=${place?.y} r=${kind(id) ? 5 : 3}><title>${tokenLabel(this.names[id] ?? '')}</title></circle>`,
            )
          : nothing
      }
      ${this.arrows.map(({ from, to }) => {
        const [start, end] = [seen[from], seen[to]];
        if (!start || !end) return nothing;
        return svg`<line x1=${start.x} y1=${start.y} x2=${end.x} y2=${end.y} marker-end="url(#end)" />`;
      })}
      ${labels.map(
        ({ id, x, y, text, anchor }) =>
          svg`<text class=${kind(id)} x=${x} y=${y + 4} text-anchor=${anchor}>${text}</text>`,
      )}
    </svg>`;
  }

  #renderCameraButtons() {
    const button = (label: string, sign: string, act: (scene: CloudScene) => void) =>
      html`<button aria-label=${label} title=${label} @click=${() => this.#scene && act(this.#scene)}>${sign}</button>`;
    return html`<div class="turning">
      ${button(msg('Zoom in'), '+', KEYS['+'])} ${button(msg('Zoom out'), '−', KEYS['-'])}
      ${button(msg('Reset view'), '⟲', KEYS.Home)}
      <span>${msg('Drag or use the arrow keys to rotate. Click a word to select it.')}</span>
      ${this.notice ? html`<span role="status">${this.notice}</span>` : nothing}
    </div>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const act = KEYS[event.key];
    if (!act || !this.#scene || event.ctrlKey || event.metaKey || event.altKey) return;
    window.clearTimeout(this.#turner);
    event.preventDefault(); // prevents scrolling of the page and seeking of the video
    act(this.#scene);
  };

  readonly #press = ({ clientX, clientY }: PointerEvent): void => {
    window.clearTimeout(this.#turner);
    this.#pressedAt = { x: clientX, y: clientY };
  };

  /** Picks the point nearest to the pointer, unless the pointer rotated the cloud. */
  readonly #pick = (event: MouseEvent): void => {
    const { clientX, clientY } = event;
    if (Math.hypot(clientX - this.#pressedAt.x, clientY - this.#pressedAt.y) > 4) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const distances = this.#projected.map((place) =>
      place
        ? Math.hypot(place.x - clientX + box.left, place.y - clientY + box.top)
        : Number.POSITIVE_INFINITY,
    );
    const nearest = distances.reduce((best, far, id) => (far < distances[best] ? id : best), 0);
    if (distances[nearest] <= HIT_RADIUS) this.dispatchEvent(new PointPickEvent(nearest));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-point-cloud': PointCloud;
  }
}
