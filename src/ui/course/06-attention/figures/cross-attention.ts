// Cross-attention: queries from one text, keys from another, shown with a head trained for self-attention.

import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { CrossAttentionResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { StageRequest } from '../../chapter-stage/panel.ts';
import { choice } from '../choices.ts';
import { type Context, headLabel, type Options } from '../context.ts';

/** Size of the dot for weight 1, in pixels. */
const DOT = 30;

export const crossAttentionStyles = css`
  .pick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-compact);

    select {
      max-width: 100%;
    }
  }

  .grid {
    width: auto;

    caption {
      padding-bottom: var(--space-s);
      color: var(--muted);
      font-size: var(--size-fine);
      text-align: start;
    }

    thead th {
      padding-inline: var(--space-xs);
      color: var(--query);
      font-size: var(--size-small);
      text-align: center;
      white-space: nowrap;
    }

    tbody th {
      padding-inline-end: var(--space-m);
      text-align: end;
      white-space: nowrap;
    }

    tbody td {
      min-width: 3rem;
      height: 34px;
      padding: 0;
      border: 1px solid var(--line);
      text-align: center;
      vertical-align: middle;
    }

    i {
      display: inline-block;
      border-radius: 50%;
      background: var(--head-first);
      vertical-align: middle;
    }

    /* Words stand upright, so that the columns of a sentence fit. */
    @container (max-width: 30rem) {
      thead th {
        padding: var(--space-xs) 0;
        writing-mode: vertical-rl;
        rotate: 180deg;
        text-align: start;
      }

      thead th,
      tbody td {
        min-width: 2.125rem;
      }

      tbody th {
        padding-inline-end: var(--space-xs);
      }
    }
  }
`;

const wordCount = (text: string) => text.split(' ').length;

/** Text of the keys: the selected one, or a prompt of the data set with another number of tokens. */
export const crossAttentionKeysText = ({ run, prompt, options: { keysText } }: StageRequest<Options>) =>
  keysText ?? run.prompts.find((text) => wordCount(text) !== wordCount(prompt)) ?? run.prompts[0] ?? prompt;

export function crossAttention(result: CrossAttentionResult, { request }: Context) {
  const { queries, keys } = result;
  const keysText = crossAttentionKeysText(request);
  return card(
    msg('Cross-attention'),
    msg(str`A grid between two texts: ${keys.length} keys × ${queries.length} queries`),
    html`
      <label class="pick">
        ${msg(html`<span class="key">Keys</span> from`)}
        <select name="keys" @change=${emit(({ value }: HTMLSelectElement) => choice({ keysText: value }))}>
          ${request.run.prompts.map((text) => html`<option .value=${text} .selected=${text === keysText}>${text}</option>`)}
        </select>
      </label>
      <p class="hypothetical" role="note">
        ${msg(str`Hypothetical: the queries of your prompt and the keys of that text in ${headLabel({ request })}, which was trained for a single text. The network itself never computes these dot products.`)}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Grid of weights')}>${grid(result)}</div>
      <p>
        ${msg(html`In translation, <span class="key">keys</span> come from the source text and <span class="query">queries</span> from the translation. In speech recognition they come from audio and transcript. The grid is a rectangle and usually has no mask, since the whole source text is available.`)}
      </p>
      ${note(msg('Your model uses self-attention, like GPT: keys and queries come from the same tokens, so its grids are squares.'))}
    `,
  );
}

const grid = ({ queries, keys, pattern, scores }: CrossAttentionResult) => html`<table class="grid">
  <caption>${msg('One column per query, with weights that add up to 100 %; the area of a dot is the weight')}</caption>
  <thead>
    <tr><td></td>${queries.map(({ text }) => html`<th scope="col">${tokenLabel(text)}</th>`)}</tr>
  </thead>
  <tbody>
    ${keys.map(
      ({ text }, key) => html`<tr>
        <th scope="row" class="key">${tokenLabel(text)}</th>
        ${queries.map((_, query) => {
          const at = query * keys.length + key;
          const weight = formatPercent(pattern[at]);
          const size = `${Math.max(2, DOT * Math.sqrt(pattern[at]))}px`;
          return html`<td title=${msg(str`weight ${weight}, score ${formatSigned(scores[at])}`)}>
            <i style=${styleMap({ width: size, height: size })}></i><span class="visually-hidden">${weight}</span>
          </td>`;
        })}
      </tr>`,
    )}
  </tbody>
</table>`;
