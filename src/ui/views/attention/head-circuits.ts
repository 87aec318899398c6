// What a head reads and copies, over the whole vocabulary: the strongest pairs of tokens of its QK and OV circuits, and their scores beside those of random heads.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { LensResult } from '../../../workers/rpc/api/lab-api.ts';
import { numberTable } from '../../figures/number-table.ts';
import { formatInteger, formatPercent, formatReal, formatSigned } from '../../format/numbers.ts';
import { tokenLabel } from '../../format/token-label.ts';

type Circuits = LensResult<'head-circuits'>;

/** Pairs of tokens in a table. */
const LISTED = 8;

export const headCircuitsStyles = css`
  .circuits {
    grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
    gap: var(--space-l);

    p {
      max-width: none;
    }

    :is(th, td) {
      padding-inline: 0 var(--space-s);
      text-align: start;
      white-space: normal;
    }

    :is(th, td):last-child {
      padding-inline-end: 0;
      text-align: end;
    }
  }
`;

export const headCircuits = ({ qk, ov, tokens }: Circuits) => html`<div class="studied circuits">
  ${circuit(msg('QK: who attends to whom'), [msg('query'), msg('key'), msg('score')], qk, tokens, msg('tokens would attend to themselves'))}
  ${circuit(msg('OV: what reading a token raises'), [msg('read'), msg('raised'), msg('logit')], ov, tokens, msg('what is read is copied'))}
</div>`;

function circuit(
  title: string,
  [from, to, value]: readonly string[],
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
    ${numberTable(pairs.slice(0, LISTED), {
      names: { heading: from, cell: ({ from }) => tokenLabel(from.text) },
      columns: [
        { heading: to, cell: ({ to }) => tokenLabel(to.text) },
        { heading: value, cell: ({ value }) => formatSigned(value) },
      ],
      caption: title,
      isCaptionHidden: true,
    })}
  </section>`;
}
