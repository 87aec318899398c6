// Every head of every layer side by side, all in one colour range, so that they can be compared.
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, queryAll } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Tensor } from '../../../workers/lab-api.ts';
import type { Focus, Orientation } from '../../controllers/page-state.ts';
import { FocusChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { headOf } from '../attention/head-values.ts';
import { percent } from '../numbers.ts';
import { scalePixels, sequentialScale } from '../scale.ts';
import '../scale-legend/scale-legend.ts';
import { Surroundings } from '../surroundings.ts';
import { headGalleryStyles } from './head-gallery.styles.ts';
import { type HeadHint, headHint } from './head-hints.ts';
import { headPixels } from './head-picture.ts';

const COLOURS = { low: '--scale-zero', high: '--positive' } as const;

/** Layer and head as steps: what each arrow key does. */
const MOVES: Record<string, [layers: number, heads: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * The patterns of all heads as small pictures; one of them is chosen. Under each stands its number, `2.3` for the third
 * head of the second layer, and what it visibly does on this prompt, where that is clear.
 *
 * @property tokens - the prompt's T tokens
 * @property patterns - a `hook_pattern` of shape [H, T, T] for each layer
 * @property chosen - layer and head in focus, from 0
 * @property orientation - as in the large grid
 * @fires lab-focus - the visitor chooses another head: `layer` and `head`
 */
@customElement('lab-head-gallery')
export class HeadGallery extends LitElement {
  static override styles = [baseStyles, headGalleryStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ attribute: false }) chosen: Pick<Focus, 'layer' | 'head'> = { layer: 0, head: 0 };
  @property() orientation: Orientation = 'queries-top';

  @queryAll('canvas') private canvases!: NodeListOf<HTMLCanvasElement>;

  readonly #surroundings = new Surroundings(this);
  #hints: readonly (readonly (HeadHint | undefined)[])[] = [];
  #painted: readonly unknown[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('tokens') && !changed.has('patterns')) return;
    this.#hints = this.patterns.map((pattern) =>
      headIndexes(pattern).map((head) => headHint(headOf(pattern, head), this.tokens)),
    );
  }

  override render() {
    if (this.patterns.length === 0) return nothing;
    const { low, high } = this.#surroundings.colours(COLOURS);
    return html`
      <div role="radiogroup" aria-label="Attention heads" @keydown=${this.#press}>
        ${this.patterns.map((pattern, layer) => this.#layer(pattern, layer))}
      </div>
      <div class="legend">
        <lab-scale-legend
          .scale=${sequentialScale(low, high)}
          low="weight 0\u202f%"
          high="100\u202f%"
        ></lab-scale-legend>
        <span><i class="masked"></i>masked</span>
      </div>
    `;
  }

  protected override updated(): void {
    const colours = this.#surroundings.colours(COLOURS);
    const inputs = [this.patterns, this.orientation, colours];
    if (inputs.every((input, i) => input === this.#painted[i])) return;
    this.#painted = inputs;
    const steps = scalePixels(sequentialScale(colours.low, colours.high));
    const heads = this.patterns.flatMap((pattern) =>
      headIndexes(pattern).map((head) => headOf(pattern, head)),
    );
    for (const [i, canvas] of this.canvases.entries()) this.#paint(canvas, heads[i], steps);
  }

  #layer(pattern: Tensor, layer: number) {
    return html`
      <h3>Layer ${layer + 1}</h3>
      <div class="layer" style=${styleMap({ '--heads': pattern.shape[0] })}>${headIndexes(pattern).map((head) => this.#head(layer, head))}</div>
    `;
  }

  #head(layer: number, head: number) {
    const hint = this.#hints[layer][head];
    const chosen = layer === this.chosen.layer && head === this.chosen.head;
    const meaning = hint
      ? `${percent(hint.share)} of its attention goes to ${hint.meaning}; spread evenly it would be ${percent(hint.chance)}`
      : 'no single habit stands out on this prompt';
    return html`
      <button
        type="button"
        role="radio"
        aria-checked=${chosen ? 'true' : 'false'}
        aria-label="Layer ${layer + 1}, head ${head + 1}: ${meaning}"
        title="Layer ${layer + 1}, head ${head + 1}: ${meaning}"
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
    const within = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
    const layer = within(this.chosen.layer + move[0], this.patterns.length);
    const head = within(this.chosen.head + move[1], this.patterns[layer].shape[0]);
    this.#choose(layer, head);
    const before = this.patterns.slice(0, layer).reduce((heads, pattern) => heads + pattern.shape[0], 0);
    this.renderRoot.querySelectorAll('button')[before + head].focus();
  };
}

const headIndexes = (pattern: Tensor): number[] => [...Array(pattern.shape[0]).keys()];

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-gallery': HeadGallery;
  }
}
