// The element that shows any scene: a canvas that follows its box, draws only what changed, and is operated by pointer and keys.

import { adoptStyles, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { isSame } from '../../shared/is-same.ts';
import { CanvasEnvironment } from '../canvas/canvas-environment.ts';
import { baseStyles } from '../styles/base.styles.ts';
import type { Point } from './geometry.ts';
import { listenToGestures } from './gestures.ts';
import type { Node } from './node.ts';
import type { Rendered, Scene, SceneHost } from './scene.ts';
import { stageStyles } from './stage.styles.ts';
import { StageCanvas } from './stage-canvas.ts';

/**
 * @summary A scene on a canvas, with its tip, its controls and what it announces. The scene is given, and keeps its own state: another
 *   stage that shows it goes on where this one was.
 *
 * @property scene - What is shown; its events are dispatched here.
 * @property quiet - Picture and caption only, without controls. Rows for these are reserved by `--stage-top` and `--stage-bottom`: the picture stays where it is.
 * @property covered - Another figure, in the slot `figure`, is in the picture's place.
 * @slot - Controls of the page among those of the scene, where it has room for them.
 * @slot top - Controls of the page above the picture.
 * @slot end - The same, behind those of the scene.
 * @slot figure - In place of the picture.
 * @slot drawer - Over the picture.
 * @csspart bar - Position and choices above the picture.
 * @csspart strip - The picture in words.
 * @csspart transport - Controls of what plays.
 */
@customElement('lab-stage')
export class Stage<TScene extends Scene = Scene> extends LitElement implements SceneHost {
  static override styles = [baseStyles, stageStyles];

  @property({ attribute: false }) scene!: TScene;
  @property({ type: Boolean, reflect: true }) quiet = false;
  @property({ type: Boolean, reflect: true }) covered = false;

  @state() private size = { width: 0, height: 0 };
  @state() hovered?: SceneHost['hovered'];
  @state() private announcement = '';

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.stage') private box!: HTMLElement;

  /** Frames drawn so far: at rest it stays. */
  drawnFrames = 0;
  nodes: readonly Node[] = [];

  readonly #environment = new CanvasEnvironment(this);
  readonly #canvas = new StageCanvas(this.#environment);
  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
  });
  #shown?: TScene;
  #stopListening?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    this.#shown?.attach(this);
    this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#stopListening?.();
    this.#shown?.attach(undefined);
  }

  protected override willUpdate(): void {
    if (this.scene !== this.#shown) this.#change();
    this.scene.update({ ...this.size, textScale: this.#environment.textScale });
  }

  #change(): void {
    this.#shown?.attach(undefined);
    this.#shown = this.scene;
    this.scene.attach(this);
    this.dataset.scene = this.scene.name;
    adoptStyles(this.renderRoot as ShadowRoot, [
      ...(this.constructor as typeof Stage).elementStyles,
      ...this.scene.styles,
    ]);
    this.hovered = undefined;
    this.nodes = [];
  }

  protected override firstUpdated(): void {
    this.#listen();
  }

  protected override updated(_changed: PropertyValues): void {
    this.scene.motion.requestDraw();
    this.scene.updated?.(this.renderRoot as ShadowRoot);
  }

  #listen(): void {
    this.#observer.observe(this.box);
    const move = (change: Parameters<Scene['move']>[0]) => this.scene.move(change);
    this.#stopListening = listenToGestures(this.canvas, {
      pan: (dx, dy) => move((pose) => this.scene.pan(pose, dx, dy)),
      zoom: (factor, at) => move((pose) => this.scene.zoom(pose, factor, at)),
      click: (at) => this.scene.select(this.nodeAt(at)),
      doubleClick: (at) => this.scene.open(this.nodeAt(at)),
      hover: (at) => {
        const node = at && this.nodeAt(at);
        if (this.hovered || node) this.hovered = node && { node, ...at };
      },
      stroke: {
        start: (at) => this.scene.stroke?.start(at) ?? false,
        extend: (points) => this.scene.stroke?.extend(points),
        end: (isCancelled) => this.scene.stroke?.end(isCancelled),
      },
    });
  }

  nodeAt(at: Point): Node | undefined {
    return this.scene.nodeAt(this.nodes, at);
  }

  draw(): void {
    const brush = this.#canvas.prepare(this.canvas, this.size, this.scene.Brush);
    const nodes = brush && this.scene.paint(brush);
    if (!nodes) return;
    this.nodes = nodes;
    this.drawnFrames++;
    this.#followPointer();
  }

  announce(text: string): void {
    this.announcement = text;
  }

  leave(): void {
    this.hovered = undefined;
  }

  /** Another picture came to a pointer at rest: what is there now. */
  #followPointer(): void {
    if (!this.hovered) return;
    const node = this.nodeAt(this.hovered);
    if (!isSame(node, this.hovered.node)) this.hovered = node && { ...this.hovered, node };
  }

  protected override render() {
    const { scene, hovered, quiet, covered } = this;
    return html`
      <div class="top" part="bar" ?hidden=${quiet}>
        <div class="bar">${this.#unless(covered, scene.renderPath?.())}<slot name="top"></slot>${this.#unless(covered, scene.renderChoice?.())}<slot name="end"></slot></div>
        ${this.#unless(covered, scene.renderForm?.())}
      </div>
      <div class="stage ${scene.stageClass}" ?inert=${covered}>
        <canvas
          class=${hovered ? scene.pointing(hovered.node) : ''}
          role="application"
          tabindex="0"
          aria-label=${scene.label}
          @keydown=${this.#onKeydown}
        ></canvas>
        ${this.#unless(quiet, scene.renderOver?.())} ${hovered ? this.#tip(scene.tip(hovered.node, hovered), hovered) : nothing}
      </div>
      <slot name="figure"></slot>
      <slot name="drawer"></slot>
      <div class="bottom">
        ${this.#unless(covered, scene.renderCaption())} ${this.#unless(quiet || covered, scene.renderBelow?.())}
      </div>
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  #unless(isHidden: boolean, content: Rendered): Rendered {
    return isHidden ? nothing : content;
  }

  readonly #onKeydown = (event: KeyboardEvent): void => this.scene.key(event);

  #tip([first, ...rest]: readonly (string | undefined)[], { x, y }: Point): TemplateResult | typeof nothing {
    if (!first) return nothing;
    const { width, height } = this.size;
    const position = {
      ...(x > width / 2 ? { right: `${width - x + 14}px` } : { left: `${x + 14}px` }),
      ...(y > height / 2 ? { bottom: `${height - y + 12}px` } : { top: `${y + 12}px` }),
    };
    const lines = rest.filter((line) => line);
    return html`<div class="tip" style=${styleMap(position)}>${first}${lines.map((line) => html`<span>${line}</span>`)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-stage': Stage;
  }
}
