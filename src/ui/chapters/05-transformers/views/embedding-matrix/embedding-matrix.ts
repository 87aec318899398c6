// The embedding matrix as the video draws it, one column a token, and the columns the prompt takes out.

import { html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { EmbeddingReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/data-table/data-table.ts';
import { signed, whole } from '../../../../views/numbers.ts';
import { divergingScale, SIGNED_COLOURS, signedPixels } from '../../../../views/scale.ts';
import '../../../../views/scale-legend/scale-legend.ts';
import { Surroundings } from '../../../../views/surroundings.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { panelStyles } from '../../panel.styles.ts';
import { embeddingMatrixStyles } from './embedding-matrix.styles.ts';

const TICK = { colour: '--marked' } as const;

/** How many numbers of a column are written out. */
const WRITTEN = 6;

/**
 * @property reading - the matrix
 * @property tokens - the prompt's
 */
@customElement('lab-embedding-matrix')
export class EmbeddingMatrix extends LitElement {
  static override styles = [baseStyles, panelStyles, embeddingMatrixStyles];

  @property({ attribute: false }) reading?: EmbeddingReading;
  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #surroundings = new Surroundings(this);

  override render() {
    if (!this.reading) return html`<p class="explained">Reading the embedding …</p>`;
    const [V, C] = this.reading.matrix.shape;
    const extent = this.#extent();
    return html`
      <section class="card" aria-label="The embedding matrix">
        <h2>Embedding matrix: ${whole(V)} columns, a token each, of ${whole(C)} numbers</h2>
        <canvas
          role="img"
          aria-label="All ${whole(V * C)} weights of the embedding matrix, from ${signed(-extent)} in red to ${signed(extent)} in blue."
        ></canvas>
        <lab-scale-legend
          .scale=${this.#scale(extent)}
          .from=${-extent}
          .to=${extent}
          low=${signed(-extent)}
          high=${signed(extent)}
        ></lab-scale-legend>
        <p class="explained">Weights, learnt in training. Yellow ticks above: the columns of the prompt’s tokens.</p>
      </section>
      <section class="card" aria-label="Looked up">
        <h2>Looked up: the prompt’s columns</h2>
        <div class="looked-up" tabindex="0">${this.tokens.map(({ id, text }) => this.#column(id, text, extent))}</div>
        <p class="explained">
          The same token always has the same column: of its neighbours in the text it knows nothing yet.
        </p>
        <lab-data-table
          .data=${() => ({
            caption: 'The embedding of each token of the prompt',
            columns: ['token', ...Array.from({ length: C }, (_, i) => String(i + 1))],
            rows: this.tokens.map(({ id, text }) => ({
              name: tokenLabel(text),
              cells: Array.from(this.#vector(id), signed),
            })),
          })}
        ></lab-data-table>
      </section>
    `;
  }

  protected override updated(): void {
    if (!this.reading) return;
    const [V, C] = this.reading.matrix.shape;
    const ticks = Math.ceil(C / 12);
    const { canvas } = this;
    canvas.width = V;
    canvas.height = C + ticks;
    const context = canvas.getContext('2d');
    if (!context) return;
    const { data } = this.reading.matrix;
    const columns = Float32Array.from(data, (_, at) => data[(at % V) * C + Math.floor(at / V)]);
    const pixels = signedPixels(columns, this.#extent(), this.#surroundings.colours(SIGNED_COLOURS));
    context.putImageData(new ImageData(pixels, V), 0, ticks);
    context.fillStyle = this.#surroundings.colours(TICK).colour;
    for (const { id } of this.tokens) context.fillRect(id, 0, 1, ticks - 1);
  }

  #column(id: number, text: string, extent: number) {
    const vector = this.#vector(id);
    const scale = this.#scale(extent);
    return html`
      <div class="column">
        <b>${tokenLabel(text)}</b>
        <ol>
          ${Array.from(
            vector.subarray(0, WRITTEN),
            (value) => html`<li><i style=${styleMap({ background: scale(value) })}></i>${signed(value)}</li>`,
          )}
        </ol>
        <span>⋮ ${whole(vector.length - WRITTEN)} more</span>
      </div>
    `;
  }

  #vector(id: number): Float32Array {
    const { matrix } = this.reading as EmbeddingReading;
    const [, C] = matrix.shape;
    return matrix.data.subarray(id * C, (id + 1) * C);
  }

  /** Three standard deviations: few weights lie beyond, and these take the end's colour. */
  #extent(): number {
    const { data } = (this.reading as EmbeddingReading).matrix;
    return 3 * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  }

  #scale(extent: number) {
    const { negative, zero, positive } = this.#surroundings.colours(SIGNED_COLOURS);
    return divergingScale(negative, zero, positive, extent);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedding-matrix': EmbeddingMatrix;
  }
}
