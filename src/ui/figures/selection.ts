// A labelled list to select from.

import { html, type TemplateResult } from 'lit';

/** @param pick gets the index of the selected name; an event that it returns leaves from the list */
export function selection(
  label: string,
  names: readonly unknown[],
  chosen: number,
  pick: (index: number) => Event | undefined,
): TemplateResult {
  const change = ({ currentTarget }: Event) => {
    const event = pick((currentTarget as HTMLSelectElement).selectedIndex);
    if (event) currentTarget?.dispatchEvent(event);
  };
  return html`<label>
    ${label}
    <select @change=${change}>${names.map((name, i) => html`<option .selected=${i === chosen}>${name}</option>`)}</select>
  </label>`;
}
