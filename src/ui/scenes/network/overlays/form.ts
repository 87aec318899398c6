// Fields of the forms of overlays, under the controls of the map.

import { html, type TemplateResult } from 'lit';

export const overlayForm = (label: string, fields: unknown): TemplateResult => html`
  <form part="form" aria-label=${label} @submit=${(event: Event) => event.preventDefault()}>${fields}</form>
`;

const typedIn = ({ target }: Event): string => (target as HTMLInputElement | HTMLSelectElement).value;

interface TextField {
  readonly value: string;
  readonly isDisabled?: boolean;
  readonly placeholder?: string;
  /** With what was typed, without spaces around it. */
  readonly set: (typed: string) => void;
}

/** A word of the vocabulary. */
export const wordField = (
  label: string,
  { value, isDisabled = false, placeholder = '', set }: TextField,
) => html`
  <label class="answer">
    <span>${label}</span>
    <input
      type="text" size="9" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="200" placeholder=${placeholder}
      .value=${value} ?disabled=${isDisabled} @change=${(event: Event) => set(typedIn(event).trim())}
    />
  </label>
`;

export const choiceField = <Value extends string>(
  label: string,
  options: readonly (readonly [Value, string])[],
  chosen: Value | undefined,
  set: (value: Value) => void,
  isDisabled = false,
) => html`
  <label>
    <span>${label}</span>
    <select ?disabled=${isDisabled} @change=${(event: Event) => set(typedIn(event) as Value)}>
      ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>
`;

export const checkField = (text: string, isChecked: boolean, toggle: () => void) => html`
  <label class="check"><input type="checkbox" .checked=${isChecked} @change=${toggle} /> ${text}</label>
`;

interface RangeField {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** The value with its unit. */
  readonly text: string;
  /** Emits only when the thumb is released. */
  readonly isSlow?: boolean;
  readonly set: (value: number) => void;
}

export function rangeField(label: string, { min, max, step, value, text, isSlow, set }: RangeField) {
  const handle = (event: Event) => set(Number(typedIn(event)));
  const ignore = () => undefined;
  return html`
    <label class="threshold">
      <span>${label}</span>
      <input
        type="range" min=${min} max=${max} step=${step} .value=${String(value)} aria-valuetext=${text}
        @input=${isSlow ? ignore : handle} @change=${isSlow ? handle : ignore}
      />
    </label>
  `;
}
