// The dot product of two words: its terms, its sum, and the angle between the vectors.

import { msg, str } from '@lit/localize';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { DotProductResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import '../../../views/charts/data-table/data-table.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import { type WordsOfVocabulary, wordFields, wordLabel } from '../controls.ts';

const [WIDTH, HEIGHT, MAX_ARROW_LENGTH] = [360, 250, 150];

export const dotProductStyles = css`
  .angle {
    width: 100%;
    max-width: 30rem;
    border-radius: var(--radius-small);
    background: var(--scale-zero);

    line {
      stroke-width: 3;
    }

    .one {
      stroke: var(--query);
      fill: var(--query);
    }

    .other {
      stroke: var(--key);
      fill: var(--key);
    }

    .shadow {
      stroke-dasharray: 4 4;
      stroke-width: 1.5;
    }

    text[class] {
      stroke: none;
      font-size: var(--size-body);
    }
  }

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
): TemplateResult => html`<div class="columns">
  ${card(
    msg('Two words'),
    nothing,
    html`<div class="controls">${wordFields(words, { one: msg('First word'), other: msg('second word') })}</div>`,
    result ? terms(result, words) : note(msg('Loading embeddings …')),
  )}
  ${result ? angleBetween(result, words, live) : nothing}
</div>`;

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

/** Two vectors span a plane; drawn in it, lengths and angle are exact. */
function angleBetween(
  { lengths: [length, otherLength], cosine, sum }: DotProductResult,
  words: WordsOfVocabulary,
  live: LiveMode,
): TemplateResult {
  const scale = MAX_ARROW_LENGTH / Math.max(length, otherLength, 1e-9);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const degrees = formatSignificant((angle * 180) / Math.PI);
  const [x0, y0] = [WIDTH / 2 - 20, HEIGHT - 60];
  const [x1, y1] = [x0 + length * scale * Math.cos(angle), y0 - length * scale * Math.sin(angle)];
  const x2 = x0 + otherLength * scale;
  return card(
    msg('The angle between them'),
    msg(str`Angle between the vectors: ${degrees}°`),
    html`<svg class="angle" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`Two arrows, ${degrees} degrees apart.`)}>
      ${svg`
        <line class="one shadow" x1=${x1} y1=${y1} x2=${x1} y2=${y0} />
        <line class="other" x1=${x0} y1=${y0} x2=${x2} y2=${y0} />
        <line class="one" x1=${x0} y1=${y0} x2=${x1} y2=${y1} />
        <circle class="other" cx=${x2} cy=${y0} r="4" />
        <circle class="one" cx=${x1} cy=${y1} r="4" />
        <text class="one" x=${x1} y=${y1 - 10} text-anchor=${x1 < x0 ? 'end' : 'start'}>${wordLabel(words, 'one')}</text>
        <text class="other" x=${x2} y=${y0 + 22} text-anchor="middle">${wordLabel(words, 'other')}</text>`}
    </svg>`,
    html`<p role="status" aria-live=${live}>
      ${msg(html`length ${formatSignificant(length)} × length ${formatSignificant(otherLength)} × cosine <b>${formatSigned(cosine)}</b> = ${formatSigned(sum)}: the vectors point ${describeDirection(cosine)}.`)}
    </p>`,
    note(
      msg(
        'The dot product is positive for vectors in similar directions, zero for perpendicular ones, negative for opposite ones. Both formulas give the same number.',
      ),
    ),
  );
}

/** A cosine of ±0.2 is less than 12° from a right angle. */
function describeDirection(cosine: number): string {
  if (Math.abs(cosine) < 0.2) return msg('in nearly perpendicular directions');
  const way = cosine > 0 ? msg('the same direction') : msg('opposite directions');
  return Math.abs(cosine) < 0.6 ? msg(str`roughly in ${way}`) : msg(str`closely in ${way}`);
}
