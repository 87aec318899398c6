// A direction between two words, added to a third: what the embedding of the loaded model makes of it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnalogyResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { VectorSumEvent } from '../../events.ts';
import type { VectorOperands } from '../../vector-operands.ts';

/**
 * @property vocabulary - of the model
 * @property operands - a − b + c
 * @property result - the words nearest to the sum
 * @fires lab-vector-sum - another word
 */
@customElement('lab-vector-arithmetic')
export class VectorArithmetic extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) operands!: VectorOperands;
  @property({ attribute: false }) result?: AnalogyResult;

  override render() {
    const { operands, vocabulary, result } = this;
    const word = (id: number) => tokenLabel(vocabulary[id]);
    return html`
      <section class="card" aria-label="A direction with a meaning">
        <h2>${word(operands.a)} − ${word(operands.b)} + ${word(operands.c)}</h2>
        <div class="controls">
          ${this.#choice('a', 'this word')} ${this.#choice('b', 'minus this')} ${this.#choice('c', 'plus this')}
        </div>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">nearest words, the three left out</th>
                <th scope="col">cosine</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${(result?.nearest ?? []).map(
                ({ id, score }) => html`
                  <tr class=${id === operands.expected ? 'marked' : ''}>
                    <th scope="row">${word(id)}</th>
                    <td>${formatSigned(score)}</td>
                    <td class="bars">${bar(score)}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        ${
          operands.expected !== undefined && result?.expectedRank !== undefined
            ? html`<p>“${word(operands.expected)}” is at rank ${formatInteger(result.expectedRank)}.</p>`
            : nothing
        }
        <p class="explained">
          The difference of two words’ vectors is a direction. If the data says something in one way for many pairs, the same
          direction may serve all of them; the model “stories” has such pairs, others may not: then the sum finds nothing in
          particular.
        </p>
      </section>
    `;
  }

  #choice(name: 'a' | 'b' | 'c', label: string) {
    const choose = (event: Event) => {
      const id = (event.target as HTMLSelectElement).selectedIndex;
      this.dispatchEvent(new VectorSumEvent({ ...this.operands, [name]: id, expected: undefined }));
    };
    return html`<label>
      ${label}
      <select @change=${choose}>
        ${this.vocabulary.map((text, id) => html`<option .selected=${id === this.operands[name]}>${tokenLabel(text)}</option>`)}
      </select>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-vector-arithmetic': VectorArithmetic;
  }
}
