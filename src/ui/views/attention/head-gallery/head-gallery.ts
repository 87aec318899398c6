// Thumbnails of all attention heads, on one colour scale.
import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, queryAll } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { scalePixels, sequentialScale } from '../../../canvas/colour-scale.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Focus, Orientation } from '../../../types/page.ts';
import { sliceHead } from '../head-values.ts';
import '../../charts/scale-legend/scale-legend.ts';
import { CanvasEnvironment } from '../../../canvas/canvas-environment.ts';
import { headGalleryStyles } from './head-gallery.styles.ts';
import { type DetectedHeadPattern, detectHeadPattern } from './head-patterns.ts';
import { headPixels } from './head-pixels.ts';

const COLOURS = { low: '--scale-zero', high: '--positive' } as const;

/** Moves by arrow key. */
const MOVES: Record<string, [layers: number, heads: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * @summary Shows the patterns of all heads as thumbnails to select from, each with its number, `2.3` for the third head of the second
 *   layer, and its dominant pattern on this prompt.
 *   The canvas reads its custom properties at the document root.
 *
 * @property tokens - Labels of the T tokens.
 * @property patterns - A `hook_pattern` of shape [H, T, T] for each layer.
 * @property chosen - Layer and head of the selected head, from 0.
 * @property orientation - Orientation of queries and keys, as in `lab-attention-grid`.
 * @fires lab-focus - Another head is selected; the event has `layer` and `head`.
 * @cssproperty [--scale-zero=#0f131b] - Weight 0.
 * @cssproperty [--positive=#58c4dd] - Weight 1.
 * @cssproperty [--masked=#1d222c] - Hatching of masked cells.
 */
@customElement('lab-head-gallery')
export class HeadGallery extends LitElement {
  static override styles = [baseStyles, headGalleryStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) chosen: Pick<Focus, 'layer' | 'head'> = { layer: 0, head: 0 };
  @property() orientation: Orientation = 'queries-top';

  @queryAll('canvas') private canvases!: NodeListOf<HTMLCanvasElement>;

  readonly #environment = new CanvasEnvironment(this);
  #headPatterns: readonly (readonly (DetectedHeadPattern | undefined)[])[] = [];
  #paintedInputs: readonly unknown[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('tokens') && !changed.has('patterns')) return;
    this.#headPatterns = this.patterns.map((pattern) =>
      headIndices(pattern).map((head) => detectHeadPattern(sliceHead(pattern, head), this.tokens)),
    );
  }

  override render() {
    if (this.patterns.length === 0) return nothing;
    const { low, high } = this.#environment.colours(COLOURS);
    return html`
      <div role="radiogroup" aria-label=${msg('Attention heads')} @keydown=${this.#press}>
        ${this.patterns.map((pattern, layer) => this.#layer(pattern, layer))}
      </div>
      <div class="legend">
        <lab-scale-legend
          .scale=${sequentialScale(low, high)}
          low=${msg('weight 0\u202f%')}
          high="100\u202f%"
        ></lab-scale-legend>
        <span>${msg(html`<i class="masked"></i>masked`)}</span>
      </div>
    `;
  }

  protected override updated(): void {
    const colours = this.#environment.colours(COLOURS);
    const inputs = [this.patterns, this.orientation, colours];
    if (inputs.every((input, i) => input === this.#paintedInputs[i])) return;
    this.#paintedInputs = inputs;
    const steps = scalePixels(sequentialScale(colours.low, colours.high));
    const heads = this.patterns.flatMap((pattern) =>
      headIndices(pattern).map((head) => sliceHead(pattern, head)),
    );
    for (const [i, canvas] of this.canvases.entries()) this.#paint(canvas, heads[i], steps);
  }

  #layer(pattern: Tensor, layer: number) {
    return html`
      <h3>${msg(str`Layer ${layer + 1}`)}</h3>
      <div class="layer" style=${styleMap({ '--heads': pattern.shape[0] })}>${headIndices(pattern).map((head) => this.#head(layer, head))}</div>
    `;
  }

  #head(layer: number, head: number) {
    const hint = this.#headPatterns[layer][head];
    const chosen = layer === this.chosen.layer && head === this.chosen.head;
    const meaning = hint
      ? msg(
          str`${formatPercent(hint.meanAttention)} of its attention goes to ${hint.meaning}; uniform attention would give ${formatPercent(hint.uniformAttention)}`,
        )
      : msg('no dominant pattern on this prompt');
    return html`
      <button
        type="button"
        role="radio"
        aria-checked=${chosen ? 'true' : 'false'}
        aria-label=${msg(str`Layer ${layer + 1}, head ${head + 1}: ${meaning}`)}
        title=${msg(str`Layer ${layer + 1}, head ${head + 1}: ${meaning}`)}
        tabindex=${chosen ? 0 : -1}
        @click=${() => this.#choose(layer, head)}
      >
        <canvas aria-hidden="true"></canvas>
        <span>${layer + 1}.${head + 1} ${hint ? html`<em>${hint.label}</em>` : nothing}</span>
      </button>
    `;
  }

  #paint(canvas: HTMLCanvasElement, pattern: Float32Array, steps: Uint8ClampedArray) {
    const count = this.tokens.length;
    canvas.width = count;
    canvas.height = count;
    const pixels = headPixels(pattern, count, this.orientation, steps);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, count, count), 0, 0);
  }

  #choose(layer: number, head: number): void {
    this.dispatchEvent(new FocusChangeEvent({ layer, head }));
  }

  readonly #press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const clampIndex = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
    const layer = clampIndex(this.chosen.layer + move[0], this.patterns.length);
    const head = clampIndex(this.chosen.head + move[1], this.patterns[layer].shape[0]);
    this.#choose(layer, head);
    const before = this.patterns.slice(0, layer).reduce((heads, pattern) => heads + pattern.shape[0], 0);
    this.renderRoot.querySelectorAll('button')[before + head].focus();
  };
}

const headIndices = (pattern: Tensor): number[] => [...Array(pattern.shape[0]).keys()];

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-gallery': HeadGallery;
  }
}
