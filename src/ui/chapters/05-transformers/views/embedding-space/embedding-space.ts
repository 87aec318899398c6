// Words as points: the embedding on its two widest axes, with one word's neighbours in the full space.

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EmbeddingReading, WordScore } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/data-table/data-table.ts';
import { percent, signed, whole } from '../../../../views/numbers.ts';
import { Surroundings } from '../../../../views/surroundings.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { bar, vocabularyList, wordControl } from '../../controls.ts';
import { WordsEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { Words } from '../../words.ts';
import { embeddingSpaceStyles } from './embedding-space.styles.ts';
import { type Place, placeLabels } from './labels.ts';

const MARGIN = 18;

/**
 * @property reading - where every token lies
 * @property vocabulary - all tokens
 * @property words - the chosen one
 * @property neighbours - those nearest to it in all C directions
 * @property marked - further tokens to name: the prompt's
 * @fires lab-words - another word, another measure
 */
@customElement('lab-embedding-space')
export class EmbeddingSpace extends LitElement {
  static override styles = [baseStyles, panelStyles, embeddingSpaceStyles];

  @property({ attribute: false }) reading?: EmbeddingReading;
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) neighbours: readonly WordScore[] = [];
  @property({ attribute: false }) marked: readonly number[] = [];

  readonly #surroundings = new Surroundings(this);

  override render() {
    if (!this.reading) return html`<p class="explained">Reading the embedding …</p>`;
    const [first, second] = this.reading.explained;
    const C = this.reading.matrix.shape[1];
    return html`
      <div class="columns">
        <section class="card" aria-label="Embedding space">
          <h2>Every token as a point</h2>
          <div class="plot">${this.#plot(this.reading)}</div>
          <p class="explained">
            Of ${whole(C)} directions two are drawn, the widest (principal components): they hold ${percent(first)} and
            ${percent(second)} of the spread, together <b>${percent(first + second)}</b>. Near in this picture need not be
            near in the full space; the list says which words are.
          </p>
          <lab-data-table .data=${() => this.#table()}></lab-data-table>
        </section>
        <section class="card" aria-labelledby="nearest">
          <h2 id="nearest">Nearest in all ${whole(C)} directions</h2>
          <div class="controls">
            ${wordControl(this, { role: 'word', label: 'Nearest to', words: this.words }, this.vocabulary)}
            <label>
              by
              <select
                name="likeness"
                .value=${this.words.likeness}
                @change=${(event: Event) =>
                  this.dispatchEvent(
                    new WordsEvent({
                      likeness: (event.target as HTMLSelectElement).value as Words['likeness'],
                    }),
                  )}
              >
                <option value="cosine" ?selected=${this.words.likeness === 'cosine'}>cosine (direction)</option>
                <option value="dot product" ?selected=${this.words.likeness === 'dot product'}>dot product</option>
              </select>
            </label>
          </div>
          ${this.#list()}
          ${vocabularyList(this.vocabulary)}
        </section>
      </div>
    `;
  }

  #list() {
    const most = Math.max(...this.neighbours.map(({ score }) => Math.abs(score)), 1e-12);
    const full = this.words.likeness === 'cosine' ? 1 : most;
    return html`
      <table class="neighbours">
        <thead>
          <tr>
            <th scope="col">token</th>
            <td></td>
            <th scope="col">${this.words.likeness}</th>
          </tr>
        </thead>
        <tbody>
          ${this.neighbours.map(
            ({ text, score }) => html`
              <tr>
                <th scope="row">${tokenLabel(text)}</th>
                <td class="bars">${bar(score / full)}</td>
                <td>${signed(score)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #plot(reading: EmbeddingReading) {
    const width = Math.max(240, this.#plotWidth());
    const height = Math.round(Math.min(width * 0.72, 460));
    const places = this.#places(reading, width, height);
    const near = new Set(this.neighbours.map(({ id }) => id));
    const kind = (id: number) => (id === this.words.word ? 'chosen' : near.has(id) ? 'near' : '');
    const named = [this.words.word, ...near, ...this.marked, ...places.map(({ id }) => id)];
    const labels = placeLabels(
      [...new Set(named)].map((id) => places[id]),
      width,
    );
    const others = places.length - near.size - 1;
    return html`
      <svg
        viewBox="0 0 ${width} ${height}"
        width=${width}
        height=${height}
        role="img"
        aria-label="${tokenLabel(this.vocabulary[this.words.word])}, its neighbours and ${whole(others)} other tokens as points."
        @click=${this.#choose}
      >
        ${places.map(
          ({
            id,
            x,
            y,
            text,
          }) => svg`<circle class=${kind(id)} data-id=${id} cx=${x} cy=${y} r=${kind(id) ? 5 : 3}>
            <title>${text}</title></circle>`,
        )}
        ${labels.map(
          ({ id, x, y, text, anchor }) =>
            svg`<text class=${kind(id)} x=${x} y=${y + 4} text-anchor=${anchor}>${text}</text>`,
        )}
      </svg>
    `;
  }

  /** The card's inner width: as wide as the element, or its share where two cards stand side by side. */
  #plotWidth(): number {
    const { width } = this.#surroundings;
    const card = width > 736 ? (width - 18) * (1.25 / 2.25) : width;
    return Math.floor(card) - 38;
  }

  #places({ points }: EmbeddingReading, width: number, height: number): Place[] {
    const column = (axis: number) => this.vocabulary.map((_, id) => points.data[3 * id + axis]);
    const [across, up] = [column(0), column(1)];
    const [horizontal, vertical] = [across, up].map(spanOf);
    // One scale for both axes: otherwise distances would be bent.
    const scale = Math.min(
      (width - 2 * MARGIN) / Math.max(horizontal.size, 1e-9),
      (height - 2 * MARGIN) / Math.max(vertical.size, 1e-9),
    );
    return this.vocabulary.map((text, id) => ({
      id,
      text: tokenLabel(text),
      x: Math.round(width / 2 + (across[id] - horizontal.middle) * scale),
      y: Math.round(height / 2 - (up[id] - vertical.middle) * scale),
    }));
  }

  #choose(event: Event): void {
    const id = (event.target as Element).getAttribute('data-id');
    if (id !== null) this.dispatchEvent(new WordsEvent({ word: Number(id) }));
  }

  #table() {
    const { points } = this.reading as EmbeddingReading;
    return {
      caption: 'Where each token lies on the three widest axes',
      columns: ['token', 'first', 'second', 'third'],
      rows: this.vocabulary.map((text, id) => ({
        name: tokenLabel(text),
        cells: Array.from(points.data.subarray(3 * id, 3 * id + 3), signed),
      })),
    };
  }
}

function spanOf(values: readonly number[]): { size: number; middle: number } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return { size: most - least, middle: (least + most) / 2 };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedding-space': EmbeddingSpace;
  }
}
