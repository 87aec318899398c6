// Controls shared by several views of this chapter.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { FactsResult, LensName } from '../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../events/index.ts';
import type { TaskState } from '../../types/task.ts';
import { jobStatus } from '../../views/status/job-status.ts';
import { type ChosenFact, factChoice, toyChoice } from './choices.ts';
import { QueryEvent } from './events.ts';
import { PEOPLE } from './toy.ts';

/** Selects the person in the video's example. */
export const personPicker = (host: EventTarget, chosen: number) => html`
  <div class="pills" role="group" aria-label=${msg('Person')}>
    ${PEOPLE.map(
      ({ name }, person) => html`<button
        aria-pressed=${person === chosen}
        @click=${() => host.dispatchEvent(toyChoice({ person }))}
      >
        ${name}
      </button>`,
    )}
  </div>
`;

/** Selects a fact of the data set. */
export function factPicker(host: EventTarget, { facts }: FactsResult, chosen: ChosenFact) {
  const pick = (event: Event) =>
    host.dispatchEvent(factChoice(facts[(event.target as HTMLSelectElement).selectedIndex]));
  return html`<label>
    ${msg('the fact')}
    <select @change=${pick}>
      ${facts.map(
        ({ subject, relation, answer }) => html`<option
          .selected=${subject === chosen.subject && relation === chosen.relation}
        >
          ${subject} → ${answer.text}
        </option>`,
      )}
    </select>
  </label>`;
}

/** Selects an MLP; 0-based, displayed 1-based. */
export function layerPicker(host: EventTarget, chosen: number, layers: number) {
  if (layers === 1) return '';
  const pick = (event: Event) =>
    host.dispatchEvent(new FocusChangeEvent({ layer: (event.target as HTMLSelectElement).selectedIndex }));
  return html`<label>
    ${msg('the MLP')}
    <select @change=${pick}>
      ${Array.from({ length: layers }, (_, layer) => html`<option .selected=${layer === chosen}>${msg(str`in layer ${layer + 1}`)}</option>`)}
    </select>
  </label>`;
}

/** Progress of a lens with a stop button, or its error. */
export function lensJobStatus(host: EventTarget, lens: LensName, state: TaskState, live?: 'polite' | 'off') {
  return jobStatus(state, () => host.dispatchEvent(new QueryEvent(lens)), live);
}

/** An integer input; invalid values and values beyond the limits are ignored. */
export function numberInput(
  label: string,
  value: number,
  min: number,
  max: number,
  onChange: (value: number) => void,
) {
  const change = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.checkValidity() && Number.isInteger(input.valueAsNumber)) onChange(input.valueAsNumber);
    else input.value = String(value);
  };
  return html`<label>
    ${label}
    <input type="number" min=${min} max=${max} step="1" .value=${String(value)} @change=${change} />
  </label>`;
}
