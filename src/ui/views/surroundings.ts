// What a canvas depends on besides its data: its width, the device's pixels, the theme's colours and how large text is.
import type { LitElement, ReactiveController } from 'lit';
import { watchDevicePixels } from './device-pixels.ts';

/** By the custom properties asked for, and of which theme they are. */
const coloursAsked = new WeakMap<object, { theme: string | undefined; colours: Record<string, string> }>();

/** A browser's own size of text, in CSS pixels. */
const USUAL_TEXT = 16;

/** Watches its host's surroundings and redraws the host when they change. */
export class Surroundings implements ReactiveController {
  /** Width of the host's content, in CSS pixels; 0 until it is laid out, and once it has left: nothing is drawn then. */
  width = 0;
  readonly #host: LitElement;
  readonly #resize = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width === this.width) return;
    this.width = width;
    this.#host.requestUpdate();
  });
  readonly #theme = new MutationObserver(() => this.#host.requestUpdate());
  #leavePixels?: () => void;

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
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT;
  }

  /**
   * The page's colours of these custom properties, as CSS writes them: `rgb(88, 196, 221)`. The same object as long as the
   * theme is the same, for every host: reading them lays the page out, which is dear where many canvases are drawn.
   */
  colours<Name extends string>(properties: Readonly<Record<Name, string>>): Record<Name, string> {
    const { theme } = document.documentElement.dataset;
    let known = coloursAsked.get(properties);
    if (known?.theme !== theme || !known) {
      known = { theme, colours: coloursOf(properties) };
      coloursAsked.set(properties, known);
    }
    return known.colours as Record<Name, string>;
  }

  /** Sizes a canvas to whole device pixels; the context's unit is a CSS pixel. */
  crispContext(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
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
    this.#resize.observe(this.#host);
    this.#theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#leavePixels = watchDevicePixels(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#resize.disconnect();
    this.#theme.disconnect();
    this.width = 0;
    this.#leavePixels?.();
  }
}

/** A custom property may hold any expression; the colour of an element that uses it is what comes out. */
function coloursOf(properties: Readonly<Record<string, string>>): Record<string, string> {
  const probe = document.createElement('i');
  document.body.append(probe);
  const colours = Object.entries(properties).map(([name, property]) => {
    probe.style.color = `var(${property})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours);
}
