// Tokens that the network would write, or wrote.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Column } from '../../../figures/number-table.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

const GUESS_COUNT = 3;

interface Outcome {
  readonly text: string;
  readonly probability: number;
}

/** The most probable next tokens of each row. */
export const guesses = <TRow extends { readonly next: readonly Outcome[] }>(
  heading: string,
): Column<TRow> => ({
  heading,
  cell: ({ next }) =>
    next.slice(0, GUESS_COUNT).map((token) => html`<span class="guess">${withProbability(token)}</span>`),
});

export const withProbability = ({ text, probability }: Outcome): string =>
  `${tokenLabel(text)} ${formatPercent(probability)}`;

/** An item of a list of tokens. */
export const sampledToken = ({ text, probability }: Outcome): TemplateResult =>
  html`<li class="new" title=${msg(str`sampled with probability ${formatPercent(probability)}`)}>${tokenLabel(text)}</li>`;
