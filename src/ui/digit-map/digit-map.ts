// The digit map: one picture of the network of chapters 1 to 3, on which a digit is drawn, lights up, and blames backwards.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { segmentedControl, segmentedControlStyles } from '../controls/segmented-control/segmented-control.ts';
import { DigitDrawEvent, DigitPickEvent, DigitShotEvent, DigitTargetEvent } from '../events/index.ts';
import { Brush } from '../map-core/brush.ts';
import { listenToGestures } from '../map-core/gestures.ts';
import { MapCanvas } from '../map-core/map-canvas.ts';
import { baseStyles } from '../styles/base.styles.ts';
import { CanvasEnvironment } from '../views/canvas/canvas-environment.ts';
import '../views/charts/data-table/data-table.ts';
import { SIDE } from '../views/digits/pixel-image/pixels.ts';
import { digitMapStyles } from './digit-map.styles.ts';
import { actionOfKey } from './keys.ts';
import { DigitMotion } from './motion.ts';
import { Drawing } from './pad/drawing.ts';
import { bitmapsOf } from './painting/bitmaps.ts';
import { LineCache } from './painting/line-cache.ts';
import { paintPicture } from './painting/paint-picture.ts';
import type { Picture } from './painting/picture.ts';
import { hitTest, type Item, type Subject, sceneItems } from './scene/items.ts';
import { type Layout, layoutDigits } from './scene/layout.ts';
import { type Pose, pan, poseOf, viewOf, zoomAbout } from './scene/pose.ts';
import {
  DIGIT_OVERLAYS,
  type DigitOverlay,
  type DigitPlay,
  type DigitShot,
  fittingShot,
  OVERVIEW,
  openNeuron,
} from './shot.ts';
import { shotSummary, shotTable, tipOf } from './text/describe.ts';
import type { DigitMapValues } from './values.ts';

/** An image of each digit to pick. */
export interface Sample {
  readonly index: number;
  readonly digit: number;
  readonly pixels: Float32Array;
}

const OVERLAY_LABELS: Record<DigitOverlay, string> = {
  activations: 'Activations',
  weights: 'Weights',
  cost: 'Cost',
  nudges: 'Nudges',
  requests: 'Requests',
};

/** Milliseconds after a stroke until the pad shows the image that the network reads. */
const STROKES_STAY_MS = 700;

/**
 * @summary The digit network at work on one image: pad, 784 pixels as a column, layers of neurons, ten outputs, and the cost. Data in,
 *   events out: a changed `shot` flies the camera, the visitor's own arrive as `lab-digit-shot`. All numbers are those of `values`.
 *
 * @property values - Activations, weights and, where the shot shows them, cost and gradient, all of one step.
 * @property shot - Camera, overlay, selection, and what plays once.
 * @property samples - Images to pick, one a digit.
 * @property picked - Digit of the picked one.
 * @property caption - Words under the pad.
 * @property hasCost - Offers the overlays of cost and gradient. Attribute: `has-cost`.
 * @fires lab-digit-shot - The visitor selects, flies or changes the overlay.
 * @fires lab-digit-draw - The drawing changes: 784 numbers as in MNIST, undefined when it is empty.
 * @fires lab-digit-pick - The visitor picks an image.
 * @fires lab-digit-target - The visitor says which digit the image is.
 */
@customElement('lab-digit-map')
export class DigitMap extends LitElement {
  static override styles = [baseStyles, segmentedControlStyles, digitMapStyles];

  @property({ attribute: false }) values?: DigitMapValues;
  @property({ attribute: false }) shot: DigitShot = OVERVIEW;
  @property({ attribute: false }) samples: readonly Sample[] = [];
  @property({ attribute: false }) picked?: number;
  @property() caption = '';
  @property({ type: Boolean, attribute: 'has-cost' }) hasCost = false;

  @state() private size = { width: 0, height: 0 };
  @state() private hovered?: { readonly item: Item; readonly x: number; readonly y: number };
  @state() private announcement = '';

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.stage') private stage!: HTMLElement;

  /** Frames drawn so far: at rest it stays. */
  drawnFrames = 0;
  /** What is drawn and can be pointed at. */
  items: readonly Item[] = [];
  readonly motion = new DigitMotion({
    draw: () => this.#draw(),
    change: () => this.requestUpdate(),
    isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  });

  readonly #environment = new CanvasEnvironment(this);
  readonly #canvas = new MapCanvas(this.#environment, Brush);
  readonly #drawing = new Drawing();
  readonly #lines = new LineCache();
  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
  });
  #layout?: Layout;
  #strokesTimer = 0;
  #showsStrokes = false;
  #emission = 0;
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
    cancelAnimationFrame(this.#emission);
  }

  protected override firstUpdated(): void {
    this.#connectStage();
  }

  #connectStage(): void {
    this.#observer.observe(this.stage);
    this.#stopListening = listenToGestures(this.canvas, {
      pan: (dx, dy) => this.#move((pose, layout) => pan(pose, layout, dx, dy)),
      zoom: (factor, at) => this.#move((pose, layout) => zoomAbout(pose, layout, factor, at)),
      click: ({ x, y }) => this.#select(hitTest(this.items, x, y)?.subject),
      doubleClick: ({ x, y }) => this.#open(hitTest(this.items, x, y)?.subject),
      hover: (at) => this.#hover(at),
      stroke: {
        start: (at) => this.#startStroke(at),
        extend: (points) => {
          this.#drawing.extend(points.map((at) => this.#onPad(at)));
          this.#emitDrawing();
        },
        end: () => this.#endStroke(),
      },
    });
  }

  /** Removes the drawing without an event. */
  clearDrawing(): void {
    this.#drawing.clear();
    this.#showsStrokes = false;
    this.requestUpdate();
  }

  get hasDrawing(): boolean {
    return !this.#drawing.isEmpty;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { values } = this;
    if (!values || this.size.width === 0) return;
    const layout = layoutDigits(values.sizes, { ...this.size, textScale: this.#environment.textScale });
    const isNew = JSON.stringify(layout) !== JSON.stringify(this.#layout);
    const isFirst = !this.#layout;
    this.#layout = layout;
    const shot = this.#fittedShot;
    if (isNew) this.motion.cutTo(poseOf(shot, layout));
    const before = changed.get('shot');
    if (isFirst || (before && JSON.stringify(before) !== JSON.stringify(shot)))
      this.#changeShot(shot, before);
    else if (changed.has('values')) this.#followInput(changed.get('values'), values);
  }

  #changeShot(shot: DigitShot, before: DigitShot | undefined): void {
    if (!this.#layout || !this.values) return;
    const isElsewhere =
      before?.at !== shot.at || JSON.stringify(openNeuron(shot)) !== JSON.stringify(openNeuron(before));
    if (before && isElsewhere) this.motion.flyTo(poseOf(shot, this.#layout), this.#layout);
    this.motion.stop();
    if (shot.play) this.motion.play(shot.play, this.values.sizes);
  }

  /** Another image runs through the network; a stroke sends light through it. */
  #followInput(before: DigitMapValues | undefined, values: DigitMapValues): void {
    if (!before || sameNumbers(before.activations[0], values.activations[0])) return;
    if (this.hasDrawing) this.motion.pulseOnce(values.sizes);
    else if (this.shot.at !== 'neuron') this.motion.play('forward', values.sizes);
  }

  protected override updated(): void {
    this.motion.requestDraw();
  }

  protected override render() {
    const { values, hovered } = this;
    const shot = this.#fittedShot;
    const overlays = Object.fromEntries(
      DIGIT_OVERLAYS.filter((name) => this.hasCost || name === 'activations' || name === 'weights').map(
        (name) => [name, OVERLAY_LABELS[name]],
      ),
    ) as Record<DigitOverlay, string>;
    const pointing = hovered && (hovered.item.subject.kind === 'pad' ? 'drawing' : 'pointing');
    return html`
      <div class="stage">
        <canvas
          class=${pointing ?? ''}
          role="application"
          tabindex="0"
          aria-label=${values ? `The digit network. ${shotSummary(values, shot)} Arrow keys go from neuron to neuron, Enter opens one, digits pick an image.` : 'Loading the digit network'}
          @keydown=${this.#handleKey}
        ></canvas>
        ${values && hovered ? this.#renderTip(values, shot, hovered) : nothing}
      </div>
      <p class="strip">${values ? shotSummary(values, shot) : 'Loading digit network …'}</p>
      <div class="transport">
        <button class="primary" ?disabled=${!values} @click=${this.#togglePlay}>
          ${this.motion.isPlaying ? 'Stop' : 'Forward'}
        </button>
        ${
          this.hasCost && values?.gradient?.d_z
            ? html`<button @click=${() => this.#play('backward')}>Backward</button>`
            : nothing
        }
        <button ?disabled=${!this.hasDrawing} @click=${this.#undo}>Undo</button>
        <button ?disabled=${!this.hasDrawing} @click=${this.#clear}>Clear</button>
        ${shot.at === 'network' && !shot.neuron ? nothing : html`<button @click=${this.#fit}>Whole network</button>`}
        ${values ? html`<lab-data-table label="Numbers" .data=${() => shotTable(values, shot)}></lab-data-table>` : nothing}
        ${segmentedControl('Lines show', shot.overlay ?? 'activations', overlays, (overlay) => this.#emit({ ...shot, overlay, play: undefined }))}
      </div>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  #renderTip(values: DigitMapValues, shot: DigitShot, { item, x, y }: { item: Item; x: number; y: number }) {
    const { width, height } = this.size;
    const [first, ...rest] = tipOf(values, shot, item.subject, this.#pixelAt(item, { x, y }));
    if (!first) return nothing;
    const position = {
      ...(x > width / 2 ? { right: `${width - x + 14}px` } : { left: `${x + 14}px` }),
      ...(y > height / 2 ? { bottom: `${height - y + 12}px` } : { top: `${y + 12}px` }),
    };
    return html`<div class="tip" style=${styleMap(position)}>${first}${rest.map((line) => html`<span>${line}</span>`)}</div>`;
  }

  #pixelAt({ subject, rect }: Item, { x, y }: { x: number; y: number }): number | undefined {
    if (subject.kind !== 'pad') return undefined;
    const at = (value: number, from: number, length: number) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor(((value - from) / length) * SIDE)));
    return at(y, rect.y, rect.height) * SIDE + at(x, rect.x, rect.width);
  }

  get #fittedShot(): DigitShot {
    return this.values ? fittingShot(this.shot, this.values.sizes) : this.shot;
  }

  readonly #togglePlay = () => {
    if (this.motion.isPlaying) this.motion.stop();
    else this.#play('forward');
    this.requestUpdate();
  };

  #play(what: DigitPlay): void {
    if (this.values) this.motion.play(what, this.values.sizes);
    this.requestUpdate();
  }

  readonly #fit = () =>
    this.#emit({ ...this.#fittedShot, at: 'network', neuron: undefined, way: undefined, play: undefined });

  #startStroke(at: { x: number; y: number }): boolean {
    const item = hitTest(this.items, at.x, at.y);
    if (item?.subject.kind !== 'pad' || this.shot.at === 'pixels') return false;
    clearTimeout(this.#strokesTimer);
    this.#showsStrokes = true;
    this.hovered = undefined;
    this.#drawing.start(this.#onPad(at));
    this.#emitDrawing();
    return true;
  }

  #endStroke(): void {
    clearTimeout(this.#strokesTimer);
    this.#strokesTimer = window.setTimeout(() => {
      this.#showsStrokes = false;
      this.requestUpdate();
    }, STROKES_STAY_MS);
  }

  #onPad({ x, y }: { x: number; y: number }): { x: number; y: number } {
    const pad = this.items.find(({ subject }) => subject.kind === 'pad')?.rect;
    return pad ? { x: (x - pad.x) / pad.width, y: (y - pad.y) / pad.height } : { x: 0, y: 0 };
  }

  readonly #undo = () => {
    this.#drawing.undo();
    this.#showsStrokes = this.hasDrawing;
    this.#endStroke();
    this.#emitDrawing();
  };

  readonly #clear = () => {
    this.#drawing.clear();
    this.#showsStrokes = false;
    this.#emitDrawing();
  };

  /** At most once a frame. */
  #emitDrawing(): void {
    this.requestUpdate();
    cancelAnimationFrame(this.#emission);
    this.#emission = requestAnimationFrame(() =>
      this.dispatchEvent(new DigitDrawEvent(this.#drawing.image())),
    );
  }

  #move(change: (pose: Pose, layout: Layout) => Pose): void {
    const [{ pose }, layout] = [this.motion, this.#layout];
    if (pose && layout) this.motion.cutTo(change(pose, layout));
  }

  #hover(at: { x: number; y: number } | undefined): void {
    const item = at && hitTest(this.items, at.x, at.y);
    if (!this.hovered && !item) return;
    this.hovered = item && at ? { item, ...at } : undefined;
  }

  #select(subject: Subject | undefined): void {
    const shot = this.#fittedShot;
    if (subject?.kind === 'sample') this.#pick(subject.digit);
    else if (subject?.kind === 'target') this.dispatchEvent(new DigitTargetEvent(subject.digit));
    else if (subject?.kind === 'neuron') {
      const { layer, neuron } = subject;
      const isChosen = shot.neuron?.layer === layer && shot.neuron.neuron === neuron;
      this.#emit({
        ...shot,
        neuron: isChosen ? undefined : { layer, neuron },
        way: undefined,
        play: undefined,
      });
    } else if (!subject && shot.neuron && shot.at !== 'neuron')
      this.#emit({ ...shot, neuron: undefined, way: undefined, play: undefined });
  }

  #open(subject: Subject | undefined): void {
    if (subject?.kind !== 'neuron') return;
    const { layer, neuron } = subject;
    this.#emit({
      ...this.#fittedShot,
      at: 'neuron',
      neuron: { layer, neuron },
      way: undefined,
      play: undefined,
    });
  }

  #pick(digit: number): void {
    const sample = this.samples.find((each) => each.digit === digit);
    if (!sample) return;
    this.clearDrawing();
    this.dispatchEvent(new DigitPickEvent(sample.index, sample.digit));
  }

  #emit(shot: DigitShot): void {
    this.dispatchEvent(new DigitShotEvent(shot));
  }

  readonly #handleKey = (event: KeyboardEvent) => {
    const action = this.values && actionOfKey(event, this.#fittedShot, this.values);
    if (!action) return;
    event.preventDefault();
    if (action.shot) this.#emit({ ...action.shot, play: undefined });
    if (action.sample !== undefined) this.#pick(action.sample);
    if (action.isPlay) this.#togglePlay();
    if (action.announcement) this.announcement = action.announcement;
  };

  #draw(): void {
    const picture = this.#picture();
    if (!picture) return;
    this.items = picture.items;
    this.drawnFrames++;
    paintPicture(picture);
  }

  #picture(): Picture | undefined {
    const [layout, values, { pose }] = [this.#layout, this.values, this.motion];
    const brush = this.#canvas.prepare(this.canvas, this.size);
    if (!layout || !values || !pose || !brush) return undefined;
    const shot = this.#fittedShot;
    const view = viewOf(layout, pose);
    const hasTargets =
      values.cost !== undefined &&
      shot.overlay !== undefined &&
      !['activations', 'weights'].includes(shot.overlay);
    const samples = Array.from(
      { length: 10 },
      (_, digit) => this.samples.find((each) => each.digit === digit)?.pixels,
    );
    return {
      ...{
        brush,
        view,
        values,
        shot,
        motion: this.motion,
        lines: this.#lines,
        bitmaps: bitmapsOf(brush.palette),
      },
      items: sceneItems(view, shot, values.sizes, hasTargets),
      samples: samples as Float32Array[],
      picked: this.hasDrawing ? undefined : this.picked,
      hover: this.hovered?.item.subject,
      caption: this.caption,
      ...(this.#showsStrokes && this.hasDrawing && { strokes: this.#drawing.canvas }),
    };
  }
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-map': DigitMap;
  }
}
