// The picture of chapter 4: the small network under a camera, with nudges that run along it and formulas below.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { SymbolPointerEvent } from '../../../events/index.ts';
import { Brush } from '../../../map-core/brush.ts';
import { zoomAbout } from '../../../map-core/camera.ts';
import { clamp, type Rect } from '../../../map-core/geometry.ts';
import { listenToGestures } from '../../../map-core/gestures.ts';
import { MapCanvas } from '../../../map-core/map-canvas.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { CanvasEnvironment } from '../../../views/canvas/canvas-environment.ts';
import '../../../views/charts/data-table/data-table.ts';
import '../../../views/text/math/math.ts';
import { digitMapStyles } from '../../../digit-map/digit-map.styles.ts';
import { QuantitySetEvent } from '../events.ts';
import { isEditable, quantitiesOf, quantityKey, rangeOf } from '../networks.ts';
import type { StageData } from '../stage-data.ts';
import { chainSummary, chainTable, tipOf } from './describe.ts';
import { ChainMotion } from './motion.ts';
import { lineRect } from './painting/paint-nodes.ts';
import { paintPicture } from './painting/paint-picture.ts';
import type { ChainPicture } from './painting/picture.ts';
import {
  edgeEnds,
  HALF,
  isLayered,
  type Node,
  poseOf,
  sceneOf,
  sizeAt,
  type Viewport,
  viewOf,
} from './scene.ts';
import { type ChainPlay, type ChainShot, hasPart } from './shot.ts';

const SCALES = [0.2, 4] as const;
/** CSS pixels from an arrow at which it is pointed at. */
const NEAR = 9;

/**
 * @summary A small network: quantities, arrows to what depends on them, curves of the factors of the chain rule, and the nudge that runs
 *   along them. A changed `shot` flies the camera; all numbers are those of `data`.
 *
 * @property data - The network with the derivative of one quantity.
 * @property shot - Camera, parts, and what plays once.
 * @property lit - Name of the highlighted symbol.
 * @property formulas - TeX, a line each, with linked symbols.
 * @slot - Controls at the end of the row.
 * @fires lab-symbol - The visitor points at a quantity or selects it.
 * @fires lab-quantity - The visitor drags a value along its number line.
 */
@customElement('lab-chain-map')
export class ChainMap extends LitElement {
  static override styles = [
    baseStyles,
    digitMapStyles,
    css`
      :host {
        grid-template-rows: minmax(12rem, 1fr) auto auto auto;
      }

      .formulas {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0 var(--space-xl);
        min-width: 0;
        min-height: 4.75rem;
        padding-inline: var(--space-m);
        border-top: 1px solid var(--line);
      }

      .formulas lab-math {
        max-width: 100%;
        font-size: var(--size-large);
      }

      .transport {
        min-height: 0;
      }
    `,
  ];

  @property({ attribute: false }) data?: StageData;
  @property({ attribute: false }) shot: ChainShot = { at: 'chain' };
  @property() lit?: string;
  @property({ attribute: false }) formulas: readonly string[] = [];

  @state() private size = { width: 0, height: 0 };
  @state() private hovered?: { readonly key: string; readonly x: number; readonly y: number };
  @state() private announcement = '';

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.stage') private stage!: HTMLElement;

  readonly motion = new ChainMotion({
    draw: () => this.#draw(),
    change: () => this.requestUpdate(),
    isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  });

  readonly #environment = new CanvasEnvironment(this);
  readonly #canvas = new MapCanvas(this.#environment, Brush);
  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
  });
  #mathFont = '';
  #placed = '';
  #dragged?: Node;
  #cursor?: string;
  #stopListening?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#connectStage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#stopListening?.();
    this.motion.dispose();
  }

  protected override firstUpdated(): void {
    this.#connectStage();
    this.#mathFont = getComputedStyle(this).getPropertyValue('--font-math');
    void document.fonts.load(`20px ${this.#mathFont}`).then(() => this.motion.requestDraw());
  }

  #connectStage(): void {
    this.#observer.observe(this.stage);
    this.#stopListening = listenToGestures(this.canvas, {
      pan: (dx, dy) => this.#move(dx, dy),
      zoom: (factor, at) => {
        const { pose } = this.motion;
        if (pose) this.motion.cutTo(zoomAbout(pose, this.size, factor, at, SCALES));
      },
      click: ({ x, y }) => this.#press(this.#keyAt(x, y)),
      doubleClick: () => this.#fit(),
      hover: (at) => this.#hover(at),
      stroke: {
        start: ({ x, y }) => this.#startDrag(x, y),
        extend: (points) => this.#drag(points[points.length - 1].x),
        end: () => {
          this.#dragged = undefined;
        },
      },
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { data } = this;
    if (!data || this.size.width === 0) return;
    const pose = poseOf(this.shot, data, this.#viewport);
    const placed = JSON.stringify([this.size, isLayered(data)]);
    if (placed !== this.#placed) this.motion.cutTo(pose);
    else if (changed.has('shot') || changed.has('data')) this.motion.flyTo(pose, this.size.width);
    const isNew = this.#placed === '' || changed.has('shot');
    this.#placed = placed;
    if (!isNew) return;
    this.motion.stop();
    if (this.shot.play) this.#play(this.shot.play);
  }

  protected override updated(): void {
    this.motion.requestDraw();
  }

  get #viewport(): Viewport {
    return { ...this.size, textScale: this.#environment.textScale };
  }

  protected override render() {
    const { data, hovered, formulas, lit } = this;
    const summary = data ? chainSummary(data, this.shot) : 'Loading …';
    return html`
      <div class="stage">
        <canvas
          class=${hovered ? 'pointing' : ''}
          role="application"
          tabindex="0"
          aria-label=${`The small network. ${summary} Arrow keys go from quantity to quantity, Enter nudges one, space plays.`}
          @keydown=${this.#handleKey}
        ></canvas>
        ${data && hovered ? this.#renderTip(data, hovered) : nothing}
      </div>
      <div class="formulas">
        ${formulas.map((tex) => html`<lab-math display .highlighted=${lit} .tex=${tex}></lab-math>`)}
      </div>
      <p class="strip">${summary}</p>
      <div class="transport">
        <button class="primary" ?disabled=${!data} @click=${this.#toggle}>${this.motion.playing ? 'Stop' : 'Nudge'}</button>
        <button ?disabled=${!data} @click=${() => this.#play('forward')}>Forward</button>
        <button ?disabled=${!data} @click=${() => this.#play('backward')}>Backward</button>
        ${data ? html`<lab-data-table label="Numbers" .data=${() => chainTable(data)}></lab-data-table>` : nothing}
        <slot></slot>
      </div>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  #renderTip(data: StageData, { key, x, y }: { key: string; x: number; y: number }) {
    const { width, height } = this.size;
    const across = x > width / 2 ? `right: ${width - x + 14}px` : `left: ${x + 14}px`;
    const down = y > height / 2 ? `bottom: ${height - y + 12}px` : `top: ${y + 12}px`;
    const [first, ...rest] = tipOf(data, key);
    return first
      ? html`<div class="tip" style=${`${across}; ${down}`}>${first}${rest.map((line) => html`<span>${line}</span>`)}</div>`
      : nothing;
  }

  readonly #toggle = () => {
    if (this.motion.playing) this.motion.stop();
    else this.#play('nudge');
  };

  #play(play: ChainPlay): void {
    const { data } = this;
    if (!data) return;
    const { network, of } = data.request;
    const last = network.sizes.length - 1;
    const longest = Math.max(...data.chain.paths.map(({ factors }) => factors.length));
    const columns = isLayered(data) ? last + 1 : 2 * last + 2;
    const parameters = quantitiesOf(network).filter(({ kind }) => kind === 'w' || kind === 'b').length;
    const terms = {
      examples: network.inputs.length + 1,
      sum: isLayered(data) ? network.sizes[Math.max(0, of.layer - 1)] + 2 : 3,
      indices: network.sizes[last] + network.sizes[last - 1],
      square: network.sizes[last],
      products: data.chain.paths.length + 1,
    };
    const part = (['sum', 'indices', 'products'] as const).find((name) => hasPart(this.shot, name));
    const steps = {
      ...{ forward: columns, nudge: longest, parameters, slide: 1 },
      backward: hasPart(this.shot, 'gradient') ? last + 1 : longest,
      terms: this.shot.at === 'examples' ? terms.examples : terms[part ?? 'square'],
    };
    this.motion.play(play, steps[play]);
  }

  readonly #fit = () => {
    if (this.data) this.motion.flyTo(poseOf(this.shot, this.data, this.#viewport), this.size.width);
  };

  #move(dx: number, dy: number): void {
    const { pose } = this.motion;
    if (pose) this.motion.cutTo({ ...pose, x: pose.x - dx / pose.scale, y: pose.y - dy / pose.scale });
  }

  #picture(): ChainPicture | undefined {
    const { data, shot, lit, motion } = this;
    const brush = this.#canvas.prepare(this.canvas, this.size);
    if (!data || !motion.pose || !brush) return undefined;
    const view = viewOf(this.#viewport, motion.pose);
    const scene = sceneOf(data, motion.pose, view);
    return { brush, mathFont: this.#mathFont, data, shot, view, scene, motion, lit };
  }

  /** Place of the number line of a quantity on the canvas. */
  lineOf(key: string): Rect | undefined {
    const picture = this.#picture();
    const node = picture?.scene.nodes.find((each) => each.key === key);
    return picture && node && lineRect(node, picture.view);
  }

  #draw(): void {
    const picture = this.#picture();
    if (picture) paintPicture(picture);
  }

  /** Key of the quantity at a point: a node, or the weight of a connection. */
  #keyAt(x: number, y: number): string | undefined {
    const picture = this.#picture();
    if (!picture || this.shot.at === 'examples') return undefined;
    const { view, scene, data } = picture;
    const size = sizeAt(view.scale);
    const node = scene.nodes.findLast(
      (each) =>
        each.alpha > 0.4 &&
        Math.abs(view.toX(each.x) - x) <= HALF.x * size &&
        Math.abs(view.toY(each.y) - y) <= (HALF.y + 6) * size,
    );
    if (node) return node.key;
    const edge = scene.edges.find((each) => {
      if (!each.weight || each.alpha < 0.4) return false;
      const { x0, y0, x1, y1 } = edgeEnds(each, view);
      const t = clamp(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2 || 1));
      return Math.hypot(x0 + t * (x1 - x0) - x, y0 + t * (y1 - y0) - y) < NEAR;
    });
    return edge?.weight && quantityKey(edge.weight, data.request.network);
  }

  #hover(at: { x: number; y: number } | undefined): void {
    const key = at && this.#keyAt(at.x, at.y);
    if (key !== this.hovered?.key) this.dispatchEvent(new SymbolPointerEvent(key));
    this.hovered = key && at ? { key, ...at } : undefined;
  }

  #press(key: string | undefined): void {
    if (key === undefined || key === 'C') return;
    this.dispatchEvent(new SymbolPointerEvent(key, true));
  }

  /** A drag along the number line of a weight, a bias, the input or the target sets its value. */
  #startDrag(x: number, y: number): boolean {
    const picture = this.#picture();
    if (!picture || isLayered(picture.data)) return false;
    const isLined = hasPart(this.shot, 'lines') || hasPart(this.shot, 'nudge');
    this.#dragged = picture.scene.nodes.find((node) => {
      const rect = lineRect(node, picture.view);
      const isThere =
        x > rect.x - 8 && x < rect.x + rect.width + 8 && y > rect.y - 6 && y < rect.y + rect.height + 6;
      return isLined && node.alpha > 0.5 && isEditable(node.quantity) && isThere;
    });
    if (this.#dragged) this.#drag(x);
    return this.#dragged !== undefined;
  }

  #drag(x: number): void {
    const [node, picture] = [this.#dragged, this.#picture()];
    if (!node || !picture) return;
    const rect = lineRect(node, picture.view);
    const [least, most] = rangeOf(node.quantity);
    const value = least + clamp((x - rect.x) / rect.width) * (most - least);
    this.dispatchEvent(new QuantitySetEvent(node.key, Number(value.toFixed(2))));
  }

  readonly #handleKey = (event: KeyboardEvent) => {
    const { data } = this;
    if (!data || event.ctrlKey || event.altKey || event.metaKey) return;
    const keys = quantitiesOf(data.request.network).map((quantity) =>
      quantityKey(quantity, data.request.network),
    );
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      const at = this.#cursor === undefined ? (step > 0 ? -1 : 0) : keys.indexOf(this.#cursor);
      this.#cursor = keys[(at + step + keys.length) % keys.length];
      this.announcement = tipOf(data, this.#cursor).join(', ');
      this.dispatchEvent(new SymbolPointerEvent(this.#cursor));
    } else if (event.key === 'Enter') this.#press(this.#cursor);
    else if (event.key === 'Escape') this.#fit();
    else if (event.key === ' ') this.#toggle();
    else return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chain-map': ChainMap;
  }
}
