// The scene of chapters 1 to 3: a network that reads digits, with a pad to draw on.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { isSame } from '../../../shared/is-same.ts';
import {
  fittingControl,
  segmentedControlStyles,
} from '../../controls/segmented-control/segmented-control.ts';
import { DigitDrawEvent, DigitPickEvent, DigitTargetEvent } from '../../events/index.ts';
import { Brush } from '../../stage/brush.ts';
import { zoomAbout } from '../../stage/camera.ts';
import type { Point } from '../../stage/geometry.ts';
import { Scene } from '../../stage/scene.ts';
import { DigitShotEvent } from './events.ts';
import '../../stage/stage.ts';
import '../../views/charts/data-table/data-table.ts';
import { sceneControlStyles } from '../../stage/scene-controls.styles.ts';
import { SIDE } from '../../views/digits/pixel-image/pixels.ts';
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
import { shotLine, shotSummary, shotTable, tipOf } from './text/describe.ts';
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

export interface DigitSceneInput {
  /** Activations, weights and, where the shot shows them, cost and gradient, all of one step. */
  readonly values: DigitMapValues | undefined;
  /** Camera, overlay, selection, and what plays once. */
  readonly shot: DigitShot;
  /** Images to pick, one a digit. */
  readonly samples: readonly Sample[];
  /** Digit of the picked one. */
  readonly picked: number | undefined;
  /** Words under the pad. */
  readonly caption: string;
  /** Offers the overlays of cost and gradient. */
  readonly hasCost: boolean;
}

/**
 * A pad, 784 pixels as a column, layers of neurons, ten outputs, and the cost. A changed shot flies the camera. Dispatches
 * `lab-digit-shot` where the visitor selects, flies or changes the overlay, `lab-digit-draw` with 784 numbers as in MNIST (undefined
 * when the pad is empty), `lab-digit-pick` and `lab-digit-target`.
 */
export class DigitScene extends Scene<DigitSceneInput, Item, Brush, Pose> {
  readonly name = 'digits';
  override readonly styles = [segmentedControlStyles, sceneControlStyles];
  readonly Brush = Brush;
  readonly motion = new DigitMotion(this.motionHost);

  readonly #drawing = new Drawing();
  readonly #lines = new LineCache();
  #layout?: Layout;
  #strokesTimer = 0;
  #showsStrokes = false;
  /** The frame before which no other drawing is emitted. */
  #emission?: number;
  #isEmitted = true;

  override attach(host: Parameters<Scene['attach']>[0]): void {
    super.attach(host);
    if (host || this.#emission === undefined) return;
    cancelAnimationFrame(this.#emission);
    this.#emission = undefined;
  }

  override readonly stroke = {
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

  protected override receive(before: Partial<DigitSceneInput>): void {
    const { values, shot: asked } = this.input;
    const { viewport } = this;
    if (!values) return;
    const layout = layoutDigits(values.sizes, viewport);
    const isNew = !isSame(layout, this.#layout);
    const isFirst = !this.#layout;
    this.#layout = layout;
    const shot = this.#shot;
    if (isNew) this.motion.cutTo(poseOf(shot, layout));
    const isChanged = asked !== before.shot && before.shot !== undefined;
    if (isFirst || (isChanged && !isSame(before.shot, shot)))
      this.#changeShot(shot, isChanged ? before.shot : undefined);
    else if (values !== before.values) this.#followInput(before.values, values);
  }

  #changeShot(shot: DigitShot, before: DigitShot | undefined): void {
    if (!this.#layout || !this.input.values) return;
    const pose = poseOf(shot, this.#layout);
    // The outputs take more room with the terms of the cost. A visitor who has moved the camera goes back with another target.
    const isElsewhere =
      before?.at !== shot.at ||
      !isSame(pose, poseOf(fittingShot(before, this.input.values.sizes), this.#layout));
    if (before && isElsewhere) this.motion.flyTo(pose, this.#layout);
    this.motion.stop();
    if (shot.play) this.motion.play(shot.play, this.input.values.sizes);
  }

  /** Another image runs through the network; a stroke sends light through it. */
  #followInput(before: DigitMapValues | undefined, values: DigitMapValues): void {
    if (!before || sameNumbers(before.activations[0], values.activations[0])) return;
    if (this.hasDrawing) this.motion.pulseOnce(values.sizes);
    else if (this.#shot.at !== 'neuron') this.motion.play('forward', values.sizes);
  }

  get label(): string {
    const summary = this.#summary;
    return summary
      ? msg(
          str`The digit network. ${summary} Arrow keys go from neuron to neuron, Enter opens one, digits pick an image.`,
        )
      : msg('Loading the digit network');
  }

  get #summary(): string | undefined {
    const { values } = this.input;
    return values && shotSummary(values, this.#shot, this.#hasWeightImages);
  }

  renderCaption() {
    const { values } = this.input;
    return html`<p class="strip" part="strip">${values ? shotLine(values, this.#shot) : msg('Loading digit network …')}</p>`;
  }

  override renderBelow() {
    const { values, hasCost } = this.input;
    const shot = this.#shot;
    const overlays = Object.fromEntries(
      DIGIT_OVERLAYS.filter((name) => hasCost || name === 'activations' || name === 'weights').map((name) => [
        name,
        OVERLAY_LABELS[name],
      ]),
    ) as Record<DigitOverlay, string>;
    return html`
      <div class="transport" part="transport">
        <div class="actions">
          <button class="primary" ?disabled=${!values} @click=${this.#togglePlay}>
            ${this.motion.isPlaying ? msg('Stop') : msg('Forward')}
          </button>
          ${
            hasCost && values?.gradient?.d_z
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
    `;
  }

  override tip(node: Item, at: Point): readonly string[] {
    const { values } = this.input;
    return values ? tipOf(values, this.#shot, node.subject, this.#pixelAt(node, at)) : [];
  }

  override pointing({ subject }: Item): string {
    return subject.kind === 'pad' ? 'drawing' : 'pointing';
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

  get #shot(): DigitShot {
    const { values, shot = OVERVIEW } = this.input;
    return values ? fittingShot(shot, values.sizes) : shot;
  }

  readonly #togglePlay = () => {
    if (this.motion.isPlaying) this.motion.stop();
    else this.#play('forward');
    this.requestUpdate();
  };

  #play(what: DigitPlay): void {
    if (this.input.values) this.motion.play(what, this.input.values.sizes);
    this.requestUpdate();
  }

  /** Whether the camera shows the whole network, and has not been moved. */
  get #isWhole(): boolean {
    const [layout, { pose }] = [this.#layout, this.motion];
    return !layout || !pose || isSame(pose, poseOf(OVERVIEW, layout));
  }

  readonly #fit = () => {
    if (this.#layout) this.motion.flyTo(poseOf(OVERVIEW, this.#layout), this.#layout);
    this.#emit({ ...this.#shot, ...OVERVIEW, neuron: undefined, way: undefined, play: undefined });
  };

  #startStroke(at: Point): boolean {
    const item = this.nodeAt(this.nodes, at);
    if (item?.subject.kind !== 'pad' || this.#shot.at === 'pixels') return false;
    clearTimeout(this.#strokesTimer);
    this.#showsStrokes = true;
    this.leave();
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
    const pad = this.nodes.find(({ subject }) => subject.kind === 'pad')?.rect;
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
    this.dispatch(new DigitDrawEvent(this.#drawing.image()));
    this.#emission = requestAnimationFrame(() => {
      this.#emission = undefined;
      if (!this.#isEmitted) this.#emitDrawing();
    });
  }

  override pan(pose: Pose, dx: number, dy: number): Pose | undefined {
    return this.#layout && pan(pose, this.#layout, dx, dy);
  }

  override zoom(pose: Pose, factor: number, at: Point): Pose | undefined {
    return this.#layout && zoomAbout(pose, this.#layout, factor, at, SCALES);
  }

  override select(item: Item | undefined): void {
    const subject = item?.subject;
    const shot = this.#shot;
    if (subject?.kind === 'sample') this.#pick(subject.digit);
    else if (subject?.kind === 'target') this.dispatch(new DigitTargetEvent(subject.digit));
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

  override open(item: Item | undefined): void {
    const subject = item?.subject;
    if (subject?.kind !== 'neuron') return;
    const { layer, neuron } = subject;
    this.#emit({
      ...this.#shot,
      at: 'neuron',
      neuron: { layer, neuron },
      way: undefined,
      play: undefined,
    });
  }

  #pick(digit: number): void {
    const sample = this.input.samples?.find((each) => each.digit === digit);
    if (!sample) return;
    this.strokes = [];
    this.dispatch(new DigitPickEvent(sample.index, sample.digit));
  }

  #emit(shot: DigitShot): void {
    this.dispatch(new DigitShotEvent(shot));
  }

  override key(event: KeyboardEvent): void {
    const action = this.input.values && actionOfKey(event, this.#shot, this.input.values);
    if (!action) return;
    event.preventDefault();
    if (action.shot) this.#emit({ ...action.shot, play: undefined });
    if (action.sample !== undefined) this.#pick(action.sample);
    if (action.isPlay) this.#togglePlay();
    if (action.announcement) this.announce(action.announcement);
  }

  override paint(brush: Brush): readonly Item[] | undefined {
    const picture = this.#picture(brush);
    if (picture) paintPicture(picture);
    return picture?.items;
  }

  #picture(brush: Brush): Picture | undefined {
    const [layout, { pose }] = [this.#layout, this.motion];
    const { values, samples: images = [], picked, caption = '' } = this.input;
    if (!layout || !values || !pose) return undefined;
    const shot = this.#shot;
    const view = viewOf(layout, pose);
    const hasTargets =
      values.cost !== undefined &&
      shot.overlay !== undefined &&
      !['activations', 'weights'].includes(shot.overlay);
    const samples = Array.from(
      { length: 10 },
      (_, digit) => images.find((each) => each.digit === digit)?.pixels,
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
      picked: this.hasDrawing ? undefined : picked,
      hover: this.hovered?.node.subject,
      caption,
      ...(this.#showsStrokes && this.hasDrawing && { strokes: this.#drawing.canvas }),
    };
  }
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}
