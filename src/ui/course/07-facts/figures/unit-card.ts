// Lists shared by the cards of neurons and features: tokens with scores, contexts, people.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import type {
  TokenPairScore,
  TokenScore,
  TopActivationExample,
  TopActivationsResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import { note } from '../../../figures/card.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

export const unitStyles = css`
  .unit {
    h3 {
      padding-block-end: var(--space-2xs);
      color: var(--muted);
      font-size: var(--size-fine);
      font-weight: 400;
    }

    ul {
      display: grid;
      gap: var(--space-3xs);
      list-style: none;
    }

    :is(li, .firing) {
      display: flex;
      justify-content: space-between;
      gap: var(--space-m);
      font-size: var(--size-compact);
    }

    :is(li, .firing > span:last-child) {
      font-variant-numeric: tabular-nums;
    }

    .firing {
      padding-block: var(--space-2xs);
      border-bottom: 1px solid var(--line);
    }

    small {
      color: var(--data);
    }

    mark {
      background: none;
      color: var(--highlight);
      font-weight: 600;
    }
  }
`;

type Scored = readonly [name: string, score: number];

const scoreList = (title: string, scores: readonly Scored[]) => html`
  <div class="unit">
    <h3>${title}</h3>
    <ul>
      ${scores.map(([name, score]) => html`<li><span>${name}</span><span>${formatSigned(score)}</span></li>`)}
    </ul>
  </div>
`;

export const wordList = (title: string, words: readonly TokenScore[]) =>
  scoreList(
    title,
    words.map(({ text, score }): Scored => [tokenLabel(text), score]),
  );

export const pairList = (title: string, pairs: readonly TokenPairScore[]) =>
  pairs.length === 0
    ? nothing
    : scoreList(
        title,
        pairs.map(
          ({ first, second, score }): Scored => [`${tokenLabel(first)} + ${tokenLabel(second)}`, score],
        ),
      );

export const subjectList = (subjects: readonly { subject: string; value: number }[], what: string) =>
  subjects.length === 0
    ? nothing
    : scoreList(
        what,
        subjects.map(({ subject, value }): Scored => [subject, value]),
      );

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

export const topActivationList = ({ whole, split, places, active, mean, most }: TopActivationsResult) => html`
  <div class="unit">
    <h3>${msg('top activations, up to the marked token')}</h3>
    ${most.length > 0 ? most.map(topActivation) : html`<p>${msg('Never active.')}</p>`}
    ${note(
      msg(
        str`${whole ? msg('Over the whole') : msg('Over rows drawn from the')} ${split ? msg('training split') : msg('data set')}: above zero at ${formatInteger(active)} of ${formatInteger(places)} tokens (${formatPercent(active / Math.max(1, places))}), ${formatSigned(mean)} on average.`,
      ),
    )}
  </div>
`;
