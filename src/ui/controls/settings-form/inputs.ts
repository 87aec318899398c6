// What settings are typed into, and how their limits are told.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SettingLimit } from '../../../workers/rpc/api/lab-api.ts';
import { formatCompact, formatSignificant } from '../../format/quantities.ts';

/** An empty field means the preset's own value. */
export function numberInput(
  key: string,
  value: number,
  limit: SettingLimit | undefined,
  onChange: (value: number | undefined) => void,
): TemplateResult {
  const handleChange = (event: Event) => {
    const { value, valueAsNumber } = event.target as HTMLInputElement;
    onChange(value === '' ? undefined : valueAsNumber);
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
    @change=${handleChange}
  />`;
}

export function checkboxInput(
  key: string,
  value: boolean,
  onChange: (value: boolean) => void,
): TemplateResult {
  return html`<input
    id=${key}
    type="checkbox"
    aria-describedby="${key}-help"
    .checked=${value}
    @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
  />`;
}

export function limitText(limit?: SettingLimit): string {
  if (!limit) return '';
  const range = `${formatSignificant(limit.least)} to ${limit.most >= 1e6 ? formatCompact(limit.most) : formatSignificant(limit.most)}`;
  return `. ${range}${limit.why ? `: ${limit.why}` : ''}.`;
}
