// The context window, and predictions from less of the context.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Inspection, RunInfo, TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { guesses } from './tokens.ts';

/** Predictions from the last few tokens alone. */
export interface WindowPrediction {
  readonly size: number;
  readonly next: readonly TokenProbability[];
}

/** Context length and embedding dimension of GPT-3. */
const GPT3 = { T: 2048, C: 12_288 };

export const contextStyles = css`
  .places {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(0.625rem, 1fr));
    gap: var(--space-2xs);

    i {
      height: 2.75rem;
      border: 1px solid var(--place, var(--line));
      border-radius: var(--radius-tiny);
      background: var(--place, none);
    }

    .taken {
      --place: var(--data);
    }

    .last {
      --place: var(--highlight);
    }
  }
`;

/** The positions in use, and what is predicted from the last of them. */
export function contextWindow(
  { tokens, cut }: Pick<Inspection, 'tokens' | 'cut'>,
  { T, C }: RunInfo['model'],
  windows: readonly WindowPrediction[],
): TemplateResult {
  const { length } = tokens;
  const names = tokens.map(({ text }) => tokenLabel(text));
  return html`
    ${card(
      msg('Context window'),
      msg(str`Context: ${formatInteger(length)} of ${formatInteger(T)} positions used`),
      html`<div class="places" role="img" aria-label=${msg(str`${formatInteger(length)} positions used, ${formatInteger(T - length)} free.`)}>
        ${Array.from(
          { length: T },
          (_, place) =>
            html`<i class=${place === length - 1 ? 'last' : place < length ? 'taken' : ''} title=${names[place] ?? msg('free')}></i>`,
        )}
      </div>`,
      cut > 0
        ? html`<p>${msg(html`<b>${formatInteger(cut)} earlier tokens are outside the context window:</b> the prompt is too long.`)}</p>`
        : nothing,
      note(
        msg(
          str`Each position has a vector of ${formatInteger(C)} numbers; the last one, in yellow, gives the prediction. GPT-3 has ${formatInteger(GPT3.T)} positions with vectors of ${formatInteger(GPT3.C)}. Earlier text cannot affect the prediction.`,
        ),
      ),
    )}
    ${card(
      msg('Shorter contexts'),
      msg('Predictions from shorter contexts'),
      scrolling(
        numberTable(windows, {
          names: {
            heading: msg('context'),
            cell({ size }) {
              const last = names.slice(-size);
              const shown = last.length > 4 ? ['…', ...last.slice(-3)] : last;
              return html`${size === length ? msg(str`all ${formatInteger(size)}`) : msg(str`the last ${formatInteger(size)}`)}: <span class="data">${shown.join(' ')}</span>`;
            },
          },
          columns: [guesses(msg('most probable next tokens'))],
        }),
      ),
    )}
  `;
}

/** The same last token with different contexts. */
export const contextPredictions = (
  prompt: readonly string[],
  windows: readonly WindowPrediction[],
): TemplateResult =>
  card(
    msg('Effect of the context'),
    msg('The prediction depends on the last vector, which depends on the context'),
    scrolling(
      numberTable(windows, {
        names: {
          heading: msg(str`context before “${tokenLabel(prompt.at(-1) ?? '')}”`),
          cell: ({ size }) =>
            size === 1 ? msg('nothing') : prompt.slice(-size, -1).map(tokenLabel).join(' '),
        },
        columns: [guesses(msg('most probable next tokens'))],
      }),
    ),
    note(
      msg(
        'A chatbot is this loop with a system prompt: a text that describes a helpful assistant, then the user’s message, which the model continues. Your model is too small to chat, but the effect is the same: change the beginning of the prompt to make other continuations probable.',
      ),
    ),
  );
