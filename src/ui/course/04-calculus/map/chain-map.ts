// The picture of chapter 4: the small network under a camera, with nudges that run along it and formulas below.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { SymbolPointerEvent } from '../../../events/index.ts';
import { commandOf } from '../../../keyboard/key-table.ts';
import { Brush } from '../../../map-core/brush.ts';
import { zoomAbout } from '../../../map-core/camera.ts';
import { clamp, type Rect } from '../../../map-core/geometry.ts';
import type { MapItem } from '../../../map-core/items.ts';
import { mapStyles } from '../../../map-core/map.styles.ts';
import { MapElement, type Point } from '../../../map-core/map-element.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import '../../../views/charts/data-table/data-table.ts';
import '../../../views/text/math/math.ts';
import { digitMapStyles } from '../../../digit-map/digit-map.styles.ts';
import { type ChainPlay, type ChainShot, hasPart } from '../../chain-shot.ts';
import { QuantitySetEvent } from '../events.ts';
import { quantitiesOf, quantityKey } from '../networks.ts';
import type { StageData } from '../stage-data.ts';
import { CHAIN_MAP_KEYS } from './chain-map-keys.ts';
import { chainSummary, chainTable, tipOf } from './describe.ts';
import { ChainMotion } from './motion.ts';
import { lineRect } from './painting/paint-nodes.ts';
import { paintPicture } from './painting/paint-picture.ts';
import {
  boxRect,
  type ChainPose,
  edgeEnds,
  hasColumn,
  isLayered,
  poseOf,
  type Scene,
  sceneOf,
  type View,
  type Viewport,
  viewOf,
} from './scene.ts';
import { dragAt, isDraggable, type ValueDrag } from './value-drag.ts';

type ChainItem = MapItem<{ readonly key: string }>;

const SCALES = [0.2, 4] as const;
/** CSS pixels from an arrow at which it is pointed at. */
const NEAR = 9;
/** CSS pixels that a press may move without dragging. */
const CLICK_SLACK = 5;

/**
 * @summary A small network: quantities, arrows to what depends on them, curves of the factors of the chain rule, and the nudge that runs
 *   along them. A changed `shot` flies the camera; all numbers are those of `data`.
 *
 * @property data - The network with the derivative of one quantity.
 * @property shot - Camera, parts, and what plays once.
 * @property lit - Name of the highlighted symbol.
 * @property formulas - TeX, a line each, with linked symbols.
 * @slot nudge - The size of the nudge.
 * @slot - Controls at the end of the row.
 * @fires lab-symbol - The visitor points at a quantity or selects it.
 * @fires lab-quantity - The visitor drags a number, or along its number line.
 */
@customElement('lab-chain-map')
export class ChainMap extends MapElement<ChainItem, Brush, ChainPose> {
  static override styles = [
    baseStyles,
    mapStyles,
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

      canvas.dragging {
        cursor: ew-resize;
      }

      .pending {
        visibility: hidden;
      }

      /* Room for two lines, so that the map mostly keeps its size. */
      @media (max-width: 35em) {
        .formulas {
          min-height: 6rem;
          padding-inline: var(--space-s);
        }
      }

      @media (max-width: 35em), (max-height: 35em) {
        .formulas lab-math {
          font-size: var(--size-compact);
        }
      }

      @media (max-height: 35em) {
        .formulas {
          flex-wrap: nowrap;
          justify-content: start;
          min-height: 3.25rem;
          overflow-x: auto;
        }

        .formulas lab-math {
          flex: none;
          max-width: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) data?: StageData;
  @property({ attribute: false }) shot: ChainShot = { at: 'chain' };
  @property() lit?: string;
  @property({ attribute: false }) formulas: readonly string[] = [];

  readonly motion = new ChainMotion(this.motionHost);

  #mathFont = '';
  #placed = '';
  #drag?: ValueDrag & { readonly startX: number; hasMoved: boolean };
  #cursor?: string;
  #pointed?: string;

  constructor() {
    super(Brush);
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    this.#mathFont = getComputedStyle(this).getPropertyValue('--font-math');
    void document.fonts.load(`20px ${this.#mathFont}`).then(() => this.motion.requestDraw());
  }

  protected override readonly stroke = {
    start: (at: Point) => this.#startDrag(at),
    extend: (points: readonly Point[]) => this.#dragTo(points[points.length - 1].x),
    end: (isCancelled: boolean) => this.#endDrag(isCancelled),
  };

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

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const name = this.hovered?.item.subject.key;
    if (name !== this.#pointed) this.dispatchEvent(new SymbolPointerEvent(name));
    this.#pointed = name;
  }

  get #viewport(): Viewport {
    return { ...this.size, textScale: this.environment.textScale };
  }

  protected override render() {
    const { data, hovered, formulas, lit } = this;
    const picture = this.#picture;
    const canDrag = picture?.scene.nodes.some(
      (node) => node.key === hovered?.item.subject.key && isDraggable(picture, node),
    );
    // While the tangent slides, its slope is that of another place.
    const isSliding = this.motion.playing?.play === 'slide';
    const summary = data ? chainSummary(data, this.shot, hasColumn(data, this.#viewport)) : msg('Loading …');
    return html`
      <div class="stage">
        ${this.renderCanvas(
          msg(
            str`The small network. ${summary} Arrow keys go from quantity to quantity, Enter nudges one, space plays.`,
          ),
          canDrag ? 'dragging' : undefined,
        )}
        ${data && hovered ? this.renderTip([...tipOf(data, hovered.item.subject.key), ...(canDrag ? [msg('Drag to change it.')] : [])]) : nothing}
      </div>
      <div class="formulas">
        ${formulas.map(
          (tex, i) => html`<lab-math
            class=${isSliding && i > 0 && i === formulas.length - 1 ? 'pending' : ''}
            display .highlighted=${lit} .tex=${tex}
          ></lab-math>`,
        )}
      </div>
      <p class="strip">${summary}</p>
      <div class="transport" part="transport">
        <button class="primary" ?disabled=${!data} @click=${this.#toggle}>${this.motion.isPlaying ? msg('Stop') : msg('Nudge')}</button>
        <slot name="nudge"></slot>
        <button ?disabled=${!data} @click=${() => this.#play('forward')}>${msg('Forward')}</button>
        <button ?disabled=${!data} @click=${() => this.#play('backward')}>${msg('Backward')}</button>
        ${data ? html`<lab-data-table label=${msg('Numbers')} .data=${() => chainTable(data)}></lab-data-table>` : nothing}
        <slot></slot>
      </div>
      ${this.renderAnnouncement()}
    `;
  }

  readonly #toggle = () => {
    if (this.motion.isPlaying) this.motion.stop();
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

  protected override pan(pose: ChainPose, dx: number, dy: number): ChainPose {
    return { ...pose, x: pose.x - dx / pose.scale, y: pose.y - dy / pose.scale };
  }

  protected override zoom(pose: ChainPose, factor: number, at: Point): ChainPose {
    return zoomAbout(pose, this.size, factor, at, SCALES);
  }

  protected override open(): void {
    this.#fit();
  }

  protected override select(item: ChainItem | undefined): void {
    if (item) this.#press(item.subject.key);
  }

  #press(key: string | undefined): void {
    if (key !== undefined && key !== 'C') this.dispatchEvent(new SymbolPointerEvent(key, true));
  }

  protected override paint(brush: Brush): readonly ChainItem[] | undefined {
    const { data, shot, lit, motion } = this;
    if (!data || !motion.pose) return undefined;
    const view = viewOf(this.#viewport, motion.pose);
    const scene = sceneOf(data, motion.pose, view);
    paintPicture({ brush, mathFont: this.#mathFont, data, shot, view, scene, motion, lit });
    return shot.at === 'examples' ? [] : itemsOf(scene, view);
  }

  /** The connection at a point counts where no quantity is. */
  protected override itemAt(at: Point): ChainItem | undefined {
    const item = super.itemAt(at);
    const [{ data }, { pose }] = [this, this.motion];
    if (item || !data || !pose || this.shot.at === 'examples') return item;
    const view = viewOf(this.#viewport, pose);
    const edge = sceneOf(data, pose, view).edges.find(
      (each) => each.weight && each.alpha > 0.4 && distanceTo(edgeEnds(each, view), at) < NEAR,
    );
    if (!edge?.weight) return undefined;
    const key = quantityKey(edge.weight, data.request.network);
    return { subject: { key }, rect: { ...at, width: 0, height: 0 } };
  }

  /** Place of the number line of a quantity on the canvas. */
  lineOf(key: string): Rect | undefined {
    const [{ data }, { pose }] = [this, this.motion];
    if (!data || !pose) return undefined;
    const view = viewOf(this.#viewport, pose);
    const node = sceneOf(data, pose, view).nodes.find((each) => each.key === key && each.alpha > 0.5);
    return node && lineRect(node, view);
  }

  get #picture() {
    const [{ data, shot }, { pose }] = [this, this.motion];
    if (!data || !pose) return undefined;
    const view = viewOf(this.#viewport, pose);
    return { data, shot, view, scene: sceneOf(data, pose, view) };
  }

  #startDrag(at: Point): boolean {
    const picture = this.#picture;
    const drag = picture && dragAt(picture, at);
    this.#drag = drag && { ...drag, startX: at.x, hasMoved: drag.isOnLine };
    this.#dragTo(at.x);
    return drag !== undefined;
  }

  #dragTo(x: number): void {
    const drag = this.#drag;
    if (!drag) return;
    drag.hasMoved ||= Math.abs(x - drag.startX) > CLICK_SLACK;
    if (drag.hasMoved) this.dispatchEvent(new QuantitySetEvent(drag.key, Number(drag.valueAt(x).toFixed(2))));
  }

  /** A number that is pressed and not dragged is selected. */
  #endDrag(isCancelled: boolean): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag && !drag.hasMoved && !isCancelled) this.#press(drag.key);
  }

  protected override readonly handleKey = (event: KeyboardEvent) => {
    const { data } = this;
    const command = commandOf(CHAIN_MAP_KEYS, event);
    if (!data || !command) return;
    const keys = quantitiesOf(data.request.network).map((quantity) =>
      quantityKey(quantity, data.request.network),
    );
    if (command === 'before' || command === 'after') {
      const step = command === 'before' ? -1 : 1;
      const at = this.#cursor === undefined ? (step > 0 ? -1 : 0) : keys.indexOf(this.#cursor);
      this.#cursor = keys[(at + step + keys.length) % keys.length];
      this.announcement = tipOf(data, this.#cursor).join(', ');
      this.dispatchEvent(new SymbolPointerEvent(this.#cursor));
    } else if (command === 'choose') this.#press(this.#cursor);
    else if (command === 'fit') this.#fit();
    else this.#toggle();
    event.preventDefault();
  };
}

/** Boxes around the quantities. */
function itemsOf({ nodes }: Scene, view: View): ChainItem[] {
  return nodes.map((node) => ({
    ...{ subject: { key: node.key }, rect: boxRect(node, view), alpha: node.alpha },
  }));
}

function distanceTo(
  { x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number },
  { x, y }: Point,
): number {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2 || 1;
  const t = clamp(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length);
  return Math.hypot(x0 + t * (x1 - x0) - x, y0 + t * (y1 - y0) - y);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chain-map': ChainMap;
  }
}
