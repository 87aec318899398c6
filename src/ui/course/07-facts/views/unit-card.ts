// Lists shared by the cards of neurons and features: tokens with scores, contexts, people.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import type {
  TokenPairScore,
  TokenScore,
  TopActivationExample,
  TopActivationsResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

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
    color: var(--highlight);
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

export const wordList = (title: string, words: readonly TokenScore[]) => html`
  <div>
    <h3>${title}</h3>
    <ul class="words">
      ${words.map(({ text, score }) => html`<li><span>${tokenLabel(text)}</span><span>${formatSigned(score)}</span></li>`)}
    </ul>
  </div>
`;

/** The context of an activation up to the active token, which is marked. */
const topActivation = ({ tokens, position, value, times }: TopActivationExample) => html`
  <div class="firing">
    <span>
      ${tokens.slice(0, position).map(tokenLabel).join(' ')} <mark>${tokenLabel(tokens[position])}</mark>
      ${times > 1 ? html`<small>${msg(str`in ${formatInteger(times)} sentences`)}</small>` : nothing}
    </span>
    <span>${formatSigned(value)}</span>
  </div>
`;

export const pairList = (title: string, pairs: readonly TokenPairScore[]) =>
  pairs.length === 0
    ? nothing
    : html`
      <div>
        <h3>${title}</h3>
        <ul class="words">
          ${pairs.map(({ first, second, score }) => html`<li><span>${tokenLabel(first)} + ${tokenLabel(second)}</span><span>${formatSigned(score)}</span></li>`)}
        </ul>
      </div>
    `;

export const topActivationList = ({
  whole: all,
  split,
  places,
  active,
  mean,
  most,
}: TopActivationsResult) => html`
  <div>
    <h3>${msg('top activations, up to the marked token')}</h3>
    ${most.length > 0 ? most.map(topActivation) : html`<p>${msg('Never active.')}</p>`}
    <p class="explained">
      ${msg(str`${all ? msg('Over the whole') : msg('Over rows drawn from the')} ${split ? msg('training split') : msg('data set')}: above zero at ${formatInteger(active)} of ${formatInteger(places)} tokens (${formatPercent(active / Math.max(1, places))}), ${formatSigned(mean)} on average.`)}
    </p>
  </div>
`;

export const subjectList = (subjects: readonly { subject: string; value: number }[], what: string) =>
  subjects.length === 0
    ? nothing
    : html`
      <div>
        <h3>${what}</h3>
        <ul class="words">
          ${subjects.map(({ subject, value }) => html`<li><span>${subject}</span><span>${formatSigned(value)}</span></li>`)}
        </ul>
      </div>
    `;
