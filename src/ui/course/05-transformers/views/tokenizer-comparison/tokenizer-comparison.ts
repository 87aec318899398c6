// The same text tokenized by words, by characters and by byte pairs.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BytePairsResult, LensResult, TokenizerKind } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatList } from '../../../../format/lists.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';

/**
 * Three tokenizations of a text, and the ids of the model's tokens.
 *
 * @property tokenizations - The text by words and by characters.
 * @property bytePairs - The text by byte pairs.
 * @property tokenizer - The model's tokenizer.
 * @property tokens - Tokens of the model's input.
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
    const { pieces = [], unknown = [], alphabet = 0, applied = 0 } = this.bytePairs ?? {};
    const lost = [...new Set(unknown)].map((piece) => `“${tokenLabel(piece)}”`);
    return html`
      <section class="card" aria-label=${msg('Three tokenizers')}>
        <h2>${msg('The same text with three tokenizers')}</h2>
        ${this.#renderTokenization('words', msg('By words'), words, msg('Few tokens per text, but unknown words have no token.'))}
        ${this.#renderTokenization('characters', msg('By characters'), characters, msg('A small vocabulary, but many tokens per text, and the model must learn spelling.'))}
        ${this.#renderTokenization('byte-pair', msg('By byte pairs'), pieces, msg(str`Between the two: with enough merges a frequent word is one token, with the space before it, and a rare one several. Here ${formatInteger(alphabet + applied)} tokens learned from this model’s data, in GPT-3 50,257.`))}
        ${lost.length > 0 ? html`<p class="explained">${msg(str`Left out, since that data has no such characters: ${formatList(lost)}.`)}</p>` : nothing}
      </section>
      <section class="card" aria-label=${msg('Ids')}>
        <h2>${msg('The network uses token ids: indices into the vocabulary')}</h2>
        <ol class="tokens">
          ${this.tokens.map(({ id, text }) => html`<li>${tokenLabel(text)} <b class="data">${formatInteger(id)}</b></li>`)}
        </ol>
      </section>
    `;
  }

  #renderTokenization(kind: TokenizerKind, name: string, pieces: readonly string[], remark: string) {
    const used = kind === this.tokenizer ? msg(' (used by your model)') : '';
    return html`
      <div class="way ${kind}">
        <p><b>${msg(str`${name}: ${formatInteger(pieces.length)} tokens`)}</b>${used}. <span class="explained">${remark}</span></p>
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
