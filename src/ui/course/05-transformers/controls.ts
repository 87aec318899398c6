// Controls shared by several views of this chapter.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { formatSignificant } from '../../format/quantities.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { choice, type Sampling } from './choices.ts';
import type { SelectedWords, WordRole } from './selected-words.ts';

/** Upper end of the slider by default and in the extended range. */
const DEFAULT_MAX_TEMPERATURE = 2;
const MAX_TEMPERATURE = 10;

/** The temperature, from 0 to 2, or to 10 in the extended range. */
export function temperatureControl(host: EventTarget, { temperature }: Sampling, extended: boolean) {
  const most = extended || temperature > DEFAULT_MAX_TEMPERATURE ? MAX_TEMPERATURE : DEFAULT_MAX_TEMPERATURE;
  const setTemperature = (event: Event) =>
    host.dispatchEvent(choice({ temperature: Number((event.target as HTMLInputElement).value) }));
  return html`
    <label class="grow" title=${msg('Every logit is divided by T before softmax')}>
      <span>${msg(html`Temperature T: <b class="numbers">${formatSignificant(temperature)}</b>${temperature === 0 ? msg(', always the most probable token') : ''}`)}</span>
      <input
        type="range"
        name="temperature"
        min="0"
        max=${most}
        step=${most > DEFAULT_MAX_TEMPERATURE ? 0.1 : 0.05}
        .value=${String(temperature)}
        @input=${setTemperature}
      />
    </label>
  `;
}

export function seedControl(host: EventTarget, { seed }: Sampling) {
  return html`
    <label title=${msg('The same seed samples the same tokens')}>
      ${msg('Seed')}
      <input
        type="number"
        name="seed"
        min="0"
        max="999999"
        .value=${String(seed)}
        @change=${(event: Event) => {
          const value = Math.round((event.target as HTMLInputElement).valueAsNumber);
          if (value >= 0 && value <= 999_999) host.dispatchEvent(choice({ seed: value }));
        }}
      />
    </label>
  `;
}

/** A field for one token of the vocabulary; unknown input shows a message and changes nothing. */
export function wordControl(
  host: EventTarget,
  { role, label, words }: { role: WordRole; label: string; words: SelectedWords },
  vocabulary: readonly string[],
) {
  const pick = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const given = field.value.trim();
    const id = vocabulary.findIndex((word) => word === given || tokenLabel(word) === given);
    field.setCustomValidity(
      id < 0 ? msg(str`“${field.value}” is not in the vocabulary. Pick a token from the list.`) : '',
    );
    if (field.reportValidity()) host.dispatchEvent(choice({ [role]: vocabulary[id] }));
  };
  return html`
    <label>
      ${label}
      <input
        type="text"
        name=${role}
        list="vocabulary"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        .value=${tokenLabel(vocabulary[words[role]] ?? '')}
        @change=${pick}
      />
    </label>
  `;
}

/** Suggestions for the fields; rendered once in each view that has such fields. */
export const vocabularyList = (vocabulary: readonly string[]) =>
  html`<datalist id="vocabulary">${vocabulary.map((word) => html`<option value=${tokenLabel(word)}></option>`)}</datalist>`;
