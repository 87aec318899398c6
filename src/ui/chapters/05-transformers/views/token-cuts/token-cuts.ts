// How text is cut into tokens, and how many of them the model sees at once.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lenses, TokenizerKind } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { bar } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';

/** GPT-3's context, and the width of its vectors. */
const GPT3 = { T: 2048, C: 12_288 };

/**
 * @property show - `cuts` or `window`
 * @property cuts - the text by words and by characters
 * @property tokenizer - which of them the model uses
 * @property tokens - what the model read
 * @property cut - how many tokens before them it cannot see
 * @property contextLength, width - T and C of the model
 */
@customElement('lab-token-cuts')
export class TokenCuts extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() show: 'cuts' | 'window' = 'cuts';
  @property({ attribute: false }) cuts?: Lenses['cuts']['answers'];
  @property() tokenizer: TokenizerKind = 'words';
  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];
  @property({ type: Number }) cut = 0;
  @property({ type: Number }) contextLength = 1;
  @property({ type: Number }) width = 1;

  override render() {
    return this.show === 'cuts' ? this.#both() : this.#window();
  }

  #both() {
    const { words = [], characters = [] } = this.cuts ?? {};
    return html`
      ${this.#way('words', words, 'Short lists, but a word never met has no token.')}
      ${this.#way('characters', characters, 'Nothing is unknown, but lists are long, and spelling has to be learnt first.')}
      <section class="card" aria-label="Ids">
        <h2>To the network a token is a number: its place in the vocabulary</h2>
        <ol class="tokens">
          ${this.tokens.map(({ id, text }) => html`<li>${tokenLabel(text)} <b class="data">${whole(id)}</b></li>`)}
        </ol>
        <p class="explained">
          Large models cut between the two: frequent words whole, rare ones in parts. GPT-3 knows 50,257 such parts.
        </p>
      </section>
    `;
  }

  #way(name: string, pieces: readonly string[], remark: string) {
    const used = name === this.tokenizer ? ' (your model’s way)' : '';
    return html`
      <section class="card ${name}" aria-label="By ${name}">
        <h2>By ${name}: ${whole(pieces.length)} tokens${used}</h2>
        <ol class="tokens">${pieces.map((piece) => html`<li>${tokenLabel(piece)}</li>`)}</ol>
        <p class="explained">${remark}</p>
      </section>
    `;
  }

  #window() {
    const { length } = this.tokens;
    const { contextLength: T, width: C } = this;
    return html`
      <section class="card" aria-label="Context window">
        <h2>Context: ${whole(length)} of ${whole(T)} places are taken</h2>
        ${bar(length / T)}
        <ol class="tokens">
          ${this.cut > 0 ? html`<li class="out">${whole(this.cut)} before: out of sight</li>` : ''}
          ${this.tokens.map(({ text }) => html`<li>${tokenLabel(text)}</li>`)}
        </ol>
        <p class="explained">
          All it sees is an array of at most ${whole(T)} vectors of ${whole(C)} numbers; what lies before cannot influence the
          guess. In GPT-3 it is ${whole(GPT3.T)} of ${whole(GPT3.C)}. Type a longer prompt and its beginning drops out.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-token-cuts': TokenCuts;
  }
}
