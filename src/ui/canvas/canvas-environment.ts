// Inputs of a canvas besides its data: width, device pixel ratio, theme colours and text size.
import type { LitElement, ReactiveController } from 'lit';
import { onDevicePixelRatioChange } from './device-pixel-ratio.ts';

/** Keyed by the record of custom properties; valid for one theme. */
const colourCache = new WeakMap<object, { theme: string | undefined; colours: Record<string, string> }>();

/** Browsers' default font size, in CSS pixels. */
const DEFAULT_FONT_SIZE = 16;

/** Requests an update of its host when one of these inputs changes. */
export class CanvasEnvironment implements ReactiveController {
  /** Width of the host's content box, in CSS pixels; 0 before layout and after disconnection, when nothing is drawn. */
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

  /** Device pixels per CSS pixel. */
  get pixelRatio(): number {
    return devicePixelRatio;
  }

  /** Ratio of the user's font size to the default; text in canvases scales by it. */
  get textScale(): number {
    return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / DEFAULT_FONT_SIZE;
  }

  /**
   * Computed colours of custom properties, as CSS serializes them: `rgb(88, 196, 221)`. The same object for all hosts until the
   * theme changes, because each read forces a layout.
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

  /** Sizes a canvas to whole device pixels and scales its context, so that one unit is one CSS pixel. */
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

/** A custom property can hold any expression, so the colour is computed on an element that uses it. */
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
