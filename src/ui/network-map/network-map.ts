// The network map: one picture of a whole transformer at work, through which a camera flies.

import { msg } from '@lit/localize';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { memoize } from '../../shared/memoize.ts';
import type { ModelConfig } from '../../workers/rpc/api/lab-api.ts';
import { segmentedControlStyles } from '../controls/segmented-control/segmented-control.ts';
import { tokenLabel } from '../format/token-label.ts';
import { baseStyles } from '../styles/base.styles.ts';
import { MapShotEvent, MapTokenEvent } from './events.ts';
import '../views/charts/data-table/data-table.ts';
import { distanceToCurve } from '../map-core/curves.ts';
import { clamp } from '../map-core/geometry.ts';
import { mapStyles } from '../map-core/map.styles.ts';
import { isSame, MapElement, type Point } from '../map-core/map-element.ts';
import { greyPalette } from '../map-core/palette.ts';
import { type Pose, pan, poseOf, zoomAbout } from './camera/pose.ts';
import {
  detailOf,
  HEAD_STEPS,
  isGrey,
  OVERVIEW,
  type Shot,
  type Spotlight,
  stepOf,
  type Target,
} from './camera/shot.ts';
import { type ControlsContext, renderBar, renderStrip, renderTransport } from './controls.ts';
import { actionOfKey } from './interaction/keys.ts';
import { fittingShot, shotAfterClick, shotAfterDoubleClick } from './interaction/selection.ts';
import { sweepStart } from './motion/forward-front.ts';
import { MapMotion } from './motion/map-motion.ts';
import { networkMapStyles } from './network-map.styles.ts';
import type { OverlayScene } from './overlays/overlay.ts';
import { overlayOf } from './overlays/overlays.ts';
import { bitmapsOf } from './painting/bitmaps.ts';
import { Brush } from './painting/brush.ts';
import { paintPicture } from './painting/paint-picture.ts';
import type { Picture } from './painting/picture.ts';
import { renderRail } from './rail.ts';
import { BARS, type Frame, layoutFrame } from './scene/frame.ts';
import type { Item } from './scene/items.ts';
import { byPlace } from './scene/mlp-scene.ts';
import { type NetworkShape, networkShape } from './scene/network-shape.ts';
import { type Projection, project } from './scene/projection.ts';
import { sceneItems } from './scene/scene.ts';
import { numberAt, subjectName, type Words } from './text/describe.ts';
import { shotSummary } from './text/summary.ts';
import { headActivations } from './values/network-query.ts';
import {
  guessesOf,
  type NetworkValues,
  predictionBars,
  type Ranges,
  valueRanges,
} from './values/network-values.ts';

/**
 * @summary A transformer at work on one prompt: tokens across, depth down, the residual stream in a lane a token, attention as
 *   curves, MLPs as fields of neurons, and the prediction at the end. Data in, events out: the host reads `networkQuery` for the
 *   shot from one step of the worker, and sets the result as `values`. A changed `shot` flies the camera; the visitor's own
 *   choices arrive as `lab-map-shot`, which the host sets as the new shot. `shot` is plain data.
 *
 * @property model - Hyperparameters of the network.
 * @property vocabulary - Texts of the tokens, by id.
 * @property values - Activations and lenses of one prompt; the picture of the last ones stays until others arrive.
 * @property shot - Camera target, overlay, selection and front.
 * @property hasOverlays - Shows the control of overlays. Attribute: `has-overlays`.
 * @property hasTokens - Shows a button that appends the predicted token. Attribute: `has-tokens`.
 * @fires lab-map-shot - The visitor selects, flies or changes the overlay.
 * @fires lab-map-token - The visitor appends the predicted token to the prompt.
 * @csspart bar - Position in the network, and overlays.
 * @csspart form - Fields of the overlay, if it has any.
 * @csspart strip - The picture in words.
 * @csspart transport - Controls of the pass.
 */
@customElement('lab-network-map')
export class NetworkMap extends MapElement<Item, Brush, Pose> {
  static override styles = [baseStyles, segmentedControlStyles, mapStyles, networkMapStyles];

  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) values?: NetworkValues;
  @property({ attribute: false }) shot: Shot = OVERVIEW;
  @property({ type: Boolean, attribute: 'has-overlays' }) hasOverlays = false;
  @property({ type: Boolean, attribute: 'has-tokens' }) hasTokens = false;

  /** What the pointer carries from one of two networks to the other. */
  @state() private carried?: Picture['carried'] & { readonly from: Point };

  readonly motion = new MapMotion(this.motionHost);

  #shape?: NetworkShape;
  #frame?: Frame;
  #ranges?: Ranges;
  /** Drawn while the camera leaves them. */
  #lastHead?: Picture['head'];
  #lastMlp?: Picture['mlp'];
  #lastSpotlight?: Spotlight;
  /** What the pulse of a training step measures from. */
  #pulseFrom?: NetworkValues;

  /** Which patch the shown values have. */
  #patched?: string;
  /** Label of the step that is drawn. */
  #drawnStep?: Element | null | undefined;

  constructor() {
    super(Brush);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('model')) {
      this.#shape = networkShape(this.model);
      this.#lastHead = this.#lastMlp = undefined;
    }
    const [shape, values] = [this.#shape, this.values];
    if (changed.has('values') && values) this.#ranges = valueRanges(values);
    const patched = changed.has('values') && values ? overlayOf(this.shot).flow?.(values) : undefined;
    if (patched !== undefined && patched !== this.#patched) this.motion.flowDown();
    if (changed.has('values')) this.#patched = patched;
    if (!shape || !values || this.size.width === 0) return;
    if (changed.has('values') && !changed.has('model'))
      this.#followPrompt(shape, changed.get('values'), values);
    const frame = layoutFrame(
      shape,
      { ...this.size, textScale: this.environment.textScale },
      this.motion.lanes ?? values.tokens.length,
    );
    const isNew = !isSame(frame, this.#frame);
    const isFirst = !this.#frame;
    this.#frame = frame;
    const shot = this.#fittedShot;
    const before = changed.get('shot');
    if (isFirst || changed.has('model')) this.motion.cutTo(poseOf(shot.target, shape, frame));
    else if (isNew) this.motion.resizeTo(poseOf(shot.target, shape, frame));
    if (isFirst && shot.spotlight) this.#setSpotlight(shot.spotlight);
    if (isFirst && shot.front !== undefined) this.#showFront(shape, shot.front);
    else if (before) this.#changeShot(shape, before, shot);
  }

  /** A longer prompt gets its new column; another prompt is read from where the camera is. */
  #followPrompt(shape: NetworkShape, before: NetworkValues | undefined, values: NetworkValues): void {
    const { tokens } = values;
    if (!before || typeof this.shot.front === 'number') return;
    if (values.step !== before.step && this.motion.startPulse()) this.#pulseFrom = before;
    const known = before.tokens.every(({ id }, i) => tokens[i]?.id === id);
    if (known && tokens.length === before.tokens.length) return;
    if (known && tokens.length === before.tokens.length + 1) this.motion.addColumn(shape, tokens.length);
    else {
      this.motion.scrub(sweepStart(shape, this.#fittedShot.target));
      this.motion.play(shape);
    }
  }

  #changeShot(shape: NetworkShape, before: Shot, shot: Shot): void {
    const isElsewhere = !isSame(before.target, shot.target);
    if (isElsewhere) this.flyTo(shot);
    for (const detail of ['head', 'mlp'] as const) {
      const [step, stepBefore] = [stepOf(shot, detail), stepOf(before, detail)];
      if (step === undefined) {
        if (isElsewhere || stepBefore !== undefined) this.motion.showDetail(detail);
      } else if (isElsewhere && detailOf(shot) === detail) this.motion.arriveAt(detail, step);
      else if (step !== stepBefore) this.motion.stepTo(detail, step);
    }
    if (before.spotlight !== shot.spotlight) this.#setSpotlight(shot.spotlight);
    if (before.front !== shot.front) this.#showFront(shape, shot.front ?? 1);
    if (!isSame(before.ablated, shot.ablated)) this.motion.growBars();
  }

  #setSpotlight(spotlight: Spotlight | undefined): void {
    this.#lastSpotlight = spotlight ?? this.#lastSpotlight;
    this.motion.dimTo(spotlight ? 1 : 0);
  }

  #showFront(shape: NetworkShape, front: number | 'play'): void {
    this.motion.scrub(front === 'play' ? 0 : front);
    if (front === 'play') this.motion.play(shape);
  }

  protected override render() {
    const [shape, frame, pose, words] = [this.#shape, this.#frame, this.motion.pose, this.#words];
    const shot = this.#fittedShot;
    const controls: ControlsContext = {
      ...{ shot, words, labels: this.#labels, motion: this.motion },
      ...{ hasOverlays: this.hasOverlays, hasTokens: this.hasTokens },
      isWhole: !shape || !frame || !pose || isSame(pose, poseOf(OVERVIEW.target, shape, frame)),
      emit: (next, again) => this.#emit(next, again),
      togglePlay: this.#togglePlay,
      scrub: (sweep) => this.motion.scrub(sweep),
      appendToken: this.#appendToken,
    };
    const select = (target: Target) => this.#emit({ ...shot, target }, true);
    return html`
      <div class="head" part="bar">${renderBar(controls)} ${this.hasOverlays ? overlayOf(shot).form?.(shot, words, (next) => this.#emit(next)) : nothing}</div>
      <div class="stage ${frame?.isNarrow ? 'narrow' : ''} ${this.#scene ? 'apart' : ''}">
        ${this.renderCanvas(words ? shotSummary(words, shot) : msg('Loading activations'))}
        ${shape && frame && pose && !this.#scene ? renderRail({ shape, frame, pose, shot, values: this.values, isComputed: this.motion.sweep >= 1, select }) : nothing}
        ${words && this.hovered ? this.renderTip(tipOf(words, shot, this.hovered)) : nothing}
      </div>
      ${renderStrip(controls)} ${renderTransport(controls)}
      ${this.renderAnnouncement()}
    `;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The row of steps scrolls, where it is narrow: the drawn one stays in view.
    const drawn = this.renderRoot.querySelector<HTMLElement>('.transport > .choice :checked');
    const [label, row] = [drawn?.parentElement, drawn?.closest('fieldset')];
    if (label && row && label !== this.#drawnStep)
      row.scrollLeft = label.offsetLeft - (row.clientWidth - label.offsetWidth) / 2;
    this.#drawnStep = label;
  }

  get #labels(): readonly string[] {
    return this.values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
  }

  get #words(): Words | undefined {
    const [shape, values] = [this.#shape, this.values];
    return shape && values && { shape, values, labels: this.#labels, vocabulary: this.vocabulary };
  }

  /** What the overlay draws in place of the network. */
  get #scene(): OverlayScene | undefined {
    const shot = this.#fittedShot;
    return this.values && overlayOf(shot).scene?.(shot, this.values);
  }

  get #view(): Projection | undefined {
    const [shape, frame, { pose }] = [this.#shape, this.#frame, this.motion];
    return shape && frame && pose && project(shape, frame, pose);
  }

  get #fittedShot(): Shot {
    const shape = this.#shape;
    return shape && this.values ? fittingShot(this.shot, shape, this.values.tokens.length) : this.shot;
  }

  /** Flies the camera to a shot's target; cuts where the visitor prefers reduced motion. */
  flyTo({ target }: Shot): void {
    if (this.#shape && this.#frame) this.motion.flyTo(poseOf(target, this.#shape, this.#frame));
  }

  readonly #togglePlay = () => {
    const { motion } = this;
    const detail = detailOf(this.#fittedShot);
    if (motion.isPlaying) detail ? motion.stopDetail(detail) : motion.scrub(motion.sweep);
    else if (detail) motion.playDetail(detail);
    else if (this.#shape) motion.play(this.#shape);
    this.requestUpdate();
  };

  readonly #appendToken = () => {
    const [token] = this.values?.next ?? [];
    if (token) this.dispatchEvent(new MapTokenEvent(token));
  };

  protected override pan(pose: Pose, dx: number, dy: number): Pose | undefined {
    return this.#scene ? undefined : this.#frame && pan(pose, this.#frame, dx, dy);
  }

  protected override zoom(pose: Pose, factor: number, at: Point): Pose | undefined {
    return this.#scene ? undefined : this.#frame && zoomAbout(pose, this.#frame, factor, at);
  }

  /** Edges lie over the picture, under the nodes of their graph. */
  protected override itemAt(at: Point): Item | undefined {
    const item = super.itemAt(at);
    return item?.isOfOverlay ? item : (this.#edgeAt(at) ?? item);
  }

  #edgeAt(at: Point): Item | undefined {
    const [view, values, shot] = [this.#view, this.values, this.#fittedShot];
    const curves = (view && values && overlayOf(shot).curves?.(view, values, shot)) ?? [];
    const distances = curves.map(({ curve }) => distanceToCurve(curve, at));
    const nearest = distances.indexOf(Math.min(...distances));
    if (!(distances[nearest] <= EDGE_REACH)) return undefined;
    return {
      subject: curves[nearest].subject,
      rect: { ...at, width: 0, height: 0 },
      depth: 0,
      isOfOverlay: true,
    };
  }

  /** A press on a vector of one run carries it; released where it was pressed, it is a click. */
  protected override readonly stroke = {
    start: (at: Point) => {
      const item = this.itemAt(at);
      if (!this.#scene || !item) return false;
      this.carried = { item, from: at, at };
      this.hovered = undefined;
      return true;
    },
    extend: (points: readonly Point[]) => {
      const [at, view] = [points.at(-1), this.#view];
      if (!this.carried || !at || !view) return;
      const { landing: _, ...carried } = this.carried;
      const landing = this.#scene?.landing(carried.item, at, this.items, view);
      this.carried = { ...carried, at, ...(landing && { landing }) };
    },
    end: (isCancelled: boolean) => {
      const { carried } = this;
      this.carried = undefined;
      if (!carried || isCancelled) return;
      const { item, from, at, landing } = carried;
      if (landing) this.#emit(this.#scene?.drop(this.#fittedShot, item));
      else if (Math.hypot(at.x - from.x, at.y - from.y) <= CLICK_SLACK) this.select(item);
    },
  };

  protected override select(item: Item | undefined): void {
    if (item) this.#emit(shotAfterClick(this.#fittedShot, item.subject));
  }

  protected override open(item: Item | undefined): void {
    if (this.#shape) this.#emit(shotAfterDoubleClick(this.#fittedShot, item?.subject, this.#shape));
  }

  /**
   * A shot of the visitor: it dims nothing.
   *
   * @param again also where the shot stays: the camera returns to it after panning, and a step of a head is drawn once more
   */
  #emit(chosen: Shot | undefined, again = false): void {
    if (!chosen) return;
    const { spotlight: _, ...shot } = chosen;
    if (again && isSame(shot.target, this.#fittedShot.target)) this.flyTo(shot);
    for (const detail of ['head', 'mlp'] as const) {
      const step = stepOf(shot, detail);
      if (again && step !== undefined && step === stepOf(this.shot, detail)) this.motion.stepTo(detail, step);
    }
    this.dispatchEvent(new MapShotEvent(shot));
  }

  protected override readonly handleKey = (event: KeyboardEvent) => {
    if (this.carried && event.key === 'Escape') {
      this.carried = undefined;
      return;
    }
    const [words, frame] = [this.#words, this.#frame];
    const action = words && actionOfKey(event, this.#fittedShot, words);
    if (!action || !frame) return;
    event.preventDefault();
    const { shot, zoom, isSweep, announcement } = action;
    if (shot) this.#emit(shot, true);
    if (isSweep) this.#togglePlay();
    const middle = { x: (frame.width + frame.rail) / 2, y: frame.height / 2 };
    if (zoom) this.move((pose) => zoomAbout(pose, frame, zoom, middle));
    if (announcement) this.announcement = announcement;
  };

  protected override paint(brush: Brush): readonly Item[] | undefined {
    const picture = this.#picture(brush);
    if (picture) paintPicture(picture);
    return picture?.items;
  }

  #picture(coloured: Brush): Picture | undefined {
    const [shape, frame, values, ranges] = [this.#shape, this.#frame, this.values, this.#ranges];
    const { motion } = this;
    if (!shape || !frame || !motion.pose || !values || !ranges) return undefined;
    const shot = this.#fittedShot;
    this.#rememberDetail(shot);
    const brush = isGrey(shot) ? greyBrush(coloured) : coloured;
    const { isBackward, valuesAlpha = 1, items: overlayItems } = overlayOf(shot);
    const view = project(shape, frame, motion.pose);
    const [head, mlp] = [this.#lastHead, this.#lastMlp];
    const step = HEAD_STEPS[Math.max(0, Math.ceil(motion.progress.head) - 1)];
    const neurons = byPlace(values.lenses['mlp-neurons']?.neurons ?? [], view).map(({ neuron }) => neuron);
    const scene = this.#scene;
    const items = scene
      ? scene.items(view, values)
      : sceneItems({
          ...{ view, tokens: values.tokens.length, bars: predictionBars(values, BARS).length },
          hasGuesses: guessesOf(values) !== undefined,
          ...(head && { head: { ...head, step } }),
          ...(mlp && { mlp: { ...mlp, neurons } }),
        }).concat(overlayItems?.(view, values.tokens.length, values, shot) ?? []);
    return {
      ...{ brush, view, values, ranges, items, shot, head, mlp },
      ...{ bitmaps: bitmapsOf(brush.palette), weightBitmaps: bitmapsOf(coloured.palette) },
      ...{ labels: this.#labels, vocabulary: this.vocabulary, valuesAlpha },
      token: shot.token ?? values.tokens.length - 1,
      hover: this.hovered?.item.subject,
      flow: motion.flow,
      ...(this.carried && { carried: this.carried }),
      ...(isBackward
        ? { front: Number.POSITIVE_INFINITY, back: motion.back(shape) }
        : { front: motion.front(shape), back: Number.NEGATIVE_INFINITY }),
      ...(motion.frontToken !== undefined && { frontToken: motion.frontToken }),
      ...{ progress: { ...motion.progress }, growth: motion.growth, drop: motion.drop },
      haste: clamp(RAMP * Math.min(motion.flown, 1 - motion.flown)),
      ...(this.#lastSpotlight &&
        motion.veil > 0 && { veil: { spotlight: this.#lastSpotlight, drawn: motion.veil } }),
      ...(this.#pulseFrom && motion.pulse < 1 && { pulse: { from: this.#pulseFrom, faded: motion.pulse } }),
    };
  }

  #rememberDetail({ target }: Shot): void {
    if (target.at === 'head') {
      const { layer, head } = target;
      this.#lastHead = { layer, head, names: headActivations(this.model, layer) };
    }
    if (target.at === 'mlp') this.#lastMlp = { layer: target.layer, token: target.token };
  }
}

const greyBrush = memoize((brush: Brush) => brush.recoloured(greyPalette(brush.palette)));

/** Distance at which an edge is found, in CSS pixels. */
const EDGE_REACH = 6;
/** CSS pixels that a click may move. */
const CLICK_SLACK = 5;

/** Slope of the haste at the ends of a flight. */
const RAMP = 5;

/** What is there, its number, and what the overlay says about it. */
const tipOf = (words: Words, shot: Shot, { item, x, y }: { readonly item: Item } & Point) => [
  overlayOf(shot).subjectName?.(item.subject, words) ?? subjectName(words, item.subject),
  numberAt(words, item, x, y),
  overlayOf(shot).describe?.(item.subject, words.values, shot),
];

declare global {
  interface HTMLElementTagNameMap {
    'lab-network-map': NetworkMap;
  }
}
