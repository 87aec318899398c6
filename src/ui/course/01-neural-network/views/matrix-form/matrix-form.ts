// A layer's whole step in one line: a matrix times the activations before, plus the biases, through σ.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import type { NeuronIndex } from '../../../../views/digits/network-diagram/network-layout.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { StageData } from '../../stage-data.ts';
import { type Cell, matrixCells } from './matrix-cells.ts';
import { matrixFormStyles } from './matrix-form.styles.ts';

/**
 * @property stageData - all activations and weights
 * @property place - the neuron whose row stands out
 * @property activationFunction - σ, ReLU or softmax, and the same in TeX
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
      <h2>Layer ${layer} in one line</h2>
      <lab-math display tex=${`a^{(${layer})}=${this.activationFunction.tex}\\left(W\\,a^{(${layer - 1})}+b\\right)`}></lab-math>
      <div class="line numbers" role="group" aria-label=${`Layer ${layer} with its numbers`}>
        <span>${this.activationFunction.plain}(</span>
        ${this.#matrix('weights', cells.weights)} ${this.#matrix('activations before', cells.before)}
        <span>+</span> ${this.#matrix('biases', cells.biases)}<span>) =</span>
        ${this.#matrix('activations', cells.after)}
      </div>
      <p class="explained">
        W has ${outputs.length} rows of ${inputs.length} weights: row ${neuron}, picked out, holds all weights into neuron
        ${neuron}, and makes the number picked out on the right. Indices begin at 0; dots stand for what is left out. Shown are
        the first two, the last, the chosen neuron, and the brightest input, number ${brightest}.
      </p>
    </section>`;
  }

  /** Brackets are borders: only a font with a table for mathematics could stretch them, and not every device has one. */
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
