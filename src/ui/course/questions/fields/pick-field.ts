// The field of a question that is answered on the map: it names what the visitor has selected there.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { PickPlace, Place } from '../question.ts';
import type { Field } from './field.ts';

export function pickField({ question, response, solution }: Field<'pick'>): TemplateResult {
  const selected = response && placeName(question, response);
  return html`<p class="field pick" role="status">
    ${selected ? html`${msg(html`Selected on the map: <b>${selected}</b>`)}` : html`${msg(str`Select a ${question.what} on the map.`)}`}
    ${solution ? html`${msg(html`<br />Right: <b class="right">${placeName(question, solution.right[0] ?? {}) ?? msg('none in this model')}</b>`)}` : ''}
  </p>`;
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

export const pickStyles = css`
  .pick {
    padding: var(--space-xs) var(--space-m);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius-small);

    b {
      color: var(--highlight);
    }
  }
`;
