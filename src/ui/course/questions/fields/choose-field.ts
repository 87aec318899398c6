// The field of a question with several answers.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import { fieldStyles } from './field.styles.ts';
import { Field } from './field.ts';

@customElement('lab-choose-field')
export class ChooseField extends Field<'choose'> {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      label {
        display: flex;
        align-items: baseline;
        gap: var(--space-s);
        min-height: var(--control);
        padding: var(--space-xs) var(--space-m);
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        cursor: pointer;
      }

      label:hover:not(.checked) {
        border-color: var(--line-strong);
      }

      label:has(input:checked) {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      label.checked {
        cursor: default;
      }

      label.right {
        border-color: var(--good);
        background: var(--good-soft);
      }

      label.wrong {
        border-color: var(--error);
        background: var(--error-soft);
      }
    `,
  ];

  protected override render() {
    const { question, response, solution } = this;
    return html`<fieldset ?disabled=${solution !== undefined}>
      <legend class="visually-hidden">${question.text}</legend>
      ${question.options.map((option, i) => {
        const [isRight, isChosen] = [i === solution?.right, i === response];
        const verdict = isRight ? msg('right answer') : msg('your answer');
        return html`<label class=${classMap({ checked: !!solution, right: isRight, wrong: !!solution && isChosen && !isRight })}>
          <input type="radio" name="answer" .checked=${isChosen} @change=${() => this.respond(i)} />
          <span>${option}${solution && (isRight || isChosen) ? html`<span class="visually-hidden">, ${verdict}</span>` : ''}</span>
        </label>`;
      })}
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-choose-field': ChooseField;
  }
}
