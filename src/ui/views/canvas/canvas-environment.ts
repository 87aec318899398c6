// What a canvas depends on besides its data: its width, the device's pixels, the theme's colours and how large text is.
import type { LitElement, ReactiveController } from 'lit';
import { onDevicePixelRatioChange } from './device-pixel-ratio.ts';

/** By the custom properties asked for, and of which theme they are. */
const colourCache = new WeakMap<object, { theme: string | undefined; colours: Record<string, string> }>();

/** A browser's own size of text, in CSS pixels. */
const DEFAULT_FONT_SIZE = 16;

/** Watches its host's surroundings and redraws the host when they change. */
export class CanvasEnvironment implements ReactiveController {
  /** Width of the host's content, in CSS pixels; 0 until it is laid out, and once it has left: nothing is drawn then. */
  width = 0;
  readonly #host: LitElement;
  readonly #resizeObserver = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === this.width) return;
    this.width = width;
    this.#host.requestUpdate();
  });
  readonly #themeObserver = new MutationObserver(() => this.#host.requestUpdate());
  #unsubscribePixelRatio?: () => void;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Device pixels a CSS pixel. */
  get pixelRatio(): number {
    return devicePixelRatio;
  }

  /** How much larger than usual the visitor's browser writes: what is drawn with text grows as far. */
  get textScale(): number {
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DEFAULT_FONT_SIZE;
  }

  /**
   * The page's colours of these custom properties, as CSS writes them: `rgb(88, 196, 221)`. The same object as long as the
   * theme is the same, for every host: reading them lays the page out, which is dear where many canvases are drawn.
   */
  colours<Name extends string>(properties: Readonly<Record<Name, string>>): Record<Name, string> {
    const { theme } = document.documentElement.dataset;
    let cached = colourCache.get(properties);
    if (cached?.theme !== theme || !cached) {
      cached = { theme, colours: readColours(properties) };
      colourCache.set(properties, cached);
    }
    return cached.colours as Record<Name, string>;
  }

  /** Sizes a canvas to whole device pixels; the context's unit is a CSS pixel. */
  hiDpiContext(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
    const ratio = this.pixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${canvas.width / ratio}px`;
    canvas.style.height = `${canvas.height / ratio}px`;
    const context = canvas.getContext('2d');
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  hostConnected(): void {
    this.#resizeObserver.observe(this.#host);
    this.#themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#unsubscribePixelRatio = onDevicePixelRatioChange(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#resizeObserver.disconnect();
    this.#themeObserver.disconnect();
    this.width = 0;
    this.#unsubscribePixelRatio?.();
  }
}

/** A custom property may hold any expression; the colour of an element that uses it is what comes out. */
function readColours(properties: Readonly<Record<string, string>>): Record<string, string> {
  const probe = document.createElement('i');
  document.body.append(probe);
  const colours = Object.entries(properties).map(([name, property]) => {
    probe.style.color = `var(${property})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours);
}
