// The network map: one scene of a whole transformer at work, through which a camera flies.

import { msg } from '@lit/localize';
import { isSame } from '../../../shared/is-same.ts';
import { memoize } from '../../../shared/memoize.ts';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import { segmentedControlStyles } from '../../controls/segmented-control/segmented-control.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { clamp, type Point } from '../../stage/geometry.ts';
import { greyPalette } from '../../stage/palette.ts';
import { Scene } from '../../stage/scene.ts';
import '../../stage/stage.ts';
import '../../views/charts/data-table/data-table.ts';
import { type Pose, pan, poseOf, zoomAbout } from './camera/pose.ts';
import { detailOf, isGrey, OVERVIEW, type Shot, type Spotlight, stepOf, type Target } from './camera/shot.ts';
import {
  type ControlsContext,
  renderOverlays,
  renderPath,
  renderStrip,
  renderTransport,
} from './controls.ts';
import { MapShotEvent, MapTokenEvent } from './events.ts';
import { actionOfKey } from './interaction/keys.ts';
import { fittingShot, shotAfterClick, shotAfterDoubleClick } from './interaction/selection.ts';
import { sweepStart } from './motion/forward-front.ts';
import { MapMotion } from './motion/map-motion.ts';
import { networkMapStyles } from './network-scene.styles.ts';
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

/** What the map shows: data in, events out. */
export interface NetworkInput {
  readonly model: ModelConfig;
  /** Texts of the tokens, by id. */
  readonly vocabulary: readonly string[];
  /** Activations and lenses of one prompt; the picture of the last ones stays until others arrive. */
  readonly values: NetworkValues | undefined;
  /** Camera target, overlay, selection and front. */
  readonly shot: Shot;
  /** Shows the control of overlays. */
  readonly hasOverlays: boolean;
  /** Shows a button that appends the predicted token. */
  readonly hasTokens: boolean;
  /** A picture to look at: without axis and grids, the prediction large and at once, the forward pass brief. */
  readonly isPlain: boolean;
}

/**
 * Tokens across, depth down, the residual stream in a lane a token, attention as curves, MLPs as fields of neurons, and the prediction
 * at the end. The host reads `networkQuery` for the shot from one step of the worker, and shows the result as `values`. A changed shot
 * flies the camera. Dispatches `lab-map-shot` where the visitor selects, flies or changes the overlay: the host shows it as the new
 * shot; and `lab-map-token` where they append the predicted token.
 */
export class NetworkScene extends Scene<NetworkInput, Item, Brush, Pose> {
  readonly name = 'network';
  override readonly styles = [segmentedControlStyles, networkMapStyles];
  readonly Brush = Brush;
  readonly motion = new MapMotion(this.motionHost);

  /** What the pointer carries from one of two networks to the other. */
  #carried?: (Picture['carried'] & { readonly from: Point }) | undefined;
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

  protected override receive(before: Partial<NetworkInput>): void {
    const { model, values, isPlain = false } = this.input;
    const viewport = { ...this.viewport, isPlain };
    const isOtherModel = model !== before.model;
    const isOtherValues = values !== before.values;
    if (isOtherModel) {
      this.#shape = model && networkShape(model);
      this.#lastHead = this.#lastMlp = undefined;
    }
    const shape = this.#shape;
    if (isOtherValues && values) this.#receiveValues(values, before.values);
    if (!shape || !values) return;
    if (isOtherValues && !isOtherModel) this.#followPrompt(shape, before.values, values);
    const frame = layoutFrame(shape, viewport, this.motion.lanes ?? values.tokens.length);
    const isNew = !isSame(frame, this.#frame);
    const isFirst = !this.#frame;
    this.#frame = frame;
    const shot = this.#shot;
    if (isFirst || isOtherModel) this.motion.cutTo(poseOf(shot.target, shape, frame));
    else if (isNew) this.motion.resizeTo(poseOf(shot.target, shape, frame));
    if (isFirst && shot.spotlight) this.#setSpotlight(shot.spotlight);
    if (isFirst) this.#arrive(shot);
    if (isFirst && shot.front !== undefined) this.#showFront(shape, shot.front);
    else if (before.shot && before.shot !== this.input.shot) this.#changeShot(shape, before.shot, shot);
  }

  /** The first picture: what a link opens is drawn as far as its shot says. */
  #arrive(shot: Shot): void {
    const detail = detailOf(shot);
    const step = detail && stepOf(shot, detail);
    if (detail && step !== undefined) this.motion.arriveAt(detail, step);
  }

  #receiveValues(values: NetworkValues, before: NetworkValues | undefined): void {
    this.#ranges = valueRanges(values);
    if (this.input.isPlain && values.compared && !before?.compared) this.motion.growBars();
    const patched = overlayOf(this.#shot).flow?.(values);
    if (patched !== undefined && patched !== this.#patched) this.motion.flowDown();
    this.#patched = patched;
  }

  /** A longer prompt gets its new column; another prompt is read from where the camera is. */
  #followPrompt(shape: NetworkShape, before: NetworkValues | undefined, values: NetworkValues): void {
    const { tokens } = values;
    if (!before || typeof this.input.shot?.front === 'number') return;
    if (values.step !== before.step && this.motion.startPulse()) this.#pulseFrom = before;
    const known = before.tokens.every(({ id }, i) => tokens[i]?.id === id);
    if (known && tokens.length === before.tokens.length) return;
    if (known && tokens.length === before.tokens.length + 1) this.motion.addColumn(shape, tokens.length);
    else {
      this.motion.scrub(sweepStart(shape, this.#shot.target));
      this.#play(shape);
    }
  }

  #play(shape: NetworkShape): void {
    this.motion.play(shape, this.input.isPlain ? BRIEF : 1);
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
    if (front === 'play') this.#play(shape);
  }

  get label(): string {
    const words = this.#words;
    return words ? shotSummary(words, this.#shot) : msg('Loading activations');
  }

  override get stageClass(): string {
    return `${this.#frame?.hasWords ? '' : 'narrow'} ${this.#apart ? 'apart' : ''}`;
  }

  get #controls(): ControlsContext {
    const [shape, frame, { pose }] = [this.#shape, this.#frame, this.motion];
    const { hasOverlays = false, hasTokens = false } = this.input;
    return {
      ...{ shot: this.#shot, words: this.#words, labels: this.#labels, motion: this.motion },
      ...{ hasOverlays, hasTokens },
      isWhole: !shape || !frame || !pose || isSame(pose, poseOf(OVERVIEW.target, shape, frame)),
      emit: (next, again) => this.#emit(next, again),
      togglePlay: this.#togglePlay,
      scrub: (sweep) => this.motion.scrub(sweep),
      appendToken: this.#appendToken,
    };
  }

  override renderPath() {
    return renderPath(this.#controls);
  }

  override renderChoice() {
    return this.input.hasOverlays ? renderOverlays(this.#controls) : undefined;
  }

  override renderForm() {
    const shot = this.#shot;
    const form = this.input.hasOverlays ? overlayOf(shot).form : undefined;
    return form?.(shot, this.#words, (next) => this.#emit(next));
  }

  override renderOver() {
    const [shape, frame, { pose, sweep }] = [this.#shape, this.#frame, this.motion];
    if (!shape || !frame || !pose || this.#apart) return undefined;
    const shot = this.#shot;
    const select = (target: Target) => this.#emit({ ...shot, target }, true);
    const { values } = this.input;
    return renderRail({ shape, frame, pose, shot, values, isComputed: sweep >= 1, select });
  }

  renderCaption() {
    return renderStrip(this.#controls);
  }

  override renderBelow() {
    return renderTransport(this.#controls);
  }

  /** The row of steps scrolls, where it is narrow: the drawn one stays in view. */
  override updated(root: ShadowRoot): void {
    const drawn = root.querySelector<HTMLElement>('.transport > .choice :checked');
    const [label, row] = [drawn?.parentElement, drawn?.closest('fieldset')];
    if (label && row && label !== this.#drawnStep)
      row.scrollLeft = label.offsetLeft - (row.clientWidth - label.offsetWidth) / 2;
    this.#drawnStep = label;
  }

  /** What is there, its number, and what the overlay says about it. */
  override tip(node: Item, { x, y }: Point): readonly (string | undefined)[] {
    const words = this.#words;
    if (!words) return [];
    return [
      overlayOf(this.#shot).subjectName?.(node.subject, words) ?? subjectName(words, node.subject),
      numberAt(words, node, x, y),
      overlayOf(this.#shot).describe?.(node.subject, words.values, this.#shot),
    ];
  }

  get #labels(): readonly string[] {
    return this.input.values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
  }

  get #words(): Words | undefined {
    const [shape, { values, vocabulary = [] }] = [this.#shape, this.input];
    return shape && values && { shape, values, labels: this.#labels, vocabulary };
  }

  /** What the overlay draws in place of the network. */
  get #apart(): OverlayScene | undefined {
    const { values } = this.input;
    const shot = this.#shot;
    return values && overlayOf(shot).scene?.(shot, values);
  }

  get #view(): Projection | undefined {
    const [shape, frame, { pose }] = [this.#shape, this.#frame, this.motion];
    return shape && frame && pose && project(shape, frame, pose);
  }

  get #shot(): Shot {
    const { shot = OVERVIEW, values } = this.input;
    return this.#shape && values ? fittingShot(shot, this.#shape, values.tokens.length) : shot;
  }

  /** Flies the camera to a shot's target; cuts where the visitor prefers reduced motion. */
  flyTo({ target }: Shot): void {
    if (this.#shape && this.#frame) this.motion.flyTo(poseOf(target, this.#shape, this.#frame));
  }

  readonly #togglePlay = () => {
    const { motion } = this;
    const detail = detailOf(this.#shot);
    if (motion.isPlaying) detail ? motion.stopDetail(detail) : motion.scrub(motion.sweep);
    else if (detail) motion.playDetail(detail);
    else if (this.#shape) this.#play(this.#shape);
    this.requestUpdate();
  };

  readonly #appendToken = () => {
    const [token] = this.input.values?.next ?? [];
    if (token) this.dispatch(new MapTokenEvent(token));
  };

  override pan(pose: Pose, dx: number, dy: number): Pose | undefined {
    return this.#apart ? undefined : this.#frame && pan(pose, this.#frame, dx, dy);
  }

  override zoom(pose: Pose, factor: number, at: Point): Pose | undefined {
    return this.#apart ? undefined : this.#frame && zoomAbout(pose, this.#frame, factor, at);
  }

  /** A press on a vector of one run carries it; released where it was pressed, it is a click. */
  override readonly stroke = {
    start: (at: Point) => {
      const item = this.nodeAt(this.nodes, at);
      if (!this.#apart || !item) return false;
      this.#carried = { item, from: at, at };
      this.leave();
      return true;
    },
    extend: (points: readonly Point[]) => {
      const [at, view] = [points.at(-1), this.#view];
      if (!this.#carried || !at || !view) return;
      const { landing: _, ...carried } = this.#carried;
      const landing = this.#apart?.landing(carried.item, at, this.nodes, view);
      this.#carried = { ...carried, at, ...(landing && { landing }) };
      this.requestUpdate();
    },
    end: (isCancelled: boolean) => {
      const carried = this.#carried;
      this.#carried = undefined;
      this.requestUpdate();
      if (!carried || isCancelled) return;
      const { item, from, at, landing } = carried;
      if (landing) this.#emit(this.#apart?.drop(this.#shot, item));
      else if (Math.hypot(at.x - from.x, at.y - from.y) <= CLICK_SLACK) this.select(item);
    },
  };

  override select(item: Item | undefined): void {
    if (item) this.#emit(shotAfterClick(this.#shot, item.subject));
  }

  override open(item: Item | undefined): void {
    if (this.#shape) this.#emit(shotAfterDoubleClick(this.#shot, item?.subject, this.#shape));
  }

  /**
   * A shot of the visitor: it dims nothing, and asks nothing.
   *
   * @param again also where the shot stays: the camera returns to it after panning, and a step of a head is drawn once more
   */
  #emit(chosen: Shot | undefined, again = false): void {
    if (!chosen) return;
    const { spotlight: _, question: __, ...shot } = chosen;
    if (again && isSame(shot.target, this.#shot.target)) this.flyTo(shot);
    for (const detail of ['head', 'mlp'] as const) {
      const step = stepOf(shot, detail);
      if (again && step !== undefined && step === stepOf(this.input.shot ?? OVERVIEW, detail))
        this.motion.stepTo(detail, step);
    }
    this.dispatch(new MapShotEvent(shot));
  }

  override key(event: KeyboardEvent): void {
    if (this.#carried && event.key === 'Escape') {
      this.#carried = undefined;
      this.requestUpdate();
      return;
    }
    const [words, frame] = [this.#words, this.#frame];
    const action = words && actionOfKey(event, this.#shot, words);
    if (!action || !frame) return;
    event.preventDefault();
    const { shot, zoom, isSweep, announcement } = action;
    if (shot) this.#emit(shot, true);
    if (isSweep) this.#togglePlay();
    const middle = { x: (frame.width + frame.rail) / 2, y: frame.height / 2 };
    if (zoom) this.move((pose) => zoomAbout(pose, frame, zoom, middle));
    if (announcement) this.announce(announcement);
  }

  override paint(brush: Brush): readonly Item[] | undefined {
    const picture = this.#picture(brush);
    if (picture) paintPicture(picture);
    return picture?.items;
  }

  #picture(coloured: Brush): Picture | undefined {
    const [shape, frame, ranges] = [this.#shape, this.#frame, this.#ranges];
    const { model, values, vocabulary = [] } = this.input;
    const { motion } = this;
    if (!model || !shape || !frame || !motion.pose || !values || !ranges) return undefined;
    const shot = this.#shot;
    this.#rememberDetail(model, shot);
    const brush = isGrey(shot) ? greyBrush(coloured) : coloured;
    const { isBackward, valuesAlpha = 1, items: overlayItems } = overlayOf(shot);
    const view = project(shape, frame, motion.pose);
    const [head, mlp] = [this.#lastHead, this.#lastMlp];
    const neurons = byPlace(values.lenses['mlp-neurons']?.neurons ?? [], view).map(({ neuron }) => neuron);
    const apart = this.#apart;
    const items = apart
      ? apart.items(view, values)
      : sceneItems({
          ...{ view, tokens: values.tokens.length, bars: predictionBars(values, BARS).length },
          hasGuesses: guessesOf(values) !== undefined,
          ...(head && { head: { ...head, progress: motion.progress.head } }),
          ...(mlp && { mlp: { ...mlp, neurons } }),
        }).concat(
          edgeItems(view, values, shot),
          overlayItems?.(view, values.tokens.length, values, shot) ?? [],
        );
    return {
      ...{ brush, view, values, ranges, items, shot, head, mlp },
      ...{ bitmaps: bitmapsOf(brush.palette), weightBitmaps: bitmapsOf(coloured.palette) },
      ...{ labels: this.#labels, vocabulary, valuesAlpha },
      token: shot.token ?? values.tokens.length - 1,
      hover: this.hovered?.node.subject,
      flow: motion.flow,
      ...(this.#carried && { carried: this.#carried }),
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

  #rememberDetail(model: ModelConfig, { target }: Shot): void {
    if (target.at === 'head') {
      const { layer, head } = target;
      this.#lastHead = { layer, head, names: headActivations(model, layer) };
    }
    if (target.at === 'mlp') this.#lastMlp = { layer: target.layer, token: target.token };
  }
}

const greyBrush = memoize((brush: Brush) => brush.recoloured(greyPalette(brush.palette)));

/** Edges of a graph lie over the picture, under its nodes. */
const edgeItems = (view: Projection, values: NetworkValues, shot: Shot): Item[] =>
  (overlayOf(shot).curves?.(view, values, shot) ?? []).map(({ subject, curve }) => ({
    ...{ subject, path: curve, depth: 0, isOfOverlay: true },
    rect: { x: curve[0], y: curve[1], width: 0, height: 0 },
  }));

/** Time of a forward pass where nobody stops it to look, as a share of the usual. */
const BRIEF = 0.42;

/** CSS pixels that a click may move. */
const CLICK_SLACK = 5;

/** Slope of the haste at the ends of a flight. */
const RAMP = 5;
