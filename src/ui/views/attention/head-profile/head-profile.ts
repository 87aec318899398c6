// One head over the data: the sequences where it writes most with its attention, its tokens, and the loss without it.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { ROW_KINDS } from '../../../format/head-data.ts';
import { formatInterval } from '../../../format/lists.ts';
import { formatFixed, formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { headProfileStyles } from './head-profile.styles.ts';

type Profile = LensResult<'head-profile'>;

/** Tokens before the query that a sequence shows. */
const SHOWN_TOKENS = 18;

const times = (value: number): string => `${formatFixed(value, 1)} ×`;

/**
 * @summary Where a head writes most, what it reads, and what the loss is without it.
 *
 * @property profile - Result of the lens `head-profile`.
 * @cssproperty [--query=#ffd866] - Queries.
 * @cssproperty [--key=#5cd0b3] - Attention on keys.
 */
@customElement('lab-head-profile')
export class HeadProfile extends LitElement {
  static override styles = [baseStyles, headProfileStyles];

  @property({ attribute: false }) profile?: Profile;

  protected override render() {
    const { profile } = this;
    if (!profile) return nothing;
    const { sequences, queries, keys, ablations } = profile;
    return html`
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
    `;
  }
}

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
  return html`<table>
    <thead><tr><th scope="col">${msg('its output is')}</th><th scope="col">${msg('change')}</th><td></td><th scope="col">95 %</th></tr></thead>
    <tbody>
      ${ablations.map(
        ({ kind, change, interval }) => html`<tr>
          <th scope="row">${KINDS[kind]}</th>
          <td>${formatSignedFixed(change, 4)}</td>
          <td class="range" aria-hidden="true"><span><u style=${styleMap({ left: at(0) })}></u><b style=${styleMap({ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})` })}></b><i style=${styleMap({ left: at(change) })}></i></span></td>
          <td>${formatInterval(interval, (end) => formatSignedFixed(end, 4))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

const KINDS = { zero: msg('zero'), mean: msg('its mean'), resample: msg('of another row') } as const;

const tokenList = (title: string, meaning: string, tokens: Profile['queries']) => html`<section>
  <h3>${title}</h3>
  <p>${meaning}</p>
  <table>
    <caption class="visually-hidden">${title}</caption>
    <thead><tr><th scope="col">${msg('token')}</th><th scope="col">${msg('over mean')}</th><th scope="col">${msg('occurrences')}</th></tr></thead>
    <tbody>
      ${tokens.map(({ text, value, count }) => html`<tr><th scope="row">${tokenLabel(text)}</th><td>${times(value)}</td><td>${count}</td></tr>`)}
    </tbody>
  </table>
</section>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-profile': HeadProfile;
  }
}
