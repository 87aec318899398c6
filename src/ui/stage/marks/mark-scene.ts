// A scene that is drawn from its marks: a pure function of what it shows, its size and the time gives them, all else follows here.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { commandOf } from '../../keyboard/key-table.ts';
import '../../views/charts/data-table/data-table.ts';
import { Brush } from '../brush.ts';
import type { Point } from '../geometry.ts';
import { Motion } from '../motion.ts';
import { Scene, type Viewport } from '../scene.ts';
import { sceneControlStyles } from '../scene-controls.styles.ts';
import '../stage.ts';
import { drawShape } from './draw-shape.ts';
import { MARK_SCENE_KEYS } from './keys.ts';
import { type Mark, type MarkNode, nodeOf, tableOf, valueText } from './mark.ts';
import { markSceneStyles } from './mark-scene.styles.ts';
import { mixShapes } from './shape.ts';

/** Milliseconds in which marks go to other places, and of a breath of the glowing act. */
const MOVE_MS = 450;
const BREATH_MS = 1300;
const BREATHS = 3;

/** No camera: what moves are the marks. */
class MarkMotion extends Motion<object> {
  /** Seconds since arrival; all has arrived at the end. */
  seconds = Number.POSITIVE_INFINITY;
  /** How far marks have come from where they were, 0 to 1. */
  moved = 1;
  /** Of the glow, 0 to 1. */
  glow = 0;

  play(seconds: number): void {
    this.isPlaying = true;
    const end = () => {
      this.isPlaying = false;
      this.breathe();
    };
    this.start(
      'play',
      1000 * seconds,
      (t) => {
        this.seconds = t < 1 ? t * seconds : Number.POSITIVE_INFINITY;
      },
      end,
    );
    this.host.change();
  }

  stop(): void {
    this.animator.stop('play');
    this.isPlaying = false;
    this.seconds = Number.POSITIVE_INFINITY;
    this.animator.requestDraw();
    this.host.change();
  }

  move(): void {
    this.start('move', MOVE_MS, (t) => {
      this.moved = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
    });
  }

  breathe(): void {
    this.start('glow', BREATHS * BREATH_MS, (t) => {
      this.glow = t < 1 ? 0.5 - 0.5 * Math.cos(2 * Math.PI * BREATHS * t) : 0;
    });
  }

  still(): void {
    this.animator.stop('glow');
    this.glow = 0;
  }
}

export abstract class MarkScene<TInput extends object> extends Scene<TInput, MarkNode, Brush, object> {
  override readonly styles = [sceneControlStyles, markSceneStyles];
  readonly Brush = Brush;
  readonly motion = new MarkMotion(this.motionHost);
  /** Seconds from arrival to rest. */
  abstract readonly duration: number;

  /** Whether its numbers change many times a second: marks follow at once. */
  protected readonly isLive: boolean = false;

  #marks: readonly Mark[] = [];
  /** Where marks were when others took their place. */
  #from: ReadonlyMap<string, Mark> = new Map();
  #focused?: string | undefined;
  #dragged?: Mark | undefined;
  #isTouched = false;
  #mathFont?: Promise<void>;
  /** What the marks are of. */
  #drawn?: { readonly input: Partial<TInput>; readonly viewport: Viewport };

  /**
   * The marks from back to front.
   *
   * @param t seconds since arrival; infinite at rest
   */
  abstract layout(input: Partial<TInput>, viewport: Viewport, t: number): readonly Mark[] | undefined;
  /** The picture in a sentence, with its numbers. */
  abstract summary(input: Partial<TInput>): string;
  /** Heading of the table: its caption, and of names and values. */
  abstract readonly tableHead: readonly [caption: string, name: string, value: string];
  /** Whether another input is another picture, which plays from its beginning. */
  protected isAnother(_input: Partial<TInput>, _before: Partial<TInput>): boolean {
    return false;
  }

  get label(): string {
    return msg(str`${this.summary(this.input)} Arrow keys go from mark to mark, space plays.`);
  }

  protected override receive(before: Partial<TInput>): void {
    const { input } = this;
    if (input === before && this.#drawn?.viewport === this.viewport) return;
    const marks = this.layout(input, this.viewport, Number.POSITIVE_INFINITY);
    if (!marks) return;
    const isFirst = this.#marks.length === 0;
    if (isFirst || (!this.#dragged && this.isAnother(input, before))) this.motion.play(this.duration);
    else if (input !== before && !this.#dragged && !this.isLive) {
      this.#from = new Map(this.#shown().map((mark) => [mark.key, mark]));
      this.motion.move();
    }
    this.#marks = marks;
    this.#drawn = { input, viewport: this.viewport };
  }

  /** Those of the present frame. */
  #shown(): readonly Mark[] {
    const { seconds, moved } = this.motion;
    const marks =
      seconds < this.duration ? (this.layout(this.input, this.viewport, seconds) ?? []) : this.#marks;
    if (moved >= 1) return marks;
    return marks.map((mark) => {
      const from = this.#from.get(mark.key)?.shape;
      return from?.kind === mark.shape.kind ? { ...mark, shape: mixShapes(from, mark.shape, moved) } : mark;
    });
  }

  override paint(brush: Brush): readonly MarkNode[] | undefined {
    if (this.#marks.length === 0) return undefined;
    const { context, palette } = brush;
    const { width, height } = this.viewport;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, height);
    const marks = this.#shown();
    if (marks.some(({ shape }) => shape.kind === 'text' && shape.isMath))
      this.#mathFont ??= this.#load(brush.mathFont);
    for (const mark of marks) {
      if (mark.isAct && !this.#isTouched) this.#paintGlow(brush, mark);
      drawShape(brush, mark.shape);
    }
    const nodes = marks.filter(({ name }) => name !== undefined).map(nodeOf);
    const focused = nodes.find(({ subject }) => subject === this.#focused);
    if (focused) {
      const { x, y, width, height } = focused.rect;
      brush.outline({ x: x - 4, y: y - 4, width: width + 8, height: height + 8 }, 6, palette.highlight, 1, 2);
    }
    return nodes;
  }

  /** Formulas are drawn again once their face is there. */
  async #load(font: string): Promise<void> {
    await document.fonts.load(`20px ${font}`);
    this.motion.requestDraw();
  }

  #paintGlow(brush: Brush, mark: Mark): void {
    const { rect } = nodeOf(mark);
    const { x, y, width, height } = rect;
    const reach = 4 + 8 * this.motion.glow;
    const around = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
    brush.fill(
      around,
      Math.min(around.width, around.height) / 2,
      brush.palette.highlight,
      0.1 + 0.25 * this.motion.glow,
    );
  }

  override tip({ mark }: MarkNode): readonly (string | undefined)[] {
    return [mark.name, valueText(mark)];
  }

  override pointing({ mark }: MarkNode): string {
    return mark.drag || mark.press ? 'pointing' : '';
  }

  override pan(): undefined {}
  override zoom(): undefined {}
  override open(): void {}

  override select(node: MarkNode | undefined): void {
    if (!node?.mark.press) return;
    this.#touch();
    node.mark.press();
  }

  #touch(): void {
    this.#isTouched = true;
    this.motion.still();
    if (this.motion.isPlaying) this.motion.stop();
  }

  override readonly stroke = {
    start: (at: Point) => {
      const mark = this.nodeAt(this.nodes, at)?.mark;
      if (!mark?.drag) return false;
      this.#dragged = mark;
      this.#touch();
      if (mark.isReleased) this.motion.seconds = 0;
      this.leave();
      mark.drag(at);
      return true;
    },
    extend: (points: readonly Point[]) => this.#dragged?.drag?.(points[points.length - 1]),
    end: () => {
      if (this.#dragged?.isReleased) this.motion.play(this.duration);
      this.#dragged = undefined;
    },
  };

  override key(event: KeyboardEvent): void {
    const command = commandOf(MARK_SCENE_KEYS, event);
    if (!command) return;
    event.preventDefault();
    const named = this.#marks.filter(({ name }) => name !== undefined);
    const at = named.findIndex(({ key }) => key === this.#focused);
    const focused = named[at];
    if (command === 'play') this.#toggle();
    else if (command === 'press') this.select(focused && nodeOf(focused));
    else if ((command === 'up' || command === 'down') && focused?.step) {
      this.#touch();
      focused.step(command === 'up' ? 1 : -1);
    } else this.#walk(named, at, command === 'before' || command === 'up' ? -1 : 1);
  }

  #walk(named: readonly Mark[], at: number, by: number): void {
    const next = named[(at + by + named.length) % named.length] as Mark | undefined;
    this.#focused = next?.key;
    if (next) this.announce([next.name, valueText(next)].filter((text) => text).join(', '));
    this.motion.requestDraw();
  }

  readonly #toggle = (): void => {
    if (this.motion.isPlaying) this.motion.stop();
    else this.motion.play(this.duration);
  };

  renderCaption() {
    return html`<p class="strip" part="strip">${this.summary(this.input)}</p>`;
  }

  override renderBelow() {
    const [caption, ...columns] = this.tableHead;
    return html`
      <div class="transport" part="transport">
        <button @click=${this.#toggle}>${this.motion.isPlaying ? msg('Stop') : msg('Play again')}</button>
        <lab-data-table label=${msg('Numbers')} .data=${() => tableOf(caption, columns, this.#marks)}></lab-data-table>
      </div>
    `;
  }
}
