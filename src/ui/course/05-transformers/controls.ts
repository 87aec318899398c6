// Controls shared by several views of this chapter.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { emit } from '../../figures/emit.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { choice, type Sampling } from './choices.ts';
import type { SelectedWords, WordRole } from './selected-words.ts';

/** Upper end of the slider by default and in the extended range. */
const DEFAULT_MAX_TEMPERATURE = 2;
const MAX_TEMPERATURE = 10;

/** The temperature, from 0 to 2, or to 10 in the extended range. */
export function temperatureControl({ temperature }: Sampling, isExtended = false) {
  const most =
    isExtended || temperature > DEFAULT_MAX_TEMPERATURE ? MAX_TEMPERATURE : DEFAULT_MAX_TEMPERATURE;
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
        @input=${emit(({ value }: HTMLInputElement) => choice({ temperature: Number(value) }))}
      />
    </label>
  `;
}

export function seedControl({ seed }: Sampling) {
  const pick = ({ valueAsNumber }: HTMLInputElement) => {
    const value = Math.round(valueAsNumber);
    return value >= 0 && value <= 999_999 ? choice({ seed: value }) : [];
  };
  return html`
    <label title=${msg('The same seed samples the same tokens')}>
      ${msg('Seed')}
      <input type="number" name="seed" min="0" max="999999" .value=${String(seed)} @change=${emit(pick)} />
    </label>
  `;
}

/** The words that a figure is about. */
export interface WordsOfVocabulary {
  readonly words: SelectedWords;
  readonly vocabulary: readonly string[];
}

export const wordLabel = ({ words, vocabulary }: WordsOfVocabulary, role: WordRole): string =>
  tokenLabel(vocabulary[words[role]] ?? '');

/** Fields for tokens of the vocabulary, which they suggest; unknown input shows a message and changes nothing. */
export const wordFields = (
  given: WordsOfVocabulary,
  labels: { readonly [Role in WordRole]?: string },
) => html`
  ${Object.entries(labels).map(
    ([role, label]) => html`<label>
      ${label}
      <input
        type="text"
        name=${role}
        list="vocabulary"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        .value=${wordLabel(given, role as WordRole)}
        @change=${emit((field: HTMLInputElement) => pickWord(field, given.vocabulary))}
      />
    </label>`,
  )}
  <datalist id="vocabulary">${given.vocabulary.map((word) => html`<option value=${tokenLabel(word)}></option>`)}</datalist>
`;

function pickWord(field: HTMLInputElement, vocabulary: readonly string[]): Event | readonly Event[] {
  const given = field.value.trim();
  const known = vocabulary.find((word) => word === given || tokenLabel(word) === given);
  field.setCustomValidity(
    known === undefined
      ? msg(str`“${field.value}” is not in the vocabulary. Pick a token from the list.`)
      : '',
  );
  return field.reportValidity() ? choice({ [field.name]: known }) : [];
}
