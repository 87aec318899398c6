// A heatmap of a matrix or a vector: blue above zero, red below.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { SIGNED_COLOURS, signedPixels } from '../../../canvas/colour-scale.ts';
import { baseStyles } from '../../../styles/base.styles.ts';

const heatmapStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    height: 0.875rem;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
    border-radius: var(--radius-tiny);
    image-rendering: pixelated;
    box-shadow: 0 0 0 1px var(--line);
  }

  div {
    position: absolute;
    border: 2px solid var(--highlight);
    border-radius: var(--radius-tiny);
  }
`;

/** A framed range of rows or columns. */
export interface HeatmapHighlight {
  readonly of: 'rows' | 'columns';
  readonly from: number;
  readonly count: number;
}

/**
 * @summary Draws a matrix as coloured cells, which are stretched to the size of the element.
 *   The canvas reads its custom properties at the document root.
 *
 * @property values - Numbers, row by row.
 * @property columns - Cells per row.
 * @property extent - Magnitude with full colour; 0 uses the largest magnitude.
 * @property label - Accessible name of the heatmap.
 * @property frame - Range of rows or columns to frame.
 * @cssproperty [--positive=#58c4dd] - Positive numbers.
 * @cssproperty [--scale-zero=#0f131b] - Zero.
 * @cssproperty [--negative=#fc6f62] - Negative numbers.
 * @cssproperty [--highlight=var(--query)] - The frame.
 */
@customElement('lab-heatmap')
export class Heatmap extends LitElement {
  static override styles = [baseStyles, heatmapStyles];

  @property({ attribute: false }) values = new Float32Array();
  @property({ type: Number }) columns = 1;
  @property({ type: Number }) extent = 0;
  @property() label = '';
  @property({ attribute: false }) frame?: HeatmapHighlight;

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);
  #paintedInputs: readonly unknown[] = [];

  override render() {
    return html`<canvas role="img" aria-label=${this.label}></canvas>${this.frame ? this.#frame(this.frame) : nothing}`;
  }

  protected override updated(): void {
    const { values, columns } = this;
    const colours = this.#environment.colours(SIGNED_COLOURS);
    const extent = this.extent || values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const inputs = [values, columns, extent, colours];
    if (values.length === 0 || inputs.every((input, i) => input === this.#paintedInputs[i])) return;
    this.#paintedInputs = inputs;
    const image = new ImageData(signedPixels(values, extent, colours), columns);
    this.canvas.width = columns;
    this.canvas.height = image.height;
    this.canvas.getContext('2d')?.putImageData(image, 0, 0);
  }

  #frame({ of, from, count }: HeatmapHighlight) {
    const total = of === 'rows' ? this.values.length / this.columns : this.columns;
    const [start, size] = [`${(100 * from) / total}%`, `${(100 * count) / total}%`];
    const box =
      of === 'rows'
        ? { top: start, height: size, left: '0', right: '0' }
        : { left: start, width: size, top: '0', bottom: '0' };
    return html`<div style=${styleMap(box)}></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-heatmap': Heatmap;
  }
}
