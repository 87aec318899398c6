// What a step's update of each part of the network does to one token's probability.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { type Column, numberTable } from '../../../figures/number-table.ts';
import { formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

type Lesson = LensResult<'step-update'>['prompts'][number];
type Part = Lesson['parts'][number];

const [FEWEST_DECIMALS, MOST_DECIMALS] = [2, 6];
/** Nats. */
const RESOLVED = 1e-5;

/** A row a part: exact change of ln p as a bar with the estimate as a ring, and the tokens that the part raises and lowers directly. */
export function partUpdates({ answer, change, parts }: Lesson): TemplateResult {
  const most = Math.max(
    ...parts.flatMap(({ exact, estimate }) => [Math.abs(exact), Math.abs(estimate)]),
    1e-12,
  );
  const number = (value: number) => formatSignedFixed(value, decimalsFor(most));
  const total = (key: 'exact' | 'estimate') => number(parts.reduce((sum, part) => sum + part[key], 0));
  const tokens = (heading: string, key: 'raised' | 'lowered'): Column<Part> => ({
    heading,
    kind: 'tokens',
    cell: (part) => part[key].map(({ text }) => html`<span>${tokenLabel(text)}</span> `),
  });
  return html`<div class="updates">
    <div tabindex="0" role="group" aria-label=${msg('Updates of parts')}>${numberTable(parts, {
      caption: msg(
        str`ln p of “${tokenLabel(answer.text)}” changes by ${number(change)}: ${formatPercent(answer.before)} → ${formatPercent(answer.after)}`,
      ),
      names: { heading: msg('part'), cell: ({ name }) => name, sum: msg('sum') },
      columns: [
        {
          heading: html`<span class="visually-hidden">${msg('bar')}</span>`,
          kind: 'bars',
          cell: (part) => barWithRing(part, most),
        },
        { heading: msg('exact'), cell: ({ exact }) => number(exact), sum: total('exact') },
        { heading: msg('estimate'), cell: ({ estimate }) => number(estimate), sum: total('estimate') },
        { heading: msg('directly'), cell: ({ direct }) => number(direct) },
        tokens(msg('raises'), 'raised'),
        tokens(msg('lowers'), 'lowered'),
      ],
    })}</div>
    ${most < RESOLVED ? html`<p>${msg('The answer is so certain that 32 bits hardly resolve these changes: choose a prompt that is less certain.')}</p>` : nothing}
  </div>`;
}

function barWithRing({ exact, estimate }: Part, most: number): TemplateResult {
  const percent = (value: number) => `${(50 + (50 * value) / most).toFixed(2)}%`;
  const bar = `inset-inline: ${percent(Math.min(exact, 0))} calc(100% - ${percent(Math.max(exact, 0))})`;
  return html`<span class="scale">
    <i class=${exact < 0 ? 'less' : 'more'} style=${bar}></i>
    <i class="ring" style=${`inset-inline-start: ${percent(estimate)}`}></i>
  </span>`;
}

/** Three digits of the largest value. */
function decimalsFor(most: number): number {
  return Math.min(MOST_DECIMALS, Math.max(FEWEST_DECIMALS, 2 - Math.floor(Math.log10(most))));
}

/** Beside those of measurements. */
export const partUpdatesStyles = css`
  .updates {
    > div {
      overflow-x: auto;
    }

    caption {
      padding-block-end: var(--space-xs);
      color: var(--text);
    }

    table :is(th, td) {
      padding-inline-end: var(--space-s);
      white-space: nowrap;
    }

    tfoot :is(th, td) {
      border-bottom: 0;
      color: var(--muted);
    }

    .bars {
      width: 40%;
      min-width: 4rem;
    }

    .scale {
      position: relative;
      display: block;
      height: 0.75rem;
      background: linear-gradient(var(--line-strong), var(--line-strong)) center / 1px 100% no-repeat;
    }

    .scale i {
      position: absolute;
      inset-block: 0.1875rem;
      border-radius: var(--radius-tiny);
    }

    i.more {
      background: var(--positive);
    }

    i.less {
      background: var(--negative);
    }

    .scale .ring {
      width: 0.5rem;
      inset-block: 0.125rem;
      border: 1.5px solid var(--text);
      border-radius: 50%;
      background: var(--surface);
      translate: -50% 0;
    }

    .tokens span {
      padding-inline: var(--space-2xs);
      border-radius: var(--radius-tiny);
      background: var(--raised);
    }
  }
`;
