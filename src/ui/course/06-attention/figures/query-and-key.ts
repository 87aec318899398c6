// The selected query and key: their dot product, score and weight, and the angle between them.

import { msg, str } from '@lit/localize';
import { css, html, svg } from 'lit';
import { FocusChangeEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { keyChoice } from '../choices.ts';
import { type Context, tokenLabels } from '../context.ts';
import { queryKeyPair } from '../query-key-pair.ts';
import { norm } from '../vector-math.ts';

type Pair = Pick<Context, 'headTrace' | 'key' | 'masked'>;

/** Length of the longer arrow, in units of the drawing. */
const MAX_ARROW_LENGTH = 46;

export const queryAndKeyStyles = css`
  .pair {
    > * {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-s) var(--space-l);
    }

    label {
      display: inline-flex;
      align-items: center;
      gap: var(--space-s);
      font-size: var(--size-compact);
    }

    dl {
      align-items: end;
      column-gap: var(--space-m);
      font-variant-numeric: tabular-nums;
    }

    dt {
      color: var(--muted);
      font-size: var(--size-fine);
    }

    dd {
      font-size: var(--size-title);
      font-weight: 600;
    }

    i {
      padding-bottom: var(--space-2xs);
      color: var(--muted);
      font-style: normal;
    }
  }

  .angle {
    display: grid;
    grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr);
    align-items: center;
    gap: var(--space-l);

    > div {
      display: grid;
      gap: var(--space-s);
    }

    svg {
      aspect-ratio: 1;
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
      background: var(--scale-zero);
    }

    line {
      stroke: currentColor;
      stroke-width: 2;
    }

    text {
      fill: currentColor;
      font-size: calc(8 * var(--unit));
      font-style: italic;
    }

    @container (max-width: 36rem) {
      grid-template-columns: minmax(0, 1fr);

      svg {
        max-width: 15rem;
      }
    }
  }
`;

export function queryAndKey({ headTrace, key, masked: isMasked = true }: Pair) {
  const { sum, scaled, weight, unmaskedWeight, masked } = queryKeyPair(headTrace, key);
  const labels = tokenLabels(headTrace);
  const pick = (kind: 'query' | 'key', chosen: number, event: (position: number) => Event) => html`<label>
    <span class=${kind}>${kind}</span>
    <select name=${kind} @change=${emit(({ value }: HTMLSelectElement) => event(Number(value)))}>
      ${labels.map((label, i) => html`<option value=${i} .selected=${i === chosen}>${i + 1} ${label}</option>`)}
    </select>
  </label>`;
  return html`<div class="pair stack">
    <div>
      ${pick('query', headTrace.query, (token) => new FocusChangeEvent({ token }))} ${pick('key', key, keyChoice)}
    </div>
    <dl>
      <div title=${msg('Dot product: how well the key matches the query')}><dt>q · k</dt><dd class="sum">${formatSigned(sum)}</dd></div>
      <i aria-hidden="true">→</i>
      <div title=${msg('Divided by the square root of their dimension')}><dt>÷ √D</dt><dd class="scaled">${formatSigned(scaled)}</dd></div>
      <i aria-hidden="true">→</i>
      <div title=${msg('After softmax: the key’s share of the query’s attention')}>
        <dt>${isMasked ? msg('weight') : msg('weight without mask')}</dt>
        <dd class="weight">${isMasked ? (masked ? msg('masked') : formatPercent(weight)) : formatPercent(unmaskedWeight)}</dd>
      </div>
    </dl>
  </div>`;
}

/** As two arrows in the plane that they span. */
export function angle({ headTrace, key }: Pair) {
  const { q, k, sum } = queryKeyPair(headTrace, key);
  const [ql, kl] = [norm(q), norm(k)];
  const cosine = ql * kl > 0 ? sum / (ql * kl) : 0;
  const turn = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const degrees = formatSignificant((turn * 180) / Math.PI);
  const scale = MAX_ARROW_LENGTH / Math.max(ql, kl);
  const labels = tokenLabels(headTrace);
  return card(
    msg('Angle between query and key'),
    msg(
      html`The key of <span class="key">${labels[key]}</span> and the query of <span class="query">${labels[headTrace.query]}</span>`,
    ),
    html`<div class="angle">
      <svg viewBox="-50 -50 100 100" role="img" aria-label=${msg(str`Query and key ${degrees} degrees apart`)}>
        ${arrow('query', 'q', ql * scale, 0)} ${arrow('key', 'k', kl * scale, turn)}
      </svg>
      <div>
        ${queryAndKey({ headTrace, key, masked: true })}
        <p>
          ${msg(html`${degrees}° apart: q · k = ${formatSignificant(ql)} × ${formatSignificant(kl)} × cos ${formatSigned(cosine)} = <b>${formatSigned(sum)}</b>`)}
        </p>
        ${note(msg(str`Two vectors always span a plane, so the drawing shows the exact angle and lengths of the ${q.length}-dimensional vectors. The smaller the angle, the better the key matches the query.`))}
      </div>
    </div>`,
  );
}

function arrow(kind: string, name: string, length: number, angle: number) {
  const [x, y] = [length * Math.cos(angle), -length * Math.sin(angle)];
  const side = (turn: number) => `${x - 4 * Math.cos(angle + turn)},${y + 4 * Math.sin(angle + turn)}`;
  return svg`<g class=${kind}>
    <line x1="0" y1="0" x2=${x} y2=${y} />
    <polygon points="${x},${y} ${side(0.5)} ${side(-0.5)}" fill="currentColor" />
    <text x=${x * 0.55 + 3} y=${y * 0.55 - 4}>${name}</text>
  </g>`;
}
