// A layer's step as an equation: a matrix times the activations before, plus the biases, through σ.

import { msg, str } from '@lit/localize';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import type { NeuronIndex } from '../../../../types/digits.ts';
import type { NeuronData } from '../../neuron-data.ts';
import { panelStyles } from '../../panel.styles.ts';
import { type Cell, matrixCells } from './matrix-cells.ts';
import { matrixFormStyles } from './matrix-form.styles.ts';

/** Milliseconds a part, and parts of the largest layer that is shown. */
const [PART_MS, MOST_PARTS] = [1200, 12];

/**
 * One layer as a matrix equation.
 *
 * @property stageData - All activations and weights.
 * @property place - The neuron whose row is highlighted.
 * @property builds - Whether it appears row by row: activations, a row of weights with its sum, the next, then biases and σ.
 * @property activationFunction - σ, ReLU or softmax, in plain text and in TeX.
 */
@customElement('lab-matrix-form')
export class MatrixForm extends LitElement {
  static override styles = [baseStyles, panelStyles, matrixFormStyles];

  @property({ attribute: false }) stageData!: NeuronData;
  @property({ attribute: false }) place!: NeuronIndex;
  @property({ attribute: false }) activationFunction = { plain: 'σ', tex: '\\sigma' };

  @property({ type: Boolean }) builds = false;

  /** Parts that are there: activations, each row, biases, activations after. */
  @state() private built = Number.POSITIVE_INFINITY;

  #timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('builds')) return;
    clearTimeout(this.#timer);
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.built = this.builds && !isCalm ? 1 : Number.POSITIVE_INFINITY;
    if (Number.isFinite(this.built)) this.#build();
  }

  #build(): void {
    this.#timer = window.setTimeout(() => {
      this.built += 1;
      if (this.built < MOST_PARTS) this.#build();
    }, PART_MS);
  }

  protected override render() {
    const { layer, neuron } = this.place;
    const { activations, weights } = this.stageData;
    const inputs = activations[layer - 1];
    const outputs = activations[layer];
    const brightest = inputs.indexOf(Math.max(...inputs));
    const numbers = {
      weights: weights[layer - 1].weights.data,
      biases: weights[layer - 1].biases.data,
      inputs,
      outputs,
    };
    const cells = matrixCells(numbers, neuron, brightest);
    const rows = cells.weights.length;
    return html`<section class="card" aria-label=${msg('A layer as a matrix')}>
      <h2>${msg(str`Layer ${layer} as a matrix equation`)}</h2>
      <lab-math display tex=${`a^{(${layer})}=${this.activationFunction.tex}\\left(W\\,a^{(${layer - 1})}+b\\right)`}></lab-math>
      <div class="line numbers" role="group" aria-label=${msg(str`Layer ${layer} with its numbers`)}>
        <div>
          <span>${this.activationFunction.plain}(</span>
          ${this.#matrix('W', cells.weights, 1)} ${this.#matrix(`a^{(${layer - 1})}`, cells.before, 0, 0)}
        </div>
        <div>
          <span>+</span> ${this.#matrix('b', cells.biases, rows + 1, 0)}<span>) =</span>
          ${this.#matrix(`a^{(${layer})}`, cells.after, rows + 2, 0)}
        </div>
      </div>
      <p class="explained">
        ${msg(str`W has ${outputs.length} rows of ${inputs.length} weights. The highlighted row ${neuron} holds all weights of neuron ${neuron} and produces the highlighted number on the right. Indices start at 0; dots mark omitted entries. Shown are the first two rows, the selected one and the last; of the inputs the first, the brightest, number ${brightest}, and the last.`)}
      </p>
    </section>`;
  }

  /** Brackets are borders: stretched brackets need a font with a MATH table, which some devices lack. */
  #matrix(tex: string, rows: readonly (readonly Cell[])[], first: number, step = 1): TemplateResult {
    const stateOf = (row: number) => {
      const part = first + step * row;
      return part >= this.built
        ? 'pending'
        : part === this.built - 1 && step > 0 && this.built <= rows.length + 1
          ? 'newest'
          : '';
    };
    return html`<figure>
      <table class="matrix">
        ${rows.map((row, i) => html`<tr class=${stateOf(i)}>${row.map(({ text, chosen }) => html`<td class=${chosen ? 'chosen' : ''}>${text}</td>`)}</tr>`)}
      </table>
      <figcaption><lab-math tex=${tex}></lab-math></figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-matrix-form': MatrixForm;
  }
}
