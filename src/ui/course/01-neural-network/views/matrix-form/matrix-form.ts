// A layer's step as an equation: a matrix times the activations before, plus the biases, through σ.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import type { NeuronIndex } from '../../../../types/digits.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { StageData } from '../../stage-data.ts';
import { type Cell, matrixCells } from './matrix-cells.ts';
import { matrixFormStyles } from './matrix-form.styles.ts';

/**
 * One layer as a matrix equation.
 *
 * @property stageData - All activations and weights.
 * @property place - The neuron whose row is highlighted.
 * @property activationFunction - σ, ReLU or softmax, in plain text and in TeX.
 */
@customElement('lab-matrix-form')
export class MatrixForm extends LitElement {
  static override styles = [baseStyles, panelStyles, matrixFormStyles];

  @property({ attribute: false }) stageData!: StageData;
  @property({ attribute: false }) place!: NeuronIndex;
  @property({ attribute: false }) activationFunction = { plain: 'σ', tex: '\\sigma' };

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
    return html`<section class="card" aria-label="A layer as a matrix">
      <h2>Layer ${layer} as a matrix equation</h2>
      <lab-math display tex=${`a^{(${layer})}=${this.activationFunction.tex}\\left(W\\,a^{(${layer - 1})}+b\\right)`}></lab-math>
      <div class="line numbers" role="group" aria-label=${`Layer ${layer} with its numbers`}>
        <span>${this.activationFunction.plain}(</span>
        ${this.#matrix('weights', cells.weights)} ${this.#matrix('activations before', cells.before)}
        <span>+</span> ${this.#matrix('biases', cells.biases)}<span>) =</span>
        ${this.#matrix('activations', cells.after)}
      </div>
      <p class="explained">
        W has ${outputs.length} rows of ${inputs.length} weights. The highlighted row ${neuron} holds all weights of neuron
        ${neuron} and produces the highlighted number on the right. Indices start at 0; dots mark omitted entries. Shown are
        the first two entries, the last, the selected neuron, and the brightest input, number ${brightest}.
      </p>
    </section>`;
  }

  /** Brackets are borders: stretched brackets need a font with a MATH table, which some devices lack. */
  #matrix(name: string, rows: readonly (readonly Cell[])[]): TemplateResult {
    return html`<figure>
      <table class="matrix">
        ${rows.map((row) => html`<tr>${row.map(({ text, chosen }) => html`<td class=${chosen ? 'chosen' : ''}>${text}</td>`)}</tr>`)}
      </table>
      <figcaption>${name}</figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-matrix-form': MatrixForm;
  }
}
