// One head over the data: the sequences where it writes most with its attention, its tokens, and the loss without it.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import { numberTable } from '../../figures/number-table.ts';
import { ROW_KINDS } from '../../format/head-data.ts';
import { formatInterval } from '../../format/lists.ts';
import { formatFixed, formatPercent, formatSignedFixed } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';

type Profile = LensResult<'head-profile'>;

/** Tokens before the query that a sequence shows. */
const SHOWN_TOKENS = 18;

const times = (value: number): string => `${formatFixed(value, 1)} ×`;

export const headProfileStyles = css`
  .profile {
    b.query,
    .token.query {
      color: var(--query);
    }

    b.key {
      color: var(--key);
    }

    .sequences {
      grid-column: 1 / -1;
    }

    ol {
      display: grid;
      gap: var(--space-2xs);
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: grid;
      grid-template-columns: 3.25rem minmax(0, 1fr);
      align-items: baseline;
      gap: var(--space-s);
    }

    .strength {
      color: var(--muted);
      font-size: var(--size-small);
      font-variant-numeric: tabular-nums;
      text-align: end;
    }

    .text {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3xs);
    }

    .token {
      padding: 0 var(--space-2xs);
      border-radius: var(--radius-tiny);
      background: color-mix(in srgb, var(--key) calc(0.55 * var(--weight, 0%)), transparent);
      font-size: var(--size-compact);
      overflow-wrap: anywhere;
    }

    .token.strongest {
      box-shadow: inset 0 -2px 0 var(--key);
    }

    .token.query {
      font-weight: 600;
    }

    .range {
      width: 30%;
      min-width: 4rem;

      span {
        position: relative;
        display: block;
        height: 0.75rem;
      }

      :is(u, b, i) {
        position: absolute;
      }

      u {
        top: 0;
        bottom: 0;
        border-inline-start: 1px solid var(--line-strong);
      }

      :is(b, i) {
        background: var(--positive);
      }

      b {
        top: calc(50% - 1px);
        height: 2px;
      }

      i {
        top: calc(50% - 4px);
        width: 8px;
        height: 8px;
        translate: -50%;
        border-radius: 50%;
      }
    }
  }
`;

export const headProfile = ({
  sequences,
  queries,
  keys,
  ablations,
  ...profile
}: Profile) => html`<div class="studied profile">
  <section class="sequences">
    <h3>${msg('Where it writes most')}</h3>
    <p>
      ${msg(html`The <b class="query">query</b> is last; the stronger a <b class="key">key</b>’s colour, the more attention it gets. The number is the size of what the head adds to the stream there, over its mean.`)}
    </p>
    <ol>${sequences.map(sequence)}</ol>
  </section>
  <section>
    <h3>${msg('Without it')}</h3>
    <p>${msg(html`Change of the loss of ${formatFixed(profile.loss, 3)} nats over ${profile.rows} ${ROW_KINDS[profile.rowKind]}, with 95 % of a bootstrap.`)}</p>
    ${effects(ablations)}
  </section>
  ${tokenList(msg('As queries'), msg('Size of what it writes at this token, over its mean.'), queries)}
  ${tokenList(msg('As keys'), msg('Attention on this token, over that on any token at its positions.'), keys)}
</div>`;

function sequence({ tokens, weights, strength }: Profile['sequences'][number]) {
  const from = Math.max(0, tokens.length - SHOWN_TOKENS);
  const strongest = weights.indexOf(Math.max(...weights));
  return html`<li>
    <span class="strength">${times(strength)}</span>
    <span class="text">
      ${from > 0 ? html`<span class="token">…</span>` : nothing}${tokens.slice(from).map(({ text }, i) => {
        const key = from + i;
        const isQuery = key === tokens.length - 1;
        return html`<span
          class="token ${isQuery ? 'query' : ''} ${key === strongest ? 'strongest' : ''}"
          style=${styleMap({ '--weight': `${(100 * weights[key]).toFixed(1)}%` })}
          title=${msg(str`${tokenLabel(text)}: ${formatPercent(weights[key])} of the attention`)}
          >${tokenLabel(text)}<span class="visually-hidden"> ${msg(str`${formatPercent(weights[key])} of the attention,`)} </span></span
        >`;
      })}
      ${strongest < from ? html`<span class="token">${msg(str`strongest: ${tokenLabel(tokens[strongest].text)} ${formatPercent(weights[strongest])}, ${tokens.length - 1 - strongest} tokens back`)}</span>` : nothing}
    </span>
  </li>`;
}

function effects(ablations: Profile['ablations']) {
  const ends = ablations.flatMap(({ interval }) => interval);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const at = (value: number) => `${(100 * (value - low)) / (high - low || 1)}%`;
  return numberTable(ablations, {
    names: { heading: msg('its output is'), cell: ({ kind }) => KINDS[kind] },
    columns: [
      { heading: msg('change'), cell: ({ change }) => formatSignedFixed(change, 4) },
      {
        kind: 'range',
        cell: ({ change, interval }) =>
          html`<span aria-hidden="true"><u style=${styleMap({ left: at(0) })}></u><b style=${styleMap({ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})` })}></b><i style=${styleMap({ left: at(change) })}></i></span>`,
      },
      {
        heading: '95 %',
        cell: ({ interval }) => formatInterval(interval, (end) => formatSignedFixed(end, 4)),
      },
    ],
  });
}

const KINDS = { zero: msg('zero'), mean: msg('its mean'), resample: msg('of another row') } as const;

const tokenList = (title: string, meaning: string, tokens: Profile['queries']) => html`<section>
  <h3>${title}</h3>
  <p>${meaning}</p>
  ${numberTable(tokens, {
    names: { heading: msg('token'), cell: ({ text }) => tokenLabel(text) },
    columns: [
      { heading: msg('over mean'), cell: ({ value }) => times(value) },
      { heading: msg('occurrences'), cell: ({ count }) => count },
    ],
    caption: title,
    isCaptionHidden: true,
  })}
</section>`;
