// Dot products of all tokens with a direction, the difference of two words.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { DirectionResult, RelationResult, TokenScore } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';
import { scoreTable } from './score-table.ts';

const MAX_ROWS = 8;

/**
 * @param direction dot products of all tokens, by id
 * @param relations of the data set; the pairs of the one that has the direction are listed
 */
export const directions = (
  direction: DirectionResult | undefined,
  relations: readonly RelationResult[],
  words: WordsOfVocabulary,
): TemplateResult => html`
  ${card(
    msg('Direction'),
    nothing,
    html`<div class="controls">${wordFields(words, { to: msg('Direction: to'), from: msg('from') })}</div>`,
    note(
      msg(
        str`E(${wordLabel(words, 'to')}) − E(${wordLabel(words, 'from')}), a vector of length ${direction ? formatSignificant(direction.length) : '…'}. The dot product multiplies components and adds the products. It is positive for words along the direction, 0 for words perpendicular to it, and negative for opposite words.`,
      ),
    ),
  )}
  ${direction ? dotProducts(direction, relations, words) : note(msg('Loading embeddings …'))}
`;

function dotProducts(
  { products }: DirectionResult,
  relations: readonly RelationResult[],
  { words: { from, to } }: WordsOfVocabulary,
): TemplateResult {
  const most = Math.max(...products.map(({ score }) => Math.abs(score)), 1e-12);
  const list = (title: string, scores: readonly TokenScore[]) =>
    card(title, title, scoreTable(scores, msg('dot product'), { most, isSigned: true, marked: [from, to] }));
  const relation = relations.find(({ pairs }) => pairs.some((pair) => pair.from === from && pair.to === to));
  if (!relation) {
    const sorted = [...products].sort((a, b) => b.score - a.score);
    return html`<div class="columns" data-figure>
      ${list(msg('Largest dot products'), sorted.slice(0, MAX_ROWS))}
      ${list(msg('Smallest dot products'), sorted.slice(-MAX_ROWS).reverse())}
    </div>`;
  }
  const pairs = relation.pairs.map((pair) => ({ first: products[pair.from], second: products[pair.to] }));
  const shown = pairs.slice(0, MAX_ROWS + 4);
  const larger = pairs.filter(({ first, second }) => second.score > first.score).length;
  return html`<div class="columns" data-figure>
      ${list(
        msg(str`Pairs of “${relation.name}”: second words`),
        shown.map(({ second }) => second),
      )}
      ${list(
        msg('first words'),
        shown.map(({ first }) => first),
      )}
    </div>
    <p role="status">
      ${msg(html`In <b>${formatInteger(larger)} of ${formatInteger(pairs.length)}</b> pairs the second word has the larger dot product.`)}
    </p>`;
}
