// The digit map: one picture of the network of chapters 1 to 3, on which a digit is drawn, lights up, and blames backwards.

import { msg, str } from '@lit/localize';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fittingControl, segmentedControlStyles } from '../controls/segmented-control/segmented-control.ts';
import { DigitDrawEvent, DigitPickEvent, DigitShotEvent, DigitTargetEvent } from '../events/index.ts';
import { Brush } from '../map-core/brush.ts';
import { zoomAbout } from '../map-core/camera.ts';
import { mapStyles } from '../map-core/map.styles.ts';
import { isSame, MapElement, type Point } from '../map-core/map-element.ts';
import { baseStyles } from '../styles/base.styles.ts';
import '../views/charts/data-table/data-table.ts';
import { SIDE } from '../views/digits/pixel-image/pixels.ts';
import { digitMapStyles } from './digit-map.styles.ts';
import { actionOfKey } from './keys.ts';
import { DigitMotion } from './motion.ts';
import { Drawing, type Strokes } from './pad/drawing.ts';
import { bitmapsOf } from './painting/bitmaps.ts';
import { LineCache } from './painting/line-cache.ts';
import { weightImageSide } from './painting/paint-neurons.ts';
import { paintPicture } from './painting/paint-picture.ts';
import type { Picture } from './painting/picture.ts';
import { type Item, sceneItems } from './scene/items.ts';
import { type Layout, layoutDigits } from './scene/layout.ts';
import { type Pose, pan, poseOf, SCALES, viewOf } from './scene/pose.ts';
import {
  DIGIT_OVERLAYS,
  type DigitOverlay,
  type DigitPlay,
  type DigitShot,
  fittingShot,
  OVERVIEW,
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
  activations: msg('Activations'),
  weights: msg('Weights'),
  cost: msg('Cost'),
  nudges: msg('Nudges'),
  requests: msg('Desired activations'),
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
export class DigitMap extends MapElement<Item, Brush, Pose> {
  static override styles = [baseStyles, segmentedControlStyles, mapStyles, digitMapStyles];

  @property({ attribute: false }) values?: DigitMapValues;
  @property({ attribute: false }) shot: DigitShot = OVERVIEW;
  @property({ attribute: false }) samples: readonly Sample[] = [];
  @property({ attribute: false }) picked?: number;
  @property() caption = '';
  @property({ type: Boolean, attribute: 'has-cost' }) hasCost = false;

  readonly motion = new DigitMotion(this.motionHost);

  readonly #drawing = new Drawing();
  readonly #lines = new LineCache();
  #layout?: Layout;
  #strokesTimer = 0;
  #showsStrokes = false;
  /** The frame before which no other drawing is emitted. */
  #emission?: number;
  #isEmitted = true;

  constructor() {
    super(Brush);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#emission !== undefined) cancelAnimationFrame(this.#emission);
    this.#emission = undefined;
  }

  protected override readonly stroke = {
    start: (at: Point) => this.#startStroke(at),
    extend: (points: readonly Point[]) => {
      this.#drawing.extend(points.map((at) => this.#onPad(at)));
      this.#emitDrawing();
    },
    end: () => this.#endStroke(),
  };

  /** Of the drawing; another one is set without an event. */
  get strokes(): Strokes {
    return this.#drawing.strokes;
  }

  set strokes(strokes: Strokes) {
    this.#drawing.strokes = strokes;
    this.#showsStrokes = false;
    this.requestUpdate();
  }

  get hasDrawing(): boolean {
    return !this.#drawing.isEmpty;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { values } = this;
    if (!values || this.size.width === 0) return;
    const layout = layoutDigits(values.sizes, { ...this.size, textScale: this.environment.textScale });
    const isNew = !isSame(layout, this.#layout);
    const isFirst = !this.#layout;
    this.#layout = layout;
    const shot = this.#fittedShot;
    if (isNew) this.motion.cutTo(poseOf(shot, layout));
    const before = changed.get('shot');
    if (isFirst || (before && !isSame(before, shot))) this.#changeShot(shot, before);
    else if (changed.has('values')) this.#followInput(changed.get('values'), values);
  }

  #changeShot(shot: DigitShot, before: DigitShot | undefined): void {
    if (!this.#layout || !this.values) return;
    const pose = poseOf(shot, this.#layout);
    // The outputs take more room with the terms of the cost. A visitor who has moved the camera goes back with another target.
    const isElsewhere =
      before?.at !== shot.at || !isSame(pose, poseOf(fittingShot(before, this.values.sizes), this.#layout));
    if (before && isElsewhere) this.motion.flyTo(pose, this.#layout);
    this.motion.stop();
    if (shot.play) this.motion.play(shot.play, this.values.sizes);
  }

  /** Another image runs through the network; a stroke sends light through it. */
  #followInput(before: DigitMapValues | undefined, values: DigitMapValues): void {
    if (!before || sameNumbers(before.activations[0], values.activations[0])) return;
    if (this.hasDrawing) this.motion.pulseOnce(values.sizes);
    else if (this.shot.at !== 'neuron') this.motion.play('forward', values.sizes);
  }

  protected override render() {
    const { values, hovered } = this;
    const shot = this.#fittedShot;
    const summary = values && shotSummary(values, shot, this.#hasWeightImages);
    const overlays = Object.fromEntries(
      DIGIT_OVERLAYS.filter((name) => this.hasCost || name === 'activations' || name === 'weights').map(
        (name) => [name, OVERLAY_LABELS[name]],
      ),
    ) as Record<DigitOverlay, string>;
    return html`
      <div class="stage">
        ${this.renderCanvas(
          summary
            ? msg(
                str`The digit network. ${summary} Arrow keys go from neuron to neuron, Enter opens one, digits pick an image.`,
              )
            : msg('Loading the digit network'),
          hovered?.item.subject.kind === 'pad' ? 'drawing' : 'pointing',
        )}
        ${values && hovered ? this.renderTip(tipOf(values, shot, hovered.item.subject, this.#pixelAt(hovered.item, hovered))) : nothing}
      </div>
      <p class="strip">${summary ?? msg('Loading digit network …')}</p>
      <div class="transport" part="transport">
        <div class="actions">
          <button class="primary" ?disabled=${!values} @click=${this.#togglePlay}>
            ${this.motion.isPlaying ? msg('Stop') : msg('Forward')}
          </button>
          ${
            this.hasCost && values?.gradient?.d_z
              ? html`<button @click=${() => this.#play('backward')}>${msg('Backward')}</button>`
              : nothing
          }
          <button ?disabled=${!this.hasDrawing} @click=${this.#undo}>${msg('Undo')}</button>
          <button ?disabled=${!this.hasDrawing} @click=${this.#clear}>${msg('Clear')}</button>
          ${this.#isWhole ? nothing : html`<button @click=${this.#fit}>${msg('Whole network')}</button>`}
          ${values ? html`<lab-data-table label=${msg('Numbers')} .data=${() => shotTable(values, shot)}></lab-data-table>` : nothing}
        </div>
        ${fittingControl(msg('Lines show'), shot.overlay ?? 'activations', overlays, (overlay) => this.#emit({ ...shot, overlay, play: undefined }))}
      </div>
      ${this.renderAnnouncement()}
    `;
  }

  get #hasWeightImages(): boolean {
    const [layout, { pose }] = [this.#layout, this.motion];
    return layout !== undefined && pose !== undefined && weightImageSide(viewOf(layout, pose)) !== undefined;
  }

  #pixelAt({ subject, rect }: Item, { x, y }: Point): number | undefined {
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

  /** Whether the camera shows the whole network, and has not been moved. */
  get #isWhole(): boolean {
    const [layout, { pose }] = [this.#layout, this.motion];
    return !layout || !pose || isSame(pose, poseOf(OVERVIEW, layout));
  }

  readonly #fit = () => {
    if (this.#layout) this.motion.flyTo(poseOf(OVERVIEW, this.#layout), this.#layout);
    this.#emit({ ...this.#fittedShot, ...OVERVIEW, neuron: undefined, way: undefined, play: undefined });
  };

  #startStroke(at: Point): boolean {
    const item = this.itemAt(at);
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

  #onPad({ x, y }: Point): Point {
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
    this.#drawing.strokes = [];
    this.#showsStrokes = false;
    this.#emitDrawing();
  };

  /** At once, then at most once a frame. */
  #emitDrawing(): void {
    this.requestUpdate();
    this.#isEmitted = this.#emission === undefined;
    if (!this.#isEmitted) return;
    this.dispatchEvent(new DigitDrawEvent(this.#drawing.image()));
    this.#emission = requestAnimationFrame(() => {
      this.#emission = undefined;
      if (!this.#isEmitted) this.#emitDrawing();
    });
  }

  protected override pan(pose: Pose, dx: number, dy: number): Pose | undefined {
    return this.#layout && pan(pose, this.#layout, dx, dy);
  }

  protected override zoom(pose: Pose, factor: number, at: Point): Pose | undefined {
    return this.#layout && zoomAbout(pose, this.#layout, factor, at, SCALES);
  }

  protected override select(item: Item | undefined): void {
    const subject = item?.subject;
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

  protected override open(item: Item | undefined): void {
    const subject = item?.subject;
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
    this.strokes = [];
    this.dispatchEvent(new DigitPickEvent(sample.index, sample.digit));
  }

  #emit(shot: DigitShot): void {
    this.dispatchEvent(new DigitShotEvent(shot));
  }

  protected override readonly handleKey = (event: KeyboardEvent) => {
    const action = this.values && actionOfKey(event, this.#fittedShot, this.values);
    if (!action) return;
    event.preventDefault();
    if (action.shot) this.#emit({ ...action.shot, play: undefined });
    if (action.sample !== undefined) this.#pick(action.sample);
    if (action.isPlay) this.#togglePlay();
    if (action.announcement) this.announcement = action.announcement;
  };

  protected override paint(brush: Brush): readonly Item[] | undefined {
    const picture = this.#picture(brush);
    if (picture) paintPicture(picture);
    return picture?.items;
  }

  #picture(brush: Brush): Picture | undefined {
    const [layout, values, { pose }] = [this.#layout, this.values, this.motion];
    if (!layout || !values || !pose) return undefined;
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
