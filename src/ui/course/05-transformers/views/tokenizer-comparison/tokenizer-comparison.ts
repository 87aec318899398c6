// How the same text is cut into tokens by words, by characters and by byte pairs.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BytePairsResult, LensResult, TokenizerKind } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';

/**
 * @property tokenizations - the text by words and by characters
 * @property bytePairs - the text by byte pairs
 * @property tokenizer - which of them the model uses
 * @property tokens - what the model read
 */
@customElement('lab-tokenizer-comparison')
export class TokenizerComparison extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) tokenizations?: LensResult<'tokenizations'>;
  @property({ attribute: false }) bytePairs?: BytePairsResult;
  @property() tokenizer: TokenizerKind = 'words';
  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];

  override render() {
    const { words = [], characters = [] } = this.tokenizations ?? {};
    const pieces = this.bytePairs?.pieces ?? [];
    return html`
      <section class="card" aria-label="The same text, cut three ways">
        <h2>The same text, cut three ways</h2>
        ${this.#renderTokenization('words', 'By words', words, 'Short lists, but a word never met has no token.')}
        ${this.#renderTokenization('characters', 'By characters', characters, 'Few different tokens, but long lists, and spelling has to be learnt first.')}
        ${this.#renderTokenization('byte-pair', 'By byte pairs', pieces, 'Between the two: frequent words whole, rare ones in parts. GPT-3 knows 50,257 such tokens.')}
      </section>
      <section class="card" aria-label="Ids">
        <h2>To the network a token is a number: its place in the vocabulary</h2>
        <ol class="tokens">
          ${this.tokens.map(({ id, text }) => html`<li>${tokenLabel(text)} <b class="data">${formatInteger(id)}</b></li>`)}
        </ol>
      </section>
    `;
  }

  #renderTokenization(kind: TokenizerKind, name: string, pieces: readonly string[], remark: string) {
    const used = kind === this.tokenizer ? ' (your model’s way)' : '';
    return html`
      <div class="way ${kind}">
        <p><b>${name}: ${formatInteger(pieces.length)} tokens</b>${used}. <span class="explained">${remark}</span></p>
        <ol class="tokens">${pieces.map((piece) => html`<li>${tokenLabel(piece)}</li>`)}</ol>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-tokenizer-comparison': TokenizerComparison;
  }
}
