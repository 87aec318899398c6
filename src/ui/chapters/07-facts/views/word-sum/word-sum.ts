// A direction between two words, added to a third: what the embedding of the loaded model makes of it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnalogyReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { SumEvent } from '../../events.ts';
import type { Words } from '../../words.ts';

/**
 * @property vocabulary - of the model
 * @property words - a − b + c
 * @property answer - the words nearest to the sum
 * @fires lab-sum - another word
 */
@customElement('lab-word-sum')
export class WordSum extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) answer?: AnalogyReading;

  override render() {
    const { words, vocabulary, answer } = this;
    const word = (id: number) => tokenLabel(vocabulary[id]);
    return html`
      <section class="card" aria-label="A direction with a meaning">
        <h2>${word(words.a)} − ${word(words.b)} + ${word(words.c)}</h2>
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
              ${(answer?.nearest ?? []).map(
                ({ id, score }) => html`
                  <tr class=${id === words.expected ? 'marked' : ''}>
                    <th scope="row">${word(id)}</th>
                    <td>${signed(score)}</td>
                    <td class="bars">${bar(score)}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        ${
          words.expected !== undefined && answer?.expectedRank !== undefined
            ? html`<p>“${word(words.expected)}” is at rank ${whole(answer.expectedRank)}.</p>`
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
      this.dispatchEvent(new SumEvent({ ...this.words, [name]: id, expected: undefined }));
    };
    return html`<label>
      ${label}
      <select @change=${choose}>
        ${this.vocabulary.map((text, id) => html`<option .selected=${id === this.words[name]}>${tokenLabel(text)}</option>`)}
      </select>
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-word-sum': WordSum;
  }
}
