// The field of a question that asks for an order: each item moves up or down.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { chevronUpIcon } from '../../../styles/icons.ts';
import type { Field } from './field.ts';

export function rankField(field: Field<'rank'>): TemplateResult {
  const { response: order = [] } = field;
  return html`<div class="field rank">
    <p class="small">${msg('Largest first.')}</p>
    <ol>
      ${repeat(
        order,
        (item) => item,
        (item, at) => rankedItem(field, item, at, order),
      )}
    </ol>
  </div>`;
}

function rankedItem(
  { question, solution, respond }: Field<'rank'>,
  item: number,
  at: number,
  order: readonly number[],
): TemplateResult {
  const name = question.items[item];
  if (solution) {
    const rank = solution.right.filter((value) => value > solution.right[item]).length;
    const isRight = solution.right[item] === [...solution.right].sort((a, b) => b - a)[at];
    return html`<li class=${isRight ? 'right' : 'wrong'}>
      <span>${name}<span class="visually-hidden">, ${isRight ? msg('in its place') : msg(str`belongs in place ${rank + 1}`)}</span></span>
      <span class="numbers">${question.format(solution.right[item])}</span>
    </li>`;
  }
  const move = (by: 1 | -1) => respond(order.with(at, order[at + by]).with(at + by, item));
  return html`<li>
    <span>${name}</span>
    ${at === 0 ? nothing : html`<button class="plain" aria-label=${msg(str`Move ${name} up`)} @click=${() => move(-1)}>${chevronUpIcon}</button>`}
    ${at === order.length - 1 ? nothing : html`<button class="plain down" aria-label=${msg(str`Move ${name} down`)} @click=${() => move(1)}>${chevronUpIcon}</button>`}
  </li>`;
}

export const rankStyles = css`
  .rank {
    ol {
      display: grid;
      gap: var(--space-2xs);
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: flex;
      align-items: center;
      gap: var(--space-2xs);
      min-height: var(--control);
      padding-inline: var(--space-m) var(--space-2xs);
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
    }

    li > span:first-child {
      flex: 1;
    }

    button {
      width: var(--control);
      padding: 0;
    }

    .down svg {
      rotate: 180deg;
    }

    li.right {
      border-color: var(--good);
    }

    li.wrong {
      border-color: var(--error);
    }

    li .numbers {
      padding-inline-end: var(--space-s);
      color: var(--muted);
    }
  }
`;
