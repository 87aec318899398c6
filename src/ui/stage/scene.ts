// A scene: one thing to see. It is kept by the page that shows it, with its camera, while stages come and go.

import type { CSSResult, nothing, TemplateResult } from 'lit';
import type { Brush } from './brush.ts';
import type { Point } from './geometry.ts';
import type { GestureHandlers } from './gestures.ts';
import type { Motion, MotionHost } from './motion.ts';
import { hitTest, type Node } from './node.ts';

/** The canvas, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** Ratio of the visitor's font size to the default. */
  readonly textScale: number;
}

export type Rendered = TemplateResult | typeof nothing | undefined;

/** What a scene asks of the stage that shows it. */
export interface SceneHost {
  readonly hovered?: ({ readonly node: Node } & Point) | undefined;
  /** What is drawn and can be pointed at. */
  readonly nodes: readonly Node[];
  requestUpdate(): void;
  dispatchEvent(event: Event): boolean;
  /** Draws one frame now. */
  draw(): void;
  /** To a screen reader. */
  announce(text: string): void;
  /** Nothing is pointed at any more. */
  leave(): void;
}

const UNPLACED: Viewport = { width: 0, height: 0, textScale: 1 };

/** @typeParam TInput what it shows */
export abstract class Scene<
  TInput extends object = object,
  TNode extends Node = Node,
  TBrush extends Brush = Brush,
  TPose = unknown,
> {
  abstract readonly name: string;
  /** Of its controls. */
  readonly styles: readonly CSSResult[] = [];
  abstract readonly Brush: new (
    ...args: ConstructorParameters<typeof Brush>
  ) => TBrush;
  abstract readonly motion: Motion<TPose>;
  /** Of the last stage that had a size. */
  viewport: Viewport = UNPLACED;
  /** The scene in words, for the canvas. */
  abstract readonly label: string;
  /** Class of the box around the canvas. */
  get stageClass(): string {
    return '';
  }

  /** Of presses that neither pan nor select. */
  readonly stroke?: GestureHandlers['stroke'];

  #host?: SceneHost;
  #input: Partial<TInput> = {};
  #received: Partial<TInput> = {};

  /** For `motion`. */
  protected readonly motionHost: MotionHost = {
    draw: () => this.#host?.draw(),
    change: () => this.#host?.requestUpdate(),
    isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  };

  get input(): Partial<TInput> {
    return this.#input;
  }

  /** Shows something else, what is left out stays; returns itself for templates. */
  show(input: Partial<TInput>): this {
    const names = Object.keys(input) as (keyof TInput)[];
    if (names.every((name) => Object.is(input[name], this.#input[name]))) return this;
    this.#input = { ...this.#input, ...input };
    this.#host?.requestUpdate();
    return this;
  }

  /** On a stage; undefined when it leaves it. */
  attach(host: SceneHost | undefined): void {
    this.#host = host;
    if (!host) this.motion.dispose();
  }

  /** Before the stage renders: without a size, what is shown waits. */
  update(viewport: Viewport): void {
    if (viewport.width === 0 || viewport.height === 0) return;
    this.viewport = viewport;
    const before = this.#received;
    this.#received = this.#input;
    this.receive(before);
  }

  /** Input or viewport may have changed: sends the camera there, starts what plays. */
  protected abstract receive(before: Partial<TInput>): void;
  /** Draws everything; returns what can be pointed at, undefined while there is nothing to draw. */
  abstract paint(brush: TBrush): readonly TNode[] | undefined;
  /** Beside the pointer: the first line, then smaller ones. */
  abstract tip(node: TNode, at: Point): readonly (string | undefined)[];
  /** Poses after dragging and zooming, in CSS pixels; undefined where the camera stays. */
  abstract pan(pose: TPose, dx: number, dy: number): TPose | undefined;
  abstract zoom(pose: TPose, factor: number, at: Point): TPose | undefined;
  abstract select(node: TNode | undefined): void;
  abstract open(node: TNode | undefined): void;
  abstract key(event: KeyboardEvent): void;

  nodeAt(nodes: readonly TNode[], { x, y }: Point): TNode | undefined {
    return hitTest(nodes, x, y);
  }

  /** Class of the canvas while the pointer is there. */
  pointing(_node: TNode): string {
    return 'pointing';
  }

  /** Above the canvas: where its camera is, choices, and a line of fields. */
  renderPath?(): TemplateResult;
  renderChoice?(): Rendered;
  renderForm?(): Rendered;
  /** Over it. */
  renderOver?(): Rendered;
  /** Under it: the picture in a line, then what operates it. */
  abstract renderCaption(): TemplateResult;
  renderBelow?(): TemplateResult;
  /** After the controls are rendered. */
  updated?(root: ShadowRoot): void;

  protected get hovered() {
    return this.#host?.hovered as ({ readonly node: TNode } & Point) | undefined;
  }

  get nodes() {
    return (this.#host?.nodes ?? []) as readonly TNode[];
  }

  protected dispatch(event: Event): void {
    this.#host?.dispatchEvent(event);
  }

  protected announce(text: string): void {
    this.#host?.announce(text);
  }

  protected leave(): void {
    this.#host?.leave();
  }

  protected requestUpdate(): void {
    this.#host?.requestUpdate();
  }

  /** A pose of the visitor's, without a flight. */
  move(change: (pose: TPose) => TPose | undefined): void {
    const { pose } = this.motion;
    const next = pose && change(pose);
    if (!next) return;
    this.motion.cutTo(next);
    this.requestUpdate();
  }
}
