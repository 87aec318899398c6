// Vector arithmetic with the embeddings of the current model.

import { msg, str } from '@lit/localize';
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
 * The words nearest to a − b + c.
 *
 * @property vocabulary - All tokens.
 * @property operands - a, b and c.
 * @property result - Words nearest to the result.
 * @fires lab-vector-sum - The visitor selects another word.
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
      <section class="card" aria-label=${msg('Vector arithmetic')}>
        <h2>${word(operands.a)} − ${word(operands.b)} + ${word(operands.c)}</h2>
        <div class="controls">
          ${this.#choice('a', msg('word a'))} ${this.#choice('b', msg('minus b'))} ${this.#choice('c', msg('plus c'))}
        </div>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('nearest words, except a, b and c')}</th>
                <th scope="col">${msg('cosine')}</th>
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
            ? html`<p>${msg(str`“${word(operands.expected)}” is at rank ${formatInteger(result.expectedRank)}.`)}</p>`
            : nothing
        }
        <p class="explained">
          ${msg('The difference of two embeddings is a direction. If many pairs in the data have the same relation, the same direction can fit all of them. The data of the models “world” and “stories” have such pairs; without them the result has no meaning.')}
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
