// Embeddings as points, by principal components or UMAP, and the nearest neighbours of a word in the full space.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EmbeddingResult, TokenScore, UmapResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { type Choices, choice, type EmbeddingViewOptions } from '../../choices.ts';
import { vocabularyList, wordControl } from '../../controls.ts';
import { UmapEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { SelectedWords } from '../../selected-words.ts';
import type { Kind, PointCloud } from '../point-cloud/point-cloud.ts';
import '../point-cloud/point-cloud.ts';
import { embeddingSpaceStyles } from './embedding-space.styles.ts';

/**
 * A plot of all tokens.
 *
 * @property show - `points`, or `neighbours` to add the nearest neighbours of one word.
 * @property result - Positions of all tokens but bytes.
 * @property umap - The UMAP layout so far.
 * @property error - Error message of UMAP.
 * @property isTurning - Whether the space turns by itself.
 * @property isUmapRunning - Whether UMAP is running.
 * @property options - Layout and number of dimensions.
 * @property vocabulary - All tokens.
 * @property words - The selected word.
 * @property neighbours - Its nearest neighbours in all C dimensions.
 * @property marked - Ids of other tokens to label, such as those of the prompt.
 * @fires lab-choice - The visitor selects another word, measure or layout.
 * @fires lab-umap - The visitor starts or stops UMAP.
 */
@customElement('lab-embedding-space')
export class EmbeddingSpace extends LitElement {
  static override styles = [baseStyles, panelStyles, embeddingSpaceStyles];

  @property() show: 'points' | 'neighbours' = 'points';
  @property({ attribute: false }) result?: EmbeddingResult;
  @property({ attribute: false }) umap?: UmapResult;
  @property() error = '';
  @property({ type: Boolean }) isTurning = false;
  @property({ type: Boolean }) isUmapRunning = false;
  @property({ attribute: false }) options: EmbeddingViewOptions = { layout: 'pca', dimensions: 3 };
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: SelectedWords;
  @property({ attribute: false }) neighbours: readonly TokenScore[] = [];
  @property({ attribute: false }) marked: readonly number[] = [];

  override render() {
    if (!this.result) return html`<p class="explained">${msg('Loading embeddings …')}</p>`;
    const space = this.#renderPlot(this.result);
    if (this.show === 'points') return space;
    return html`<div class="columns">${this.#nearest(this.result)} ${space}</div>`;
  }

  #renderPlot(reading: EmbeddingResult) {
    const { layout, dimensions } = this.options;
    const points = layout === 'pca' ? reading.points : this.umap?.points;
    const bytes = this.vocabulary.length - this.#names.length;
    return html`
      <section class="card" aria-label=${msg('Embedding space')}>
        <h2>${bytes > 0 ? msg('Every word as a point') : msg('Every token as a point')}</h2>
        <div class="controls">
          ${this.#choice(msg('Layout'), 'layout', layout, { pca: msg('principal components (PCA)'), umap: 'UMAP' })}
          ${this.#choice(msg('Dimensions'), 'dimensions', String(dimensions), { 2: msg('2 dimensions'), 3: msg('3 dimensions') })}
        </div>
        ${layout === 'umap' ? this.#renderUmapControls(reading.step) : nothing}
        ${
          points
            ? html`<lab-point-cloud
                .points=${points.data}
                .names=${this.#names}
                .kinds=${this.#kinds()}
                .flat=${dimensions === 2}
                .isTurning=${this.isTurning}
                .summary=${this.#summary()}
                @lab-point-pick=${(event: HTMLElementEventMap['lab-point-pick']) =>
                  this.dispatchEvent(choice({ word: this.vocabulary[event.point] }))}
              ></lab-point-cloud>`
            : nothing
        }
        <p class="explained">${layout === 'pca' ? this.#renderExplainedVariance(reading) : this.#neighbourhoods(reading)}</p>
        ${bytes > 0 ? html`<p class="explained">${msg(str`Left out: ${formatInteger(bytes)} tokens that are single bytes, by which the model spells words that it does not know.`)}</p>` : nothing}
        <lab-data-table .data=${() => this.#table(points?.data ?? reading.points.data)}></lab-data-table>
      </section>
    `;
  }

  #choice(
    label: string,
    name: keyof EmbeddingViewOptions,
    value: string,
    options: Readonly<Record<string, string>>,
  ) {
    const choose = (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      this.dispatchEvent(choice({ [name]: value }));
    };
    return html`<label>
      ${label}
      <select name=${name} @change=${choose}>
        ${Object.entries(options).map(
          ([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  /** A layout belongs to the weights at its start; the status says if these have changed since. */
  #renderUmapControls(step: number) {
    const { umap, isUmapRunning } = this;
    const emitUmapAction = (action: 'start' | 'stop') => () => this.dispatchEvent(new UmapEvent(action));
    const old =
      umap && umap.step !== step
        ? msg(str`, of step ${formatInteger(umap.step)}; the model is at ${formatInteger(step)}`)
        : '';
    return html`<div class="making">
      ${
        isUmapRunning
          ? html`<button @click=${emitUmapAction('stop')}>${msg('Stop')}</button>`
          : html`<button class="primary" @click=${emitUmapAction('start')}>${umap ? msg('Run UMAP again') : msg('Run UMAP')}</button>`
      }
      ${
        umap
          ? html`<progress aria-label=${msg('UMAP epochs')} max=${umap.epochs} value=${umap.epoch}></progress>
              <span role="status" aria-live=${isUmapRunning ? 'off' : 'polite'}>${msg(str`epoch ${formatInteger(umap.epoch)} of ${formatInteger(umap.epochs)}${old}`)}</span>`
          : html`<span>${msg('This takes a few seconds. Training continues meanwhile.')}</span>`
      }
      ${this.error ? html`<span role="alert">${msg(str`UMAP failed: ${this.error}`)}</span>` : nothing}
    </div>`;
  }

  #renderExplainedVariance({ explained, matrix }: EmbeddingResult) {
    const shares = explained.slice(0, this.options.dimensions);
    const sum = shares.reduce((a, b) => a + b, 0);
    return html`${msg(html`The plot shows the first ${this.options.dimensions === 2 ? msg('two') : msg('three')} principal components of ${formatInteger(matrix.shape[1])} dimensions. They explain ${shares.map(formatPercent).join(', ')} of the variance, together <b>${formatPercent(sum)}</b>. Points that are close in the plot can be far apart in the full space.`)}`;
  }

  #neighbourhoods({ matrix }: EmbeddingResult) {
    return html`${msg(str`UMAP keeps tokens close together that have small angles between them in all ${formatInteger(matrix.shape[1])} dimensions. Distances between groups and the orientation have no meaning. The layout is reproducible from the weights and the seed.`)}`;
  }

  #kinds(): PointCloud['kinds'] {
    const near = this.show === 'neighbours' ? this.neighbours : [];
    return new Map<number, Kind>([
      ...this.marked.map((id) => [id, 'marked'] as const),
      ...near.map(({ id }) => [id, 'near'] as const),
      ...(this.show === 'neighbours' ? [[this.words.word, 'chosen'] as const] : []),
    ]);
  }

  /** Of the points: bytes, the last tokens, have none. */
  get #names(): readonly string[] {
    return this.vocabulary.slice(0, this.result?.points.shape[0]);
  }

  #summary(): string {
    const tokens = msg(str`${formatInteger(this.#names.length)} tokens as points`);
    if (this.show === 'points') return msg(str`${tokens}; those of the prompt are highlighted.`);
    const near = this.neighbours.map(({ text }) => tokenLabel(text)).join(', ');
    return msg(str`${tokens}; nearest to ${tokenLabel(this.vocabulary[this.words.word])} are ${near}.`);
  }

  #nearest({ matrix }: EmbeddingResult) {
    return html`
      <section class="card" aria-labelledby="nearest">
        <h2 id="nearest">${msg(str`Nearest neighbours in all ${formatInteger(matrix.shape[1])} dimensions`)}</h2>
        <div class="controls">
          ${wordControl(this, { role: 'word', label: msg('Nearest to'), words: this.words }, this.vocabulary)}
          <label>
            ${msg('by')}
            <select
              name="likeness"
              .value=${this.words.likeness}
              @change=${(event: Event) =>
                this.dispatchEvent(
                  choice({ likeness: (event.target as HTMLSelectElement).value as Choices['likeness'] }),
                )}
            >
              <option value="cosine" ?selected=${this.words.likeness === 'cosine'}>${msg('cosine (direction)')}</option>
              <option value="dot product" ?selected=${this.words.likeness === 'dot product'}>${msg('dot product')}</option>
            </select>
          </label>
        </div>
        ${this.#list()}
        <p class="explained">
          ${msg('The cosine compares directions and is at most 1. The dot product also favours long vectors.')}
        </p>
        ${vocabularyList(this.vocabulary)}
      </section>
    `;
  }

  #list() {
    const most = Math.max(...this.neighbours.map(({ score }) => Math.abs(score)), 1e-12);
    const full = this.words.likeness === 'cosine' ? 1 : most;
    return html`
      <table class="neighbours">
        <thead>
          <tr>
            <th scope="col">${msg('token')}</th>
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
                <td>${formatSigned(score)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #table(points: Float32Array) {
    return {
      caption: msg('Position of each token in the plot'),
      columns: [msg('token'), msg('first axis'), msg('second axis'), msg('third axis')].slice(
        0,
        1 + this.options.dimensions,
      ),
      rows: this.#names.map((text, id) => ({
        name: tokenLabel(text),
        cells: Array.from(points.subarray(3 * id, 3 * id + this.options.dimensions), formatSigned),
      })),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-embedding-space': EmbeddingSpace;
  }
}
