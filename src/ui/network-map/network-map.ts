// The network map: one picture of a whole transformer at work, through which a camera flies.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ModelConfig } from '../../workers/rpc/api/lab-api.ts';
import { segmentedControl, segmentedControlStyles } from '../controls/segmented-control/segmented-control.ts';
import { MapHoverEvent, MapShotEvent } from '../events/index.ts';
import { tokenLabel } from '../format/token-label.ts';
import { baseStyles } from '../styles/base.styles.ts';
import { CanvasEnvironment } from '../views/canvas/canvas-environment.ts';
import '../views/charts/data-table/data-table.ts';
import { flight } from './camera/flight.ts';
import { type Pose, pan, poseOf, zoomAbout } from './camera/pose.ts';
import { breadcrumb, HEAD_STEPS, OVERVIEW, type OverlayName, type Shot, type Target } from './camera/shot.ts';
import { listenToGestures } from './interaction/gestures.ts';
import { actionOfKey } from './interaction/keys.ts';
import { fittingShot, shotAfterClick, shotAfterDoubleClick } from './interaction/selection.ts';
import { Animator } from './motion/animator.ts';
import { frontDepth, sweepDuration } from './motion/forward-front.ts';
import { networkMapStyles } from './network-map.styles.ts';
import { OVERLAY_NAMES, OVERLAYS } from './overlays/overlays.ts';
import { Bitmaps } from './painting/bitmaps.ts';
import { Brush } from './painting/brush.ts';
import { paintPicture } from './painting/paint-picture.ts';
import { createPalette, MAP_COLOURS, type MapColours } from './painting/palette.ts';
import type { Picture } from './painting/picture.ts';
import { renderRail } from './rail.ts';
import { BARS } from './scene/ends-scene.ts';
import { type Frame, layoutFrame } from './scene/frame.ts';
import { hitTest, type Item, type Subject, subjectKey } from './scene/items.ts';
import { byPlace } from './scene/mlp-scene.ts';
import { type NetworkShape, networkShape } from './scene/network-shape.ts';
import { project } from './scene/projection.ts';
import { sceneItems } from './scene/scene.ts';
import { numberAt, subjectName, type Words } from './text/describe.ts';
import { shotSummary } from './text/summary.ts';
import { shotTable } from './text/table.ts';
import { headActivations } from './values/network-query.ts';
import {
  guessesOf,
  type NetworkValues,
  predictionBars,
  type Ranges,
  valueRanges,
} from './values/network-values.ts';

/** Steps of a head take this long each, in milliseconds. */
const HEAD_STEP_MS = 1100;
const BARS_MS = 450;

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
 * @property hasOverlays - Shows the control of overlays.
 * @fires lab-map-shot - The visitor selects, flies or changes the overlay.
 * @fires lab-map-hover - The visitor points at something else.
 */
@customElement('lab-network-map')
export class NetworkMap extends LitElement {
  static override styles = [baseStyles, segmentedControlStyles, networkMapStyles];

  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) values?: NetworkValues;
  @property({ attribute: false }) shot: Shot = OVERVIEW;
  @property({ type: Boolean, attribute: 'has-overlays' }) hasOverlays = true;

  @state() private size = { width: 0, height: 0 };
  @state() private hovered?: { readonly item: Item; readonly x: number; readonly y: number };
  @state() private isSweeping = false;
  /** Fraction of the forward pass that is drawn. */
  @state() private sweep = 1;
  @state() private announcement = '';

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.stage') private stage!: HTMLElement;

  /** Frames drawn so far: at rest it stays. */
  drawnFrames = 0;

  readonly #environment = new CanvasEnvironment(this);
  readonly #animator = new Animator(() => this.#draw());
  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
  });
  #shape?: NetworkShape;
  #frame?: Frame;
  #pose?: Pose;
  #items: readonly Item[] = [];
  #ranges?: Ranges;
  #brush?: Brush;
  #bitmaps?: Bitmaps;
  #colours?: MapColours;
  #headProgress: number = HEAD_STEPS.length;
  #growth = 1;
  /** Drawn while the camera leaves them. */
  #lastHead?: Picture['head'];
  #lastMlp?: Picture['mlp'];
  #stopListening?: () => void;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#stopListening?.();
    this.#animator.dispose();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#connectStage();
  }

  protected override firstUpdated(): void {
    this.#connectStage();
  }

  #connectStage(): void {
    this.#observer.observe(this.stage);
    this.#stopListening = listenToGestures(this.canvas, {
      pan: (dx, dy) => this.#move((pose, frame) => pan(pose, frame, dx, dy)),
      zoom: (factor, at) => this.#move((pose, frame) => zoomAbout(pose, frame, factor, at)),
      click: ({ x, y }) => this.#select(hitTest(this.#items, x, y)?.subject),
      doubleClick: ({ x, y }) => {
        const subject = hitTest(this.#items, x, y)?.subject;
        if (this.#shape) this.#emit(shotAfterDoubleClick(this.shot, subject, this.#shape));
      },
      hover: (at) => this.#hover(at),
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('model')) {
      this.#shape = networkShape(this.model);
      this.#lastHead = this.#lastMlp = undefined;
    }
    if (changed.has('values') && this.values) this.#ranges = valueRanges(this.values);
    const [shape, tokens] = [this.#shape, this.values?.tokens.length];
    if (!shape || !tokens || this.size.width === 0) return;
    const frame = layoutFrame(shape, this.size, tokens);
    const isNewFrame = JSON.stringify(frame) !== JSON.stringify(this.#frame);
    this.#frame = frame;
    if (!this.#pose || isNewFrame || changed.has('model')) this.#jump();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('shot');
    if (changed.has('shot') && this.#pose && before) this.#changeShot(before);
    this.#animator.requestDraw();
  }

  protected override render() {
    const shot = this.#fittedShot;
    return html`
      ${this.#renderBar(shot)}
      <div class="stage ${this.#frame?.isNarrow ? 'narrow' : ''}">
        <canvas
          class=${this.hovered ? 'pointing' : ''}
          role="img"
          tabindex="0"
          aria-label=${this.#words ? shotSummary(this.#words, shot) : 'Loading activations'}
          @keydown=${this.#handleKey}
        ></canvas>
        ${this.#renderRail(shot)} ${this.#renderTip()}
      </div>
      ${this.#renderTransport(shot)}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  #renderBar(shot: Shot) {
    const path = breadcrumb(shot.target, this.#labels);
    return html`
      <div class="bar">
        <nav aria-label="Position in the network">
          <ol>
            ${path.map(
              ({ name, target }, i) => html`<li>
                <button aria-current=${i === path.length - 1 ? 'location' : nothing} @click=${() => this.#emit({ ...shot, target })}>${name}</button>
              </li>`,
            )}
          </ol>
        </nav>
        ${
          this.hasOverlays
            ? segmentedControl('Overlay', shot.overlay ?? 'values', overlayLabels(), (overlay) =>
                this.#emit({ ...shot, overlay }),
              )
            : nothing
        }
      </div>
    `;
  }

  #renderRail(shot: Shot) {
    const [shape, frame, pose] = [this.#shape, this.#frame, this.#pose];
    if (!shape || !frame || !pose) return nothing;
    const select = (target: Target) => this.#emit({ ...shot, target });
    return renderRail({ shape, frame, pose, shot, values: this.values, select });
  }

  #renderTip() {
    const [words, hovered] = [this.#words, this.hovered];
    if (!words || !hovered) return nothing;
    const { item, x, y } = hovered;
    const number = numberAt(words, item, x, y);
    const extra = OVERLAYS[this.shot.overlay ?? 'values'].describe?.(item.subject, words.values);
    const isRight = x > this.size.width / 2;
    const position = {
      ...(isRight ? { right: `${this.size.width - x + 14}px` } : { left: `${x + 14}px` }),
      ...(y > this.size.height / 2 ? { bottom: `${this.size.height - y + 12}px` } : { top: `${y + 12}px` }),
    };
    return html`<div class="tip" style=${styleMap(position)}>
      ${subjectName(words, item.subject)}${number ? html`<span>${number}</span>` : nothing}${extra ? html`<span>${extra}</span>` : nothing}
    </div>`;
  }

  #renderTransport(shot: Shot) {
    const words = this.#words;
    return html`
      <div class="transport">
        <button class="primary" @click=${this.#toggleSweep} ?disabled=${!words}>${this.isSweeping ? 'Stop' : 'Forward pass'}</button>
        <label>
          <span class="visually-hidden">Progress of the forward pass</span>
          <input
            type="range" min="0" max="1" step="0.002"
            .value=${String(this.sweep)}
            aria-valuetext=${`${Math.round(100 * this.sweep)} % computed`}
            @input=${(event: Event) => this.#scrub(Number((event.target as HTMLInputElement).value))}
          />
        </label>
        <button @click=${() => this.#emit({ ...shot, target: { at: 'network' } }, true)}>Fit</button>
        <p class="says">${words ? shotSummary(words, shot) : 'Loading activations …'}</p>
        ${words ? html`<lab-data-table .data=${() => shotTable(words, shot)}></lab-data-table>` : nothing}
      </div>
    `;
  }

  get #labels(): readonly string[] {
    return this.values?.tokens.map(({ text }) => tokenLabel(text)) ?? [];
  }

  get #words(): Words | undefined {
    const [shape, values] = [this.#shape, this.values];
    return shape && values && { shape, values, labels: this.#labels, vocabulary: this.vocabulary };
  }

  get #fittedShot(): Shot {
    const shape = this.#shape;
    return shape && this.values ? fittingShot(this.shot, shape, this.values.tokens.length) : this.shot;
  }

  get #isCalm(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** The camera at its target, without a flight. */
  #jump(): void {
    const [shape, frame] = [this.#shape, this.#frame];
    if (!shape || !frame) return;
    this.#animator.stop('camera');
    this.#pose = poseOf(this.#fittedShot.target, shape, frame);
    if (this.shot.front === 'play') this.#play();
    else if (typeof this.shot.front === 'number') this.sweep = this.shot.front;
  }

  #changeShot(before: Shot): void {
    const shot = this.#fittedShot;
    if (JSON.stringify(before.target) !== JSON.stringify(shot.target)) this.flyTo(shot);
    if (before.headStep !== shot.headStep || before.target.at !== shot.target.at) this.#stepHead(shot);
    if (before.front !== shot.front) {
      if (shot.front === 'play') this.#play();
      else this.#scrub(shot.front ?? 1);
    }
    if (JSON.stringify(before.ablated) !== JSON.stringify(shot.ablated)) this.#grow();
  }

  /** Flies the camera to a shot's target; cuts where the visitor prefers reduced motion. */
  flyTo({ target }: Shot): void {
    const [shape, frame, pose] = [this.#shape, this.#frame, this.#pose];
    if (!shape || !frame || !pose) return;
    const path = flight(pose, poseOf(target, shape, frame));
    this.#animator.start('camera', {
      duration: this.#isCalm ? 0 : path.duration,
      update: (fraction) => {
        this.#pose = path.at(fraction);
      },
      finish: () => this.requestUpdate(),
    });
  }

  /** Draws the computation of a head up to the shot's step. */
  #stepHead({ headStep }: Shot): void {
    const to = headStep ? HEAD_STEPS.indexOf(headStep) + 1 : HEAD_STEPS.length;
    const from = headStep && this.#headProgress > to ? to - 1 : this.#headProgress;
    this.#animator.start('head', {
      duration: this.#isCalm || !headStep ? 0 : HEAD_STEP_MS * Math.max(0, to - from),
      update: (fraction) => {
        this.#headProgress = from + (to - from) * fraction;
      },
    });
  }

  #grow(): void {
    this.#animator.start('bars', {
      duration: this.#isCalm ? 0 : BARS_MS,
      update: (fraction) => {
        this.#growth = 1 - (1 - fraction) ** 3;
      },
    });
  }

  readonly #toggleSweep = () => {
    if (this.isSweeping) this.#scrub(this.sweep);
    else this.#play();
  };

  /** The forward front runs from the top, or on from where it stands. */
  #play(): void {
    if (!this.#shape) return;
    const from = this.sweep >= 1 ? 0 : this.sweep;
    this.isSweeping = true;
    this.#animator.start('front', {
      duration: this.#isCalm ? 0 : sweepDuration(this.#shape) * (1 - from),
      update: (fraction) => {
        this.sweep = from + (1 - from) * fraction;
      },
      finish: () => {
        this.isSweeping = false;
      },
    });
  }

  #scrub(sweep: number): void {
    this.#animator.stop('front');
    this.isSweeping = false;
    this.sweep = sweep;
    this.#animator.requestDraw();
  }

  #move(change: (pose: Pose, frame: Frame) => Pose): void {
    if (!this.#pose || !this.#frame) return;
    this.#animator.stop('camera');
    this.#pose = change(this.#pose, this.#frame);
    this.requestUpdate();
  }

  #hover(at: { x: number; y: number } | undefined): void {
    const item = at && hitTest(this.#items, at.x, at.y);
    const before = this.hovered?.item.subject;
    this.hovered = item && at ? { item, ...at } : undefined;
    if ((before && subjectKey(before)) !== (item && subjectKey(item.subject)))
      this.dispatchEvent(new MapHoverEvent(item?.subject));
  }

  #select(subject: Subject | undefined): void {
    if (subject) this.#emit(shotAfterClick(this.#fittedShot, subject));
  }

  /** @param again also flies to the target that the shot already has, after panning */
  #emit(shot: Shot | undefined, again = false): void {
    if (!shot) return;
    if (again && JSON.stringify(shot.target) === JSON.stringify(this.shot.target)) this.flyTo(shot);
    this.dispatchEvent(new MapShotEvent(shot));
  }

  readonly #handleKey = (event: KeyboardEvent) => {
    const [words, frame] = [this.#words, this.#frame];
    const action = words && actionOfKey(event, this.#fittedShot, words);
    if (!action || !frame) return;
    event.preventDefault();
    if (action.shot) this.#emit(action.shot);
    if (action.isSweep) this.#toggleSweep();
    const middle = { x: (frame.width + frame.rail) / 2, y: frame.height / 2 };
    if (action.zoom) this.#move((pose) => zoomAbout(pose, frame, action.zoom as number, middle));
    if (action.announcement) this.announcement = action.announcement;
  };

  #draw(): void {
    const picture = this.#picture();
    if (!picture) return;
    this.#items = picture.items;
    this.drawnFrames++;
    paintPicture(picture);
  }

  #picture(): Picture | undefined {
    const [shape, frame, pose, values, ranges] = [
      this.#shape,
      this.#frame,
      this.#pose,
      this.values,
      this.#ranges,
    ];
    const brush = this.#prepareBrush();
    if (!shape || !frame || !pose || !values || !ranges || !brush || !this.#bitmaps) return undefined;
    const shot = this.#fittedShot;
    const { target } = shot;
    if (target.at === 'head')
      this.#lastHead = {
        layer: target.layer,
        head: target.head,
        names: headActivations(this.model, target.layer),
      };
    if (target.at === 'mlp') this.#lastMlp = { layer: target.layer, token: target.token };
    const view = project(shape, frame, pose);
    const [head, mlp] = [this.#lastHead, this.#lastMlp];
    const step = HEAD_STEPS[Math.max(0, Math.ceil(this.#headProgress) - 1)];
    const neurons = byPlace(values.lenses['mlp-neurons']?.neurons ?? [], shape).map(({ neuron }) => neuron);
    const items = sceneItems({
      ...{ view, tokens: values.tokens.length, bars: predictionBars(values, BARS).length },
      hasGuesses: guessesOf(values, shape) !== undefined,
      ...(head && { head: { ...head, step } }),
      ...(mlp && { mlp: { ...mlp, neurons } }),
    });
    return {
      ...{ brush, view, values, ranges, items, shot, head, mlp },
      bitmaps: this.#bitmaps,
      labels: this.#labels,
      vocabulary: this.vocabulary,
      token: shot.token ?? values.tokens.length - 1,
      headProgress: this.#headProgress,
      hover: this.hovered?.item.subject,
      front: frontDepth(shape, this.sweep),
      growth: this.#growth,
    };
  }

  /** The canvas in the size of its box, with the theme's colours. */
  #prepareBrush(): Brush | undefined {
    const { width, height } = this.size;
    if (width === 0 || height === 0) return undefined;
    const colours = this.#environment.colours(MAP_COLOURS);
    const ratio = this.#environment.pixelRatio;
    const isSized =
      this.canvas.width === Math.round(width * ratio) && this.canvas.height === Math.round(height * ratio);
    if (this.#brush && isSized && colours === this.#colours) return this.#brush;
    const context = this.#environment.hiDpiContext(this.canvas, width, height);
    if (!context) return undefined;
    if (colours !== this.#colours || !this.#bitmaps) this.#bitmaps = new Bitmaps(createPalette(colours));
    this.#colours = colours;
    const font = getComputedStyle(this).fontFamily;
    this.#brush = new Brush(context, createPalette(colours), font, this.#environment.textScale);
    return this.#brush;
  }
}

const overlayLabels = () =>
  Object.fromEntries(OVERLAY_NAMES.map((name) => [name, OVERLAYS[name].label])) as Record<
    OverlayName,
    string
  >;

declare global {
  interface HTMLElementTagNameMap {
    'lab-network-map': NetworkMap;
  }
}
