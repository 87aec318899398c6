// Controls that several views of this chapter share.

import { html } from 'lit';
import { formatSignificant } from '../../format/quantities.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { type Sampling, SamplingEvent, SelectedWordsEvent } from './events.ts';
import type { SelectedWords, WordRole } from './selected-words.ts';

/** Where the slider ends, and where it ends for the curious. */
const DEFAULT_MAX_TEMPERATURE = 2;
const MAX_TEMPERATURE = 10;

/** The temperature, from 0 to 2 or on request to 10. */
export function temperatureControl(host: EventTarget, { temperature }: Sampling, extended: boolean) {
  const most = extended || temperature > DEFAULT_MAX_TEMPERATURE ? MAX_TEMPERATURE : DEFAULT_MAX_TEMPERATURE;
  const setTemperature = (event: Event) =>
    host.dispatchEvent(new SamplingEvent({ temperature: Number((event.target as HTMLInputElement).value) }));
  return html`
    <label class="grow" title="Every logit is divided by T before softmax">
      <span>Temperature T: <b class="numbers">${formatSignificant(temperature)}</b>${temperature === 0 ? ', always the likeliest' : ''}</span>
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
    <label title="The same seed draws the same tokens">
      Seed of the dice
      <input
        type="number"
        name="seed"
        min="0"
        max="999999"
        .value=${String(seed)}
        @change=${(event: Event) => {
          const value = Math.round((event.target as HTMLInputElement).valueAsNumber);
          if (value >= 0 && value <= 999_999) host.dispatchEvent(new SamplingEvent({ seed: value }));
        }}
      />
    </label>
  `;
}

/** A field for one token of the vocabulary; what the model does not know is said so, and changes nothing. */
export function wordControl(
  host: EventTarget,
  { role, label, words }: { role: WordRole; label: string; words: SelectedWords },
  vocabulary: readonly string[],
) {
  const pick = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const given = field.value.trim();
    const id = vocabulary.findIndex((word) => word === given || tokenLabel(word) === given);
    field.setCustomValidity(id < 0 ? `The model has never seen “${field.value}”. Pick one of the list.` : '');
    if (field.reportValidity()) host.dispatchEvent(new SelectedWordsEvent({ [role]: id }));
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

/** What the fields suggest; once in each view that has any. */
export const vocabularyList = (vocabulary: readonly string[]) =>
  html`<datalist id="vocabulary">${vocabulary.map((word) => html`<option value=${tokenLabel(word)}></option>`)}</datalist>`;
