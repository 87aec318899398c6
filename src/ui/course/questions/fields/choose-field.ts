// The field of a question with several answers.

import { msg } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { Field } from './field.ts';

export function chooseField({ question, response, solution, respond }: Field<'choose'>): TemplateResult {
  return html`<fieldset class="field choose" ?disabled=${solution !== undefined}>
    <legend class="visually-hidden">${question.text}</legend>
    ${question.options.map((option, i) => {
      const [isRight, isChosen] = [i === solution?.right, i === response];
      const verdict = isRight ? msg('right answer') : msg('your answer');
      return html`<label class=${classMap({ checked: !!solution, right: isRight, wrong: !!solution && isChosen && !isRight })}>
        <input type="radio" name="answer" .checked=${isChosen} @change=${() => respond(i)} />
        <span>${option}${solution && (isRight || isChosen) ? html`<span class="visually-hidden">, ${verdict}</span>` : ''}</span>
      </label>`;
    })}
  </fieldset>`;
}

export const chooseStyles = css`
  .choose {
    display: grid;
    gap: var(--space-2xs);

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
  }
`;
