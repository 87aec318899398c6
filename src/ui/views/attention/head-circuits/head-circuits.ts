// What a head reads and copies, over the whole vocabulary.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatReal, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';

type Circuits = LensResult<'head-circuits'>;

/** Pairs of tokens in a table. */
const LISTED = 8;

/**
 * @summary The strongest pairs of tokens of a head's QK and OV circuits, and their scores beside those of random heads.
 *
 * @property circuits - Result of the lens `head-circuits`.
 */
@customElement('lab-head-circuits')
export class HeadCircuits extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: var(--space-l);
      }

      section {
        display: grid;
        align-content: start;
        gap: var(--space-xs);
      }

      h3 {
        margin: 0;
        font-size: var(--size-compact);
      }

      p {
        color: var(--muted);
        font-size: var(--size-small);
      }

      table {
        border-collapse: collapse;
        font-size: var(--size-compact);
        font-variant-numeric: tabular-nums;
      }

      :is(th, td) {
        padding: var(--space-3xs) var(--space-s) var(--space-3xs) 0;
        border-bottom: 1px solid var(--line);
        font-weight: 400;
        text-align: start;
      }

      td:last-child,
      th:last-child {
        padding-inline-end: 0;
        text-align: end;
      }

      thead th {
        color: var(--muted);
        font-size: var(--size-fine);
      }
    `,
  ];

  @property({ attribute: false }) circuits?: Circuits;

  override render() {
    const { circuits } = this;
    if (!circuits) return html``;
    const { qk, ov, tokens } = circuits;
    return html`
      ${circuit(msg('QK: who attends to whom'), [msg('query'), msg('key'), msg('score')], qk, tokens, msg('tokens would attend to themselves'))}
      ${circuit(msg('OV: what reading a token raises'), [msg('read'), msg('raised'), msg('logit')], ov, tokens, msg('what is read is copied'))}
    `;
  }
}

function circuit(
  title: string,
  header: readonly string[],
  { pairs, score, random, ownFirst }: Circuits['qk'],
  tokens: number,
  meaning: string,
) {
  const fixed = (value: number) => formatReal(value, 2);
  return html`<section>
    <h3>${title}</h3>
    <p>
      ${msg(html`Score of its eigenvalues ${fixed(score)}; ${random.length} random heads ${fixed(Math.min(...random))} to ${fixed(Math.max(...random))}. Near 1 ${meaning}. For ${formatPercent(ownFirst)} of ${formatInteger(tokens)} tokens their own entry is the largest, by chance ${formatPercent(1 / tokens)}.`)}
    </p>
    <table>
      <caption class="visually-hidden">${title}</caption>
      <thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>
        ${pairs
          .slice(0, LISTED)
          .map(
            ({ from, to, value }) =>
              html`<tr><th scope="row">${tokenLabel(from.text)}</th><td>${tokenLabel(to.text)}</td><td>${formatSigned(value)}</td></tr>`,
          )}
      </tbody>
    </table>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-circuits': HeadCircuits;
  }
}
