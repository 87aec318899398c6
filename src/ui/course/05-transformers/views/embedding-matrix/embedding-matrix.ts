// The embedding matrix, one column per token, and the columns of the prompt's tokens.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { EmbeddingResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { divergingScale, SIGNED_COLOURS, signedPixels } from '../../../../canvas/colour-scale.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import '../../../../views/charts/scale-legend/scale-legend.ts';
import { CanvasEnvironment } from '../../../../canvas/canvas-environment.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { panelStyles } from '../../panel.styles.ts';
import { embeddingMatrixStyles } from './embedding-matrix.styles.ts';

const TICK = { colour: '--highlight' } as const;

/** Number of components listed per column. */
const NUMBERS_SHOWN = 6;

/**
 * The embedding matrix as an image, and the columns of the prompt's tokens as numbers.
 *
 * @property result - The matrix.
 * @property tokens - Tokens of the prompt.
 */
@customElement('lab-embedding-matrix')
export class EmbeddingMatrix extends LitElement {
  static override styles = [baseStyles, panelStyles, embeddingMatrixStyles];

  @property({ attribute: false }) result?: EmbeddingResult;
  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];

  @query('canvas') private canvas!: HTMLCanvasElement;

  readonly #environment = new CanvasEnvironment(this);

  override render() {
    if (!this.result) return html`<p class="explained">${msg('Loading embeddings …')}</p>`;
    const [V, C] = this.result.matrix.shape;
    const extent = this.#extent();
    return html`
      <section class="card" aria-label=${msg('The embedding matrix')}>
        <h2>${msg(str`Embedding matrix: ${formatInteger(V)} columns, one per token, of ${formatInteger(C)} numbers`)}</h2>
        <canvas
          role="img"
          aria-label=${msg(str`All ${formatInteger(V * C)} weights of the embedding matrix, from ${formatSigned(-extent)} in red to ${formatSigned(extent)} in blue.`)}
        ></canvas>
        <lab-scale-legend
          .scale=${this.#scale(extent)}
          .from=${-extent}
          .to=${extent}
          low=${formatSigned(-extent)}
          high=${formatSigned(extent)}
        ></lab-scale-legend>
        <p class="explained">${msg('Yellow ticks mark the columns of the prompt’s tokens.')}</p>
      </section>
      <section class="card" aria-label=${msg('Embeddings of the prompt')}>
        <h2>${msg('Embeddings of the prompt’s tokens')}</h2>
        <div class="looked-up" tabindex="0">${this.tokens.map(({ id, text }) => this.#column(id, text, extent))}</div>
        <p class="explained">
          ${msg('A token has the same embedding in every text; context is added later.')}
        </p>
        <lab-data-table
          .data=${() => ({
            caption: msg('The embedding of each token of the prompt'),
            columns: [msg('token'), ...Array.from({ length: C }, (_, i) => String(i + 1))],
            rows: this.tokens.map(({ id, text }) => ({
              name: tokenLabel(text),
              cells: Array.from(this.#vector(id), formatSigned),
            })),
          })}
        ></lab-data-table>
      </section>
    `;
  }

  protected override updated(): void {
    if (!this.result) return;
    const [V, C] = this.result.matrix.shape;
    const ticks = Math.ceil(C / 12);
    const { canvas } = this;
    canvas.width = V;
    canvas.height = C + ticks;
    const context = canvas.getContext('2d');
    if (!context) return;
    const { data } = this.result.matrix;
    const columns = Float32Array.from(data, (_, at) => data[(at % V) * C + Math.floor(at / V)]);
    const pixels = signedPixels(columns, this.#extent(), this.#environment.colours(SIGNED_COLOURS));
    context.putImageData(new ImageData(pixels, V), 0, ticks);
    context.fillStyle = this.#environment.colours(TICK).colour;
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
            vector.subarray(0, NUMBERS_SHOWN),
            (value) =>
              html`<li><i style=${styleMap({ background: scale(value) })}></i>${formatSigned(value)}</li>`,
          )}
        </ol>
        <span>${msg(str`⋮ ${formatInteger(vector.length - NUMBERS_SHOWN)} more`)}</span>
      </div>
    `;
  }

  #vector(id: number): Float32Array {
    const { matrix } = this.result as EmbeddingResult;
    const [, C] = matrix.shape;
    return matrix.data.subarray(id * C, (id + 1) * C);
  }

  /** Three standard deviations; the few weights beyond get the colour of the end. */
  #extent(): number {
    const { data } = (this.result as EmbeddingResult).matrix;
    return 3 * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  }

  #scale(extent: number) {
    const { negative, zero, positive } = this.#environment.colours(SIGNED_COLOURS);
    return divergingScale(negative, zero, positive, extent);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedding-matrix': EmbeddingMatrix;
  }
}
