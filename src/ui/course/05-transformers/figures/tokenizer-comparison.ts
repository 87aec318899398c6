// The same text tokenized by words, by characters and by byte pairs, and the ids of the model's tokens.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  BytePairsResult,
  Inspection,
  LensResult,
  TokenizerKind,
} from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatList } from '../../../format/lists.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

interface Tokenizations {
  readonly tokenizations: LensResult<'tokenizations'> | undefined;
  readonly bytePairs: BytePairsResult | undefined;
  /** The model's own. */
  readonly tokenizer: TokenizerKind;
  /** Of the model's input. */
  readonly tokens: Inspection['tokens'];
}

export function tokenizerComparison({
  tokenizations,
  bytePairs,
  tokenizer,
  tokens,
}: Tokenizations): TemplateResult {
  const { words = [], characters = [] } = tokenizations ?? {};
  const { pieces = [], unknown = [], alphabet = 0, applied = 0 } = bytePairs ?? {};
  const lost = [...new Set(unknown)].map((piece) => `“${tokenLabel(piece)}”`);
  const tokenization = (
    kind: TokenizerKind,
    name: string,
    pieces: readonly string[],
    remark: string,
  ) => html`<div class=${kind}>
    <p><b>${msg(str`${name}: ${formatInteger(pieces.length)} tokens`)}</b>${kind === tokenizer ? msg(' (used by your model)') : ''}. <span class="explained">${remark}</span></p>
    <ol class="tokens">${pieces.map((piece) => html`<li>${tokenLabel(piece)}</li>`)}</ol>
  </div>`;
  return html`
    ${card(
      msg('Three tokenizers'),
      msg('The same text with three tokenizers'),
      tokenization(
        'words',
        msg('By words'),
        words,
        msg('Few tokens per text, but unknown words have no token.'),
      ),
      tokenization(
        'characters',
        msg('By characters'),
        characters,
        msg('A small vocabulary, but many tokens per text, and the model must learn spelling.'),
      ),
      tokenization(
        'byte-pair',
        msg('By byte pairs'),
        pieces,
        msg(
          str`Between the two: with enough merges a frequent word is one token, with the space before it, and a rare one several. Here ${formatInteger(alphabet + applied)} tokens learned from this model’s data, in GPT-3 50,257.`,
        ),
      ),
      lost.length > 0
        ? note(msg(str`Left out, since that data has no such characters: ${formatList(lost)}.`))
        : nothing,
    )}
    ${card(
      msg('Ids'),
      msg('The network uses token ids: indices into the vocabulary'),
      html`<ol class="tokens">
        ${tokens.map(({ id, text }) => html`<li>${tokenLabel(text)} <b class="data">${formatInteger(id)}</b></li>`)}
      </ol>`,
    )}
  `;
}
