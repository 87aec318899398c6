// The element of every map: a canvas that follows its box, draws only what changed, and is operated by pointer and keys.

import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { CanvasEnvironment } from '../canvas/canvas-environment.ts';
import type { Brush } from './brush.ts';
import { type GestureHandlers, listenToGestures } from './gestures.ts';
import { hitTest, type MapItem } from './items.ts';
import { MapCanvas } from './map-canvas.ts';
import type { Motion, MotionHost } from './motion.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export abstract class MapElement<TItem extends MapItem, TBrush extends Brush, TPose> extends LitElement {
  @state() protected size = { width: 0, height: 0 };
  @state() protected hovered?: { readonly item: TItem } & Point;
  @state() protected announcement = '';

  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.stage') private stage!: HTMLElement;

  /** Frames drawn so far: at rest it stays. */
  drawnFrames = 0;
  /** What is drawn and can be pointed at. */
  items: readonly TItem[] = [];
  abstract readonly motion: Motion<TPose>;

  /** For `motion`. */
  protected readonly motionHost: MotionHost = {
    draw: () => this.#draw(),
    change: () => this.requestUpdate(),
    isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
  protected readonly environment = new CanvasEnvironment(this);
  readonly #canvas: MapCanvas<TBrush>;
  readonly #observer = new ResizeObserver(([{ contentRect }]) => {
    this.size = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
  });
  #stopListening?: () => void;

  constructor(BrushClass: new (...args: ConstructorParameters<typeof Brush>) => TBrush) {
    super();
    this.#canvas = new MapCanvas(this.environment, BrushClass);
  }

  /** Draws everything; returns what can be pointed at, undefined while there is nothing to draw. */
  protected abstract paint(brush: TBrush): readonly TItem[] | undefined;
  /** Poses after dragging and zooming, in CSS pixels; undefined before layout. */
  protected abstract pan(pose: TPose, dx: number, dy: number): TPose | undefined;
  protected abstract zoom(pose: TPose, factor: number, at: Point): TPose | undefined;
  protected abstract select(item: TItem | undefined): void;
  protected abstract open(item: TItem | undefined): void;
  protected abstract readonly handleKey: (event: KeyboardEvent) => void;
  /** Of presses that neither pan nor select. */
  protected readonly stroke?: GestureHandlers['stroke'];

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
  }

  protected override updated(_changed?: unknown): void {
    this.motion.requestDraw();
  }

  #connectStage(): void {
    this.#observer.observe(this.stage);
    this.#stopListening = listenToGestures(this.canvas, {
      pan: (dx, dy) => this.move((pose) => this.pan(pose, dx, dy)),
      zoom: (factor, at) => this.move((pose) => this.zoom(pose, factor, at)),
      click: (at) => this.select(this.itemAt(at)),
      doubleClick: (at) => this.open(this.itemAt(at)),
      hover: (at) => {
        const item = at && this.itemAt(at);
        if (this.hovered || item) this.hovered = item && { item, ...at };
      },
      ...(this.stroke && { stroke: this.stroke }),
    });
  }

  protected itemAt({ x, y }: Point): TItem | undefined {
    return hitTest(this.items, x, y);
  }

  protected move(change: (pose: TPose) => TPose | undefined): void {
    const { pose } = this.motion;
    const next = pose && change(pose);
    if (!next) return;
    this.motion.cutTo(next);
    this.requestUpdate();
  }

  #draw(): void {
    const brush = this.#canvas.prepare(this.canvas, this.size);
    const items = brush && this.paint(brush);
    if (!items) return;
    this.items = items;
    this.drawnFrames++;
    this.#followPointer();
  }

  /** Another picture came to a pointer at rest: what is there now. */
  #followPointer(): void {
    if (!this.hovered) return;
    const item = this.itemAt(this.hovered);
    if (!isSame(item, this.hovered.item)) this.hovered = item && { ...this.hovered, item };
  }

  /** @param label the picture in words */
  protected renderCanvas(label: string, pointing = 'pointing'): TemplateResult {
    return html`<canvas
      class=${this.hovered ? pointing : ''}
      role="application"
      tabindex="0"
      aria-label=${label}
      @keydown=${this.handleKey}
    ></canvas>`;
  }

  /** Beside the pointer, what is there: the first line, then smaller ones. */
  protected renderTip([first, ...rest]: readonly (string | undefined)[]): TemplateResult | typeof nothing {
    if (!first || !this.hovered) return nothing;
    const { x, y } = this.hovered;
    const { width, height } = this.size;
    const position = {
      ...(x > width / 2 ? { right: `${width - x + 14}px` } : { left: `${x + 14}px` }),
      ...(y > height / 2 ? { bottom: `${height - y + 12}px` } : { top: `${y + 12}px` }),
    };
    const lines = rest.filter((line) => line);
    return html`<div class="tip" style=${styleMap(position)}>${first}${lines.map((line) => html`<span>${line}</span>`)}</div>`;
  }

  protected renderAnnouncement(): TemplateResult {
    return html`<div class="visually-hidden" role="status">${this.announcement}</div>`;
  }
}

/** Whether two pieces of plain data are equal. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
