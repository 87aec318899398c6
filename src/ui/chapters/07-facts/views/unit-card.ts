// What the cards of neurons and of features share: words with scores, places in the data, people.

import { css, html, nothing } from 'lit';
import type { FiringReading, FiringsReading, PairScore, WordScore } from '../../../../workers/lab-api.ts';
import { percent, signed, whole } from '../../../views/numbers.ts';
import { tokenLabel } from '../../../views/token-label.ts';

export const unitStyles = css`
  .firing {
    display: flex;
    justify-content: space-between;
    gap: var(--space-m);
    padding-block: var(--space-2xs);
    border-bottom: 1px solid var(--line);
    font-size: var(--size-compact);
  }

  .firing span:last-child {
    font-variant-numeric: tabular-nums;
  }

  .firing small {
    color: var(--data);
  }

  .firing mark {
    background: none;
    color: var(--marked);
    font-weight: 600;
  }

  ul.words {
    display: grid;
    gap: var(--space-3xs);
    list-style: none;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  ul.words li {
    display: flex;
    justify-content: space-between;
    gap: var(--space-m);
  }

  h3 {
    padding-block-end: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-fine);
    font-weight: 400;
  }
`;

export const wordList = (title: string, words: readonly WordScore[]) => html`
  <div>
    <h3>${title}</h3>
    <ul class="words">
      ${words.map(({ text, score }) => html`<li><span>${tokenLabel(text)}</span><span>${signed(score)}</span></li>`)}
    </ul>
  </div>
`;

/** A row of the data up to the token where a unit fires, with that token marked. */
const firing = ({ tokens, position, value, times }: FiringReading) => html`
  <div class="firing">
    <span>
      ${tokens.slice(0, position).map(tokenLabel).join(' ')} <mark>${tokenLabel(tokens[position])}</mark>
      ${times > 1 ? html`<small>in ${whole(times)} sentences</small>` : nothing}
    </span>
    <span>${signed(value)}</span>
  </div>
`;

export const pairList = (title: string, pairs: readonly PairScore[]) =>
  pairs.length === 0
    ? nothing
    : html`
      <div>
        <h3>${title}</h3>
        <ul class="words">
          ${pairs.map(({ first, second, score }) => html`<li><span>${tokenLabel(first)} + ${tokenLabel(second)}</span><span>${signed(score)}</span></li>`)}
        </ul>
      </div>
    `;

export const firingList = ({ whole: all, places, active, mean, most }: FiringsReading) => html`
  <div>
    <h3>where it fires most, up to the marked token</h3>
    ${most.length > 0 ? most.map(firing) : html`<p>It is never above zero.</p>`}
    <p class="explained">
      ${all ? 'Over the whole data set' : 'Over rows drawn from the data, which has no end'}: above zero at
      ${whole(active)} of ${whole(places)} tokens (${percent(active / Math.max(1, places))}), ${signed(mean)} on average.
    </p>
  </div>
`;

export const peopleList = (subjects: readonly { subject: string; value: number }[], what: string) =>
  subjects.length === 0
    ? nothing
    : html`
      <div>
        <h3>${what}</h3>
        <ul class="words">
          ${subjects.map(({ subject, value }) => html`<li><span>${subject}</span><span>${signed(value)}</span></li>`)}
        </ul>
      </div>
    `;
