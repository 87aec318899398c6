// Segmented control: a group of radio buttons in a row.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { OrientationChangeEvent } from '../../events/index.ts';
import { emit } from '../../figures/emit.ts';
import type { Orientation } from '../../types/page.ts';

export const segmentedControlStyles = css`
  .choice {
    display: flex;
    gap: 1px;
    padding: var(--space-3xs);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--surface);
  }

  .choice label {
    position: relative;
    display: flex;
    flex: none;
    align-items: center;
    justify-content: center;
    min-width: var(--control-small);
    min-height: max(1.75rem, var(--control-small));
    padding: 0 var(--space-m);
    border-radius: var(--radius-tiny);
    color: var(--muted);
    font-size: var(--size-small);
    white-space: nowrap;
    cursor: pointer;
  }

  .choice label:hover {
    color: var(--text);
  }

  .choice label:has(input:checked) {
    background: var(--raised);
    color: var(--text);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }

  .choice label:has(input:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  .choice input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .brief {
    display: none;
    flex: none;
  }

  .brief label {
    display: block;
  }

  .brief select {
    min-height: var(--control-small);
    font-size: var(--size-small);
  }
`;

/** Include `segmentedControlStyles` in the host's styles. */
export function segmentedControl<Value extends string>(
  name: string,
  selected: Value,
  options: Record<Value, string>,
  onChange: (value: Value, event: Event) => void,
) {
  return html`
    <fieldset class="choice">
      <legend class="visually-hidden">${name}</legend>
      ${(Object.entries(options) as [Value, string][]).map(
        ([value, label]) => html`
          <label>
            <input type="radio" name=${name} .checked=${value === selected} @change=${(event: Event) => onChange(value, event)} />${label}
          </label>
        `,
      )}
    </fieldset>
  `;
}

/** A segmented control, and a menu of the same choice for where a row has no room: there the host's styles show `.brief` in place of `.choice`. */
export const fittingControl = <Value extends string>(
  ...control: Parameters<typeof segmentedControl<Value>>
) => html`${segmentedControl(...control)} <span class="brief">${selectControl(...control)}</span>`;

/** The same choice as a menu. */
export function selectControl<Value extends string>(...control: Parameters<typeof segmentedControl<Value>>) {
  const [name, selected, options, onChange] = control;
  return html`
    <label>
      <span class="visually-hidden">${name}</span>
      <select @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value as Value, event)}>
        ${(Object.entries(options) as [Value, string][]).map(
          ([value, label]) => html`<option value=${value} .selected=${value === selected}>${label}</option>`,
        )}
      </select>
    </label>
  `;
}

/** Orientation of attention grids. Include `segmentedControlStyles` in the host's styles. */
export const orientationControl = (selected: Orientation) =>
  segmentedControl(
    msg('Orientation'),
    selected,
    { 'queries-top': msg('queries on top'), 'queries-left': msg('left') },
    (value, event) => emit(() => new OrientationChangeEvent(value))(event),
  );
