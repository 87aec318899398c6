// What settings are typed into, and how their limits are told.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SettingLimit } from '../../../workers/lab-api.ts';
import { figures, short } from '../../views/quantities.ts';

/** An empty field means the preset's own value. */
export function numberInput(
  key: string,
  value: number,
  limit: SettingLimit | undefined,
  change: (value: number | undefined) => void,
): TemplateResult {
  const read = (event: Event) => {
    const { value, valueAsNumber } = event.target as HTMLInputElement;
    change(value === '' ? undefined : valueAsNumber);
  };
  const isWhole = limit?.whole ?? Number.isInteger(value);
  return html`<input
    id=${key}
    type="number"
    aria-describedby="${key}-help"
    min=${limit?.least ?? nothing}
    max=${limit?.most ?? nothing}
    step=${isWhole ? 1 : 'any'}
    .value=${live(String(value))}
    @change=${read}
  />`;
}

export function yesNo(key: string, value: boolean, change: (value: boolean) => void): TemplateResult {
  return html`<input
    id=${key}
    type="checkbox"
    aria-describedby="${key}-help"
    .checked=${value}
    @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
  />`;
}

export function limitWords(limit?: SettingLimit): string {
  if (!limit) return '';
  const range = `${figures(limit.least)} to ${limit.most >= 1e6 ? short(limit.most) : figures(limit.most)}`;
  return `. ${range}${limit.why ? `: ${limit.why}` : ''}.`;
}
