// The dot product of two words: its terms, its sum, and the angle between the vectors.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { DotProductResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import '../../../views/charts/data-table/data-table.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';

export const dotProductStyles = css`
  .products {
    display: flex;
    align-items: center;
    height: 6rem;
    gap: 1px;

    i {
      flex: 1 1 0;
      min-width: 1px;
      height: calc(var(--size) * 3rem);
      background: var(--positive);
      transform: translateY(-50%);
    }

    .below {
      background: var(--negative);
      transform: translateY(50%);
    }
  }
`;

export const dotProduct = (
  result: DotProductResult | undefined,
  words: WordsOfVocabulary,
  live: LiveMode,
): TemplateResult =>
  card(
    msg('Two words'),
    nothing,
    html`<div class="controls">${wordFields(words, { one: msg('First word'), other: msg('second word') })}</div>`,
    result ? html`${terms(result, words)} ${byAngle(result, live)}` : note(msg('Loading embeddings …')),
  );

function terms({ vectors: [a, b], sum }: DotProductResult, words: WordsOfVocabulary): TemplateResult {
  const rows = Array.from(a, (x, i) => ({ x, y: b[i], product: x * b[i] }));
  const most = Math.max(...rows.map(({ product }) => Math.abs(product)), 1e-12);
  const positive = rows.filter(({ product }) => product > 0).length;
  return html`
    <p>
      ${msg(html`${formatInteger(rows.length)} products, one per component, ${formatInteger(positive)} of them positive: ${rows.slice(0, 4).map(({ x, y, product }) => html`<span class="guess">${formatSignificant(x)} × ${formatSignificant(y)} = ${formatSignificant(product)},</span>`)} … Their sum, the dot product: <b class="numbers sum">${formatSigned(sum)}</b>`)}
    </p>
    <div class="products" role="img" aria-label=${msg(str`${formatInteger(positive)} products above zero, ${formatInteger(rows.length - positive)} below; sum ${formatSigned(sum)}.`)}>
      ${rows.map(
        ({ product }) =>
          html`<i class=${product < 0 ? 'below' : ''} style=${styleMap({ '--size': String(Math.abs(product) / most) })}></i>`,
      )}
    </div>
    <lab-data-table
      .data=${() => ({
        caption: msg('The two embeddings by component'),
        columns: [msg('component'), wordLabel(words, 'one'), wordLabel(words, 'other'), msg('product')],
        rows: rows.map(({ x, y, product }, i) => ({
          name: formatInteger(i + 1),
          cells: [x, y, product].map(formatSignificant),
        })),
      })}
    ></lab-data-table>
  `;
}

function byAngle(
  { lengths: [length, other], cosine, sum }: DotProductResult,
  live: LiveMode,
): TemplateResult {
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  return html`
    <p role="status" aria-live=${live}>
      ${msg(html`length ${formatSignificant(length)} × length ${formatSignificant(other)} × cosine <b>${formatSigned(cosine)}</b> = ${formatSigned(sum)}: an angle of ${formatSignificant((angle * 180) / Math.PI)}°, the vectors point ${describeDirection(cosine)}.`)}
    </p>
    ${note(msg('The dot product is positive for vectors in similar directions, zero for perpendicular ones, negative for opposite ones. Both formulas give the same number.'))}
  `;
}

/** A cosine of ±0.2 is less than 12° from a right angle. */
function describeDirection(cosine: number): string {
  if (Math.abs(cosine) < 0.2) return msg('in nearly perpendicular directions');
  const way = cosine > 0 ? msg('the same direction') : msg('opposite directions');
  return Math.abs(cosine) < 0.6 ? msg(str`roughly in ${way}`) : msg(str`closely in ${way}`);
}
