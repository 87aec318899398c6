// The steps of one MLP at one token: input, preactivations, activations, output and sum.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ACTIVATION_CHOICES } from '../../../../../shared/settings/model-settings.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/charts/heatmap/heatmap.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { MlpActivations } from '../../mlp-activations.ts';

const blockStyles = css`
  ol {
    display: grid;
    gap: var(--space-m);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: grid;
    gap: var(--space-2xs);
  }

  li p {
    font-size: var(--size-compact);
  }

  .grid lab-heatmap {
    height: 1.125rem;
  }

  .grid th {
    width: 1%;
  }

  .grid td {
    width: 100%;
    padding-block: 1px;
  }
`;

/**
 * An MLP step by step, and its neurons at every token.
 *
 * @property activations - Intermediate values of the MLP at every token.
 * @property isParallel - Attention and MLP read the same vector.
 * @property token - The selected position.
 * @property neuron - Index of the marked neuron, 0-based.
 */
@customElement('lab-mlp-block')
export class MlpBlock extends LitElement {
  static override styles = [baseStyles, panelStyles, blockStyles];

  @property({ attribute: false }) activations!: MlpActivations;
  @property({ type: Boolean }) isParallel = false;
  @property({ type: Number }) token = 0;
  @property({ type: Number }) neuron = 0;

  override render() {
    const { tokens, C, M, activationFunction, layer } = this.activations;
    const at = (values: Float32Array, width: number) =>
      values.subarray(this.token * width, (this.token + 1) * width);
    const { mid, pre, post, out, after } = this.activations;
    const isGated = activationFunction === 'swiglu';
    const name = ACTIVATION_CHOICES[activationFunction].label;
    const token = tokenLabel(tokens[this.token].text);
    return html`
      <section class="card" aria-label=${msg('MLP step by step')}>
        <h2>${msg(str`MLP ${layer + 1} at “${token}”`)}</h2>
        <ol>
          ${this.#row('E', msg(str`the input vector, ${formatInteger(C)} numbers`), at(mid, C))}
          ${this.#row(isGated ? msg('W gate E + B') : 'W↑ E + B↑', msg(str`${formatInteger(M)} dot products of rows with the normalised vector, plus a bias`), at(pre, M))}
          ${this.#row(name, isGated ? msg(str`${formatInteger(M)} neurons: SiLU of each sum, times the neuron’s dot product with its row of W↑`) : msg(str`${formatInteger(M)} neurons; negative sums become (nearly) zero`), at(post, M))}
          ${this.#row('W↓ n + B↓', msg(str`the sum of columns, each times its neuron’s activation; ${formatInteger(C)} numbers`), at(out, C))}
          ${this.#row(this.isParallel ? msg('E + attention’s output + output') : 'E + output', msg('the input of the next block'), at(after, C))}
        </ol>
        <p class="explained">
          ${msg(str`Blue is positive, red negative. Each strip has its own colour scale. Neuron ${formatInteger(this.neuron + 1)}: sum ${formatSigned(at(pre, M)[this.neuron])}, activation ${formatSigned(at(post, M)[this.neuron])}.`)}
        </p>
      </section>
      <section class="card" aria-label=${msg('All tokens, all neurons')}>
        <h2>${msg('Every token has its own set of active neurons')}</h2>
        <div class="scroll" tabindex="0">
          <table class="grid">
            <tbody>
              ${tokens.map(
                ({ text }, t) => html`
                  <tr class=${t === this.token ? 'marked' : ''}>
                    <th scope="row">${tokenLabel(text)}</th>
                    <td>
                      <lab-heatmap
                        .values=${post.subarray(t * M, (t + 1) * M)}
                        .columns=${M}
                        .extent=${this.activations.extent}
                        .label=${msg(str`${formatInteger(M)} neurons at ${tokenLabel(text)}: ${formatInteger(countActive(post.subarray(t * M, (t + 1) * M)))} above zero`)}
                      ></lab-heatmap>
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        <p class="explained">
          ${msg(str`${formatInteger(tokens.length)} tokens × ${formatInteger(M)} neurons, one colour range. All vectors go through the same matrices, and none looks at another: that is attention’s work. It is the structure of the digit network, used at every token.`)}
        </p>
      </section>
    `;
  }

  #row(formula: string, meaning: string, values: Float32Array) {
    return html`
      <li>
        <p><strong>${formula}</strong> <span class="data">${meaning}</span></p>
        <lab-heatmap
          .values=${values}
          .columns=${values.length}
          .label=${msg(str`${formula}: ${formatInteger(values.length)} numbers, the first ${Array.from(values.subarray(0, 4), formatSigned).join(', ')}`)}
        ></lab-heatmap>
      </li>
    `;
  }
}

const countActive = (values: Float32Array) => values.filter((value) => value > 0).length;

declare global {
  interface HTMLElementTagNameMap {
    'lab-mlp-block': MlpBlock;
  }
}
