// One MLP of the loaded model at work on one token: vector in, sums, neurons, vector out, added back.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/heat/heat.ts';
import { signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import type { MlpReading } from '../../reading.ts';

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

  .grid lab-heat {
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
 * @property reading - the MLP's numbers at every token of the prompt
 * @property token - the position looked at
 * @property neuron - the one marked, from 0
 */
@customElement('lab-mlp-block')
export class MlpBlock extends LitElement {
  static override styles = [baseStyles, panelStyles, blockStyles];

  @property({ attribute: false }) reading!: MlpReading;
  @property({ type: Number }) token = 0;
  @property({ type: Number }) neuron = 0;

  override render() {
    const { tokens, C, M, curve, layer } = this.reading;
    const at = (values: Float32Array, width: number) =>
      values.subarray(this.token * width, (this.token + 1) * width);
    const { mid, pre, post, out, after } = this.reading;
    const name = curve === 'relu' ? 'ReLU' : 'GELU';
    const token = tokenLabel(tokens[this.token].text);
    return html`
      <section class="card" aria-label="The MLP step by step">
        <h2>MLP ${layer + 1} at “${token}”</h2>
        <ol>
          ${this.#row('E', `the vector that comes in, ${whole(C)} numbers`, at(mid, C))}
          ${this.#row('W↑ E + B↑', `${whole(M)} rows ask, each by a dot product with the (normalised) vector; a bias is added`, at(pre, M))}
          ${this.#row(name, `${whole(M)} neurons; negative sums become (nearly) zero`, at(post, M))}
          ${this.#row('W↓ n + B↓', `each neuron adds its column, as much as it is active; ${whole(C)} numbers again`, at(out, C))}
          ${this.#row('E + that', 'what goes on to the next block', at(after, C))}
        </ol>
        <p class="explained">
          Blue is above zero, red below; each strip has its own range, from its largest number down. Neuron
          ${whole(this.neuron + 1)}: sum ${signed(at(pre, M)[this.neuron])}, activation ${signed(at(post, M)[this.neuron])}.
        </p>
      </section>
      <section class="card" aria-label="All tokens, all neurons">
        <h2>Every token has its own set of active neurons</h2>
        <div class="scroll" tabindex="0">
          <table class="grid">
            <tbody>
              ${tokens.map(
                ({ text }, t) => html`
                  <tr class=${t === this.token ? 'marked' : ''}>
                    <th scope="row">${tokenLabel(text)}</th>
                    <td>
                      <lab-heat
                        .values=${post.subarray(t * M, (t + 1) * M)}
                        .columns=${M}
                        .extent=${this.reading.extent}
                        .label=${`${whole(M)} neurons at ${tokenLabel(text)}: ${whole(activeIn(post.subarray(t * M, (t + 1) * M)))} above zero`}
                      ></lab-heat>
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        <p class="explained">
          ${whole(tokens.length)} tokens × ${whole(M)} neurons, one colour range. All vectors go through the same matrices, and
          none looks at another: that is attention’s work. It is the structure of the digit network, used at every token.
        </p>
      </section>
    `;
  }

  #row(formula: string, meaning: string, values: Float32Array) {
    return html`
      <li>
        <p><strong>${formula}</strong> <span class="data">${meaning}</span></p>
        <lab-heat
          .values=${values}
          .columns=${values.length}
          .label=${`${formula}: ${whole(values.length)} numbers, the first ${Array.from(values.subarray(0, 4), signed).join(', ')}`}
        ></lab-heat>
      </li>
    `;
  }
}

const activeIn = (values: Float32Array) => values.filter((value) => value > 0).length;

declare global {
  interface HTMLElementTagNameMap {
    'lab-mlp-block': MlpBlock;
  }
}
