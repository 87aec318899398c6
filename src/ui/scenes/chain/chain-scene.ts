// The scene of chapter 4: a small network under a camera, with nudges that run along it and formulas below.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { SymbolPointerEvent } from '../../events/index.ts';
import { commandOf } from '../../keyboard/key-table.ts';
import { Brush } from '../../stage/brush.ts';
import { zoomAbout } from '../../stage/camera.ts';
import type { Point, Rect } from '../../stage/geometry.ts';
import { type Node, straight } from '../../stage/node.ts';
import { Scene } from '../../stage/scene.ts';
import '../../stage/stage.ts';
import '../../views/charts/data-table/data-table.ts';
import '../../views/text/math/math.ts';
import { sceneControlStyles } from '../../stage/scene-controls.styles.ts';
import { chainStyles } from './chain-scene.styles.ts';
import { chainSummary, chainTable, tipOf } from './describe.ts';
import { QuantitySetEvent } from './events.ts';
import { CHAIN_MAP_KEYS } from './keys.ts';
import {
  boxRect,
  type ChainPose,
  edgeEnds,
  hasColumn,
  isLayered,
  layoutOf,
  poseOf,
  viewOf,
} from './layout.ts';
import { ChainMotion } from './motion.ts';
import { quantitiesOf, quantityKey } from './networks.ts';
import { paintPicture } from './painting/paint-picture.ts';
import { lineRect } from './painting/paint-vertices.ts';
import type { ChainPicture } from './painting/picture.ts';
import { type ChainPlay, type ChainShot, hasPart } from './shot.ts';
import type { StageData } from './stage-data.ts';
import { dragAt, isDraggable, type ValueDrag } from './value-drag.ts';

/** Subject is the key of a quantity. */
type ChainNode = Node<string>;

export interface ChainInput {
  /** The network with the derivative of one quantity. */
  readonly data?: StageData;
  /** Camera, parts, and what plays once: a new one flies, and plays. */
  readonly shot: ChainShot;
  /** Name of the highlighted symbol. */
  readonly lit?: string | undefined;
  /** TeX, a line each, with linked symbols. */
  readonly formulas: readonly string[];
}

const SCALES = [0.2, 4] as const;
/** CSS pixels that a press may move without dragging. */
const CLICK_SLACK = 5;

/**
 * Quantities, arrows to what depends on them, curves of the factors of the chain rule, and the nudge that runs along them. Dispatches
 * `lab-symbol` where the visitor points at a quantity or selects it, `lab-quantity` where they drag a number. Slots: `nudge`, its size,
 * and controls at the end of the row.
 */
export class ChainScene extends Scene<ChainInput, ChainNode, Brush, ChainPose> {
  readonly name = 'chain';
  override readonly styles = [sceneControlStyles, chainStyles];
  readonly Brush = Brush;
  readonly motion = new ChainMotion(this.motionHost);

  #mathFont = '';
  #placed = '';
  #drag?: ValueDrag & { readonly startX: number; hasMoved: boolean };
  #cursor?: string | undefined;
  #pointed?: string | undefined;

  protected override receive(before: Partial<ChainInput>): void {
    const { data, shot = WHOLE } = this.input;
    const { viewport } = this;
    if (!data) return;
    const pose = poseOf(shot, data, viewport);
    const placed = JSON.stringify([viewport, isLayered(data)]);
    const hasShot = shot !== before.shot;
    if (placed !== this.#placed) this.motion.cutTo(pose);
    else if (hasShot || data !== before.data) this.motion.flyTo(pose, viewport.width);
    const isNew = this.#placed === '' || hasShot;
    this.#placed = placed;
    if (!isNew) return;
    this.motion.stop();
    if (shot.play) this.#play(shot.play);
  }

  override updated({ host }: ShadowRoot): void {
    if (this.#mathFont === '') {
      this.#mathFont = getComputedStyle(host).getPropertyValue('--font-math');
      void document.fonts.load(`20px ${this.#mathFont}`).then(() => this.motion.requestDraw());
    }
    const key = this.hovered?.node.subject;
    if (key !== this.#pointed) this.dispatch(new SymbolPointerEvent(key));
    this.#pointed = key;
  }

  get label(): string {
    return msg(
      str`The small network. ${this.#summary} Arrow keys go from quantity to quantity, Enter nudges one, space plays.`,
    );
  }

  get #summary(): string {
    const { data, shot = WHOLE } = this.input;
    return data ? chainSummary(data, shot, hasColumn(data, this.viewport)) : msg('Loading …');
  }

  renderCaption() {
    const { formulas = [], lit } = this.input;
    // While the tangent slides, its slope is that of another place.
    const isSliding = this.motion.playing?.play === 'slide';
    return html`
      <div class="formulas">
        ${formulas.map(
          (tex, i) => html`<lab-math
            class=${isSliding && i > 0 && i === formulas.length - 1 ? 'pending' : ''}
            display .highlighted=${lit} .tex=${tex}
          ></lab-math>`,
        )}
      </div>
      <p class="strip" part="strip">${this.#summary}</p>
    `;
  }

  override renderBelow() {
    const { data } = this.input;
    return html`
      <div class="transport" part="transport">
        <button class="primary" ?disabled=${!data} @click=${this.#toggle}>${this.motion.isPlaying ? msg('Stop') : msg('Nudge')}</button>
        <slot name="nudge"></slot>
        <button ?disabled=${!data} @click=${() => this.#play('forward')}>${msg('Forward')}</button>
        <button ?disabled=${!data} @click=${() => this.#play('backward')}>${msg('Backward')}</button>
        ${data ? html`<lab-data-table label=${msg('Numbers')} .data=${() => chainTable(data)}></lab-data-table>` : nothing}
        <slot></slot>
      </div>
    `;
  }

  readonly #toggle = () => {
    if (this.motion.isPlaying) this.motion.stop();
    else this.#play('nudge');
  };

  #play(play: ChainPlay): void {
    const { data, shot = WHOLE } = this.input;
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
    const part = (['sum', 'indices', 'products'] as const).find((name) => hasPart(shot, name));
    const steps = {
      ...{ forward: columns, nudge: longest, parameters, slide: 1 },
      backward: hasPart(shot, 'gradient') ? last + 1 : longest,
      terms: shot.at === 'examples' ? terms.examples : terms[part ?? 'square'],
    };
    this.motion.play(play, steps[play]);
  }

  #fit(): void {
    const { data, shot = WHOLE } = this.input;
    if (data) this.motion.flyTo(poseOf(shot, data, this.viewport), this.viewport.width);
  }

  override pan(pose: ChainPose, dx: number, dy: number): ChainPose {
    return { ...pose, x: pose.x - dx / pose.scale, y: pose.y - dy / pose.scale };
  }

  override zoom(pose: ChainPose, factor: number, at: Point): ChainPose {
    return zoomAbout(pose, this.viewport, factor, at, SCALES);
  }

  override open(): void {
    this.#fit();
  }

  override select(node: ChainNode | undefined): void {
    if (node) this.#press(node.subject);
  }

  #press(key: string | undefined): void {
    if (key !== undefined && key !== 'C') this.dispatch(new SymbolPointerEvent(key, true));
  }

  override tip({ subject }: ChainNode): string[] {
    const { data } = this.input;
    if (!data) return [];
    return [...tipOf(data, subject), ...(this.#canDrag(subject) ? [msg('Drag to change it.')] : [])];
  }

  override pointing({ subject }: ChainNode): string {
    return this.#canDrag(subject) ? 'dragging' : 'pointing';
  }

  #canDrag(key: string): boolean {
    const picture = this.#picture;
    return picture?.layout.vertices.some((each) => each.key === key && isDraggable(picture, each)) ?? false;
  }

  override paint(brush: Brush): readonly ChainNode[] | undefined {
    const picture = this.#picture;
    if (!picture) return undefined;
    paintPicture({ ...picture, brush, mathFont: this.#mathFont });
    return picture.shot.at === 'examples' ? [] : nodesOf(picture);
  }

  /** Place of the number line of a quantity on the canvas. */
  lineOf(key: string): Rect | undefined {
    const { layout, view } = this.#picture ?? {};
    const vertex = layout?.vertices.find((each) => each.key === key && each.alpha > 0.5);
    return vertex && view && lineRect(vertex, view);
  }

  get #picture(): Omit<ChainPicture, 'brush' | 'mathFont'> | undefined {
    const { data, shot = WHOLE, lit } = this.input;
    const { motion } = this;
    if (!data || !motion.pose) return undefined;
    const view = viewOf(this.viewport, motion.pose);
    return { data, shot, view, layout: layoutOf(data, motion.pose, view), motion, lit };
  }

  override readonly stroke = {
    start: (at: Point) => {
      const picture = this.#picture;
      const drag = picture && dragAt(picture, at);
      this.#drag = drag && { ...drag, startX: at.x, hasMoved: drag.isOnLine };
      this.#dragTo(at.x);
      return drag !== undefined;
    },
    extend: (points: readonly Point[]) => this.#dragTo(points[points.length - 1].x),
    end: (isCancelled: boolean) => this.#endDrag(isCancelled),
  };

  #dragTo(x: number): void {
    const drag = this.#drag;
    if (!drag) return;
    drag.hasMoved ||= Math.abs(x - drag.startX) > CLICK_SLACK;
    if (drag.hasMoved) this.dispatch(new QuantitySetEvent(drag.key, Number(drag.valueAt(x).toFixed(2))));
  }

  /** A number that is pressed and not dragged is selected. */
  #endDrag(isCancelled: boolean): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag && !drag.hasMoved && !isCancelled) this.#press(drag.key);
  }

  override key(event: KeyboardEvent): void {
    const { data } = this.input;
    const command = commandOf(CHAIN_MAP_KEYS, event);
    if (!data || !command) return;
    const keys = quantitiesOf(data.request.network).map((quantity) =>
      quantityKey(quantity, data.request.network),
    );
    if (command === 'before' || command === 'after') {
      const step = command === 'before' ? -1 : 1;
      const at = this.#cursor === undefined ? (step > 0 ? -1 : 0) : keys.indexOf(this.#cursor);
      this.#cursor = keys[(at + step + keys.length) % keys.length];
      this.announce(tipOf(data, this.#cursor).join(', '));
      this.dispatch(new SymbolPointerEvent(this.#cursor));
    } else if (command === 'choose') this.#press(this.#cursor);
    else if (command === 'fit') this.#fit();
    else this.#toggle();
    event.preventDefault();
  }
}

const WHOLE: ChainShot = { at: 'chain' };

/** Connections are found where no quantity is. */
function nodesOf({ data, layout, view }: Pick<ChainPicture, 'data' | 'layout' | 'view'>): ChainNode[] {
  const { network } = data.request;
  const connections = layout.edges.flatMap((edge) => {
    if (!edge.weight) return [];
    const { x0, y0, x1, y1 } = edgeEnds(edge, view);
    const rect = { x: x0, y: y0, width: 0, height: 0 };
    return [
      { subject: quantityKey(edge.weight, network), rect, path: straight(x0, y0, x1, y1), alpha: edge.alpha },
    ];
  });
  const quantities = layout.vertices.map((vertex) => ({
    ...{ subject: vertex.key, rect: boxRect(vertex, view), alpha: vertex.alpha },
  }));
  return [...connections, ...quantities];
}
