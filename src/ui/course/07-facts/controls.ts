// Controls shared by several views of this chapter. Their events leave from them.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { FactsResult, LensName, LensRequest } from '../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../events/index.ts';
import { emit } from '../../figures/emit.ts';
import { selection } from '../../figures/selection.ts';
import type { TaskState } from '../../types/task.ts';
import { jobStatus } from '../../views/status/job-status.ts';
import { type ChosenFact, factChoice, isSameFact } from './choices.ts';
import { QueryEvent } from './events.ts';

/** Selects a fact of the data set. */
export const factPicker = ({ facts }: FactsResult, chosen: ChosenFact) =>
  selection(
    msg('the fact'),
    facts.map(({ subject, answer }) => `${subject} → ${answer.text}`),
    facts.findIndex((fact) => isSameFact(fact, chosen)),
    (index) => factChoice(facts[index]),
  );

/** Selects an MLP; 0-based, displayed 1-based. */
export const layerPicker = (chosen: number, layers: number) =>
  layers === 1
    ? nothing
    : selection(
        msg('the MLP'),
        Array.from({ length: layers }, (_, layer) => msg(str`in layer ${layer + 1}`)),
        chosen,
        (layer) => new FocusChangeEvent({ layer }),
      );

/** Starts a lens, unless it runs or there is nothing to ask yet. */
export const lensButton = <Name extends LensName>(
  text: string,
  lens: Name,
  request: LensRequest<Name> | undefined,
  { progress }: TaskState,
  kind: 'primary' | '' = '',
) => html`<button
  class=${kind}
  ?disabled=${!request || progress !== undefined}
  @click=${emit(() => new QueryEvent(lens, request))}
>
  ${text}
</button>`;

/** Progress of a lens with a stop button, or its error. */
export const lensJobStatus = (lens: LensName, state: TaskState, live?: 'polite' | 'off') =>
  jobStatus(
    state,
    emit(() => new QueryEvent(lens)),
    live,
  );

/** An integer input; invalid values and values beyond the limits are ignored. An event that `change` returns leaves from it. */
export function numberInput(
  label: string,
  value: number,
  [min, max]: readonly [min: number, max: number],
  change: (value: number) => Event | undefined,
) {
  const take = ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement;
    if (!input.checkValidity() || !Number.isInteger(input.valueAsNumber)) input.value = String(value);
    else {
      const event = change(input.valueAsNumber);
      if (event) input.dispatchEvent(event);
    }
  };
  return html`<label>
    ${label}
    <input type="number" min=${min} max=${max} step="1" .value=${String(value)} @change=${take} />
  </label>`;
}
