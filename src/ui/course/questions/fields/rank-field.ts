// The field of a question that asks for an order: each item moves up or down.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { chevronUpIcon } from '../../../styles/icons.ts';
import { fieldStyles } from './field.styles.ts';
import { Field } from './field.ts';

@customElement('lab-rank-field')
export class RankField extends Field<'rank'> {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
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
        min-height: var(--control);
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
    `,
  ];

  protected override render() {
    const { response: order = [] } = this;
    return html`<p class="hint">${msg('Largest first.')}</p>
      <ol>
        ${repeat(
          order,
          (item) => item,
          (item, at) => this.#item(item, at, order.length),
        )}
      </ol>`;
  }

  #item(item: number, at: number, count: number) {
    const { question, solution } = this;
    const name = question.items[item];
    if (solution) {
      const rank = solution.right.filter((value) => value > solution.right[item]).length;
      const isRight = solution.right[item] === [...solution.right].sort((a, b) => b - a)[at];
      return html`<li class=${isRight ? 'right' : 'wrong'}>
        <span>${name}<span class="visually-hidden">, ${isRight ? msg('in its place') : msg(str`belongs in place ${rank + 1}`)}</span></span>
        <span class="numbers">${question.format(solution.right[item])}</span>
      </li>`;
    }
    return html`<li>
      <span>${name}</span>
      ${at === 0 ? nothing : html`<button class="plain" aria-label=${msg(str`Move ${name} up`)} @click=${() => this.#move(at, -1)}>${chevronUpIcon}</button>`}
      ${at === count - 1 ? nothing : html`<button class="plain down" aria-label=${msg(str`Move ${name} down`)} @click=${() => this.#move(at, 1)}>${chevronUpIcon}</button>`}
    </li>`;
  }

  #move(at: number, by: 1 | -1): void {
    const order = [...(this.response ?? [])];
    [order[at], order[at + by]] = [order[at + by], order[at]];
    this.respond(order);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-rank-field': RankField;
  }
}
