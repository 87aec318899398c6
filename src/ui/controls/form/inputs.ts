// Inputs of the settings forms. Each has the id of its setting and is described by `<id>-help`.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SettingLimit } from '../../../workers/rpc/api/lab-api.ts';
import { formatCompact, formatSignificant } from '../../format/quantities.ts';
import { engineText } from '../../languages/engine-text.ts';

interface InputOptions<Value> {
  readonly id: string;
  readonly value: Value;
  readonly isInvalid?: boolean;
  readonly onChange: (value: Value) => void;
}

interface NumberInputOptions extends Omit<InputOptions<number>, 'onChange'> {
  readonly limit?: SettingLimit;
  /** `undefined` for an empty field: the preset's value applies. */
  readonly onChange: (value: number | undefined) => void;
}

export function numberInput({ id, value, limit, isInvalid, onChange }: NumberInputOptions): TemplateResult {
  const handleChange = ({ target }: Event) => {
    const { value, valueAsNumber } = target as HTMLInputElement;
    onChange(value === '' ? undefined : valueAsNumber);
  };
  const isWhole = limit?.isInteger ?? Number.isInteger(value);
  return html`<input
    id=${id}
    type="number"
    aria-describedby="${id}-help"
    aria-invalid=${isInvalid ? 'true' : nothing}
    min=${limit?.min ?? nothing}
    max=${limit?.max ?? nothing}
    step=${isWhole ? 1 : 'any'}
    .value=${live(String(value))}
    @change=${handleChange}
  />`;
}

export function textInput({ id, value, isInvalid, onChange }: InputOptions<string>): TemplateResult {
  return html`<input
    id=${id}
    type="text"
    inputmode="numeric"
    aria-describedby="${id}-help"
    aria-invalid=${isInvalid ? 'true' : nothing}
    .value=${live(value)}
    @change=${({ target }: Event) => onChange((target as HTMLInputElement).value)}
  />`;
}

export function checkboxInput({ id, value, onChange }: InputOptions<boolean>): TemplateResult {
  return html`<input
    id=${id}
    type="checkbox"
    aria-describedby="${id}-help"
    .checked=${value}
    @change=${({ target }: Event) => onChange((target as HTMLInputElement).checked)}
  />`;
}

export function selectInput<Name extends string>({
  id,
  value,
  labels,
  isInvalid,
  onChange,
}: InputOptions<Name> & { readonly labels: Readonly<Record<Name, string>> }): TemplateResult {
  return html`<select
    id=${id}
    aria-describedby="${id}-help"
    aria-invalid=${isInvalid ? 'true' : nothing}
    @change=${({ target }: Event) => onChange((target as HTMLSelectElement).value as Name)}
  >
    ${(Object.keys(labels) as Name[]).map(
      (name) => html`<option value=${name} ?selected=${name === value}>${labels[name]}</option>`,
    )}
  </select>`;
}

/** The range of a setting and the reason for it, as the end of a help text. */
export function limitText(limit?: SettingLimit): string {
  if (!limit) return '';
  const range = msg(
    str`${formatSignificant(limit.min)} to ${limit.max >= 1e6 ? formatCompact(limit.max) : formatSignificant(limit.max)}`,
  );
  return `. ${range}${limit.reason ? `: ${engineText(limit.reason)}` : ''}.`;
}
