// The field of a question that is answered on the map: it names what the visitor has selected there.

import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { PickPlace, Place } from '../question.ts';
import { fieldStyles } from './field.styles.ts';
import { Field } from './field.ts';

@customElement('lab-pick-field')
export class PickField extends Field<'pick'> {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      p {
        padding: var(--space-xs) var(--space-m);
        border: 1px dashed var(--line-strong);
        border-radius: var(--radius-small);
      }

      b {
        color: var(--highlight);
      }
    `,
  ];

  protected override render() {
    const { question, response, solution } = this;
    const selected = response && placeName(question, response);
    return html`<p role="status">
      ${selected ? html`${msg(html`Selected on the map: <b>${selected}</b>`)}` : html`${msg(str`Select a ${question.what} on the map.`)}`}
      ${solution ? html`${msg(html`<br />Right: <b class="right">${placeName(question, solution.right[0] ?? {}) ?? msg('none in this model')}</b>`)}` : ''}
    </p>`;
  }
}

/** As the map names it; undefined if the place says nothing about it. */
function placeName({ what, nameOf }: PickPlace, place: Place): string | undefined {
  const { layer = 0, head, neuron, token } = place;
  if (place[what] === undefined) return undefined;
  if (nameOf) return nameOf(place);
  if (what === 'head') return msg(str`Head ${layer + 1}.${(head ?? 0) + 1}`);
  if (what === 'neuron') return msg(str`neuron ${neuron} of block ${layer + 1}`);
  return msg(str`token ${(token ?? 0) + 1}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-pick-field': PickField;
  }
}
