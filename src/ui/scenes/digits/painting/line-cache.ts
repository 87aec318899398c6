// Lines drawn once: a frame that changes neither camera nor numbers copies them.

/** Pictures of lines at once: those before and behind a front. */
const KEPT = 3;

export class LineCache {
  readonly #drawn = new Map<string, HTMLCanvasElement>();
  readonly #ids = new WeakMap<object, number>();
  #lastId = 0;

  /** The picture of a key, of the size of `canvas`; `draw` gets its context, scaled like that of `canvas`. */
  picture(
    canvas: HTMLCanvasElement,
    key: readonly (object | string | number | undefined)[],
    draw: (context: CanvasRenderingContext2D) => void,
  ): HTMLCanvasElement {
    const name = key.map((part) => (typeof part === 'object' ? this.#idOf(part) : part)).join(' ');
    const known = this.#drawn.get(name);
    if (known?.width === canvas.width && known.height === canvas.height) {
      this.#drawn.delete(name);
      this.#drawn.set(name, known);
      return known;
    }
    const [oldest, reused] = [...this.#drawn][0] ?? [];
    const isFull = this.#drawn.size >= KEPT && oldest !== undefined;
    if (isFull) this.#drawn.delete(oldest);
    const picture = (isFull && reused) || document.createElement('canvas');
    picture.width = canvas.width;
    picture.height = canvas.height;
    const context = picture.getContext('2d');
    const transform = canvas.getContext('2d')?.getTransform();
    if (context && transform) {
      context.setTransform(transform);
      draw(context);
    }
    this.#drawn.set(name, picture);
    return picture;
  }

  #idOf(part: object): number {
    const id = this.#ids.get(part) ?? ++this.#lastId;
    this.#ids.set(part, id);
    return id;
  }
}
