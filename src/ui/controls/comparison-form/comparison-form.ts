// Form of a comparison: the data, and settings of both variants side by side.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { COMPARABLE_SETTINGS, comparableSetting } from '../../../shared/settings/comparable-settings.ts';
import type { ComparisonProblem, PresetInfo, SettingLimit } from '../../../workers/rpc/api/lab-api.ts';
import { ComparisonDraftEvent } from '../../events/index.ts';
import { engineText } from '../../languages/engine-text.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon } from '../../styles/icons.ts';
import { type ComparisonDraft, type ComparisonRow, INITIAL_COMPARISON } from '../../types/comparison.ts';
import { comparisonFormStyles } from './comparison-form.styles.ts';

const SECTIONS = { model: msg('Model'), training: msg('Training') } as const;

/**
 * @summary Selects data and the settings of two variants.
 *
 * @property draft - What to compare.
 * @property presets - The presets, by whose defaults unnamed settings are completed.
 * @property limits - Range of each numeric setting.
 * @property problems - Errors of the settings, by variant and field.
 * @property createRow - A row for a setting, with the values to begin with.
 * @fires lab-comparison-draft - A setting is changed, added or removed.
 */
@customElement('lab-comparison-form')
export class ComparisonForm extends LitElement {
  static override styles = [baseStyles, comparisonFormStyles];

  @property({ attribute: false }) draft: ComparisonDraft = INITIAL_COMPARISON;
  @property({ attribute: false }) presets: readonly PresetInfo[] = [];
  @property({ attribute: false }) limits: Readonly<Record<string, SettingLimit>> = {};
  @property({ attribute: false }) problems: readonly ComparisonProblem[] = [];
  @property({ attribute: false }) createRow: (name: string) => ComparisonRow = (name) => ({
    name,
    values: ['', ''],
  });

  protected override render() {
    const { preset, rows } = this.draft;
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <div class="top">
        <label>
          ${msg('Data')}
          <select @change=${this.#changePreset}>
            ${this.presets.map(({ name, title }) => html`<option value=${name} ?selected=${name === preset}>${engineText(title)}</option>`)}
          </select>
        </label>
        <p>${engineText(this.presets.find(({ name }) => name === preset)?.description ?? '')}</p>
      </div>
      <div class="rows">${repeat(
        rows,
        ({ name }) => name,
        (row, index) => this.#row(row, index),
      )}</div>
      <div><button type="button" @click=${this.#add}>${msg('Add a setting')}</button></div>
      ${this.#problemsAt(undefined).map(
        ({ message }) => html`<p class="note error" role="alert">${message}</p>`,
      )}
    </form>`;
  }

  #row(row: ComparisonRow, index: number): TemplateResult {
    const { name, values } = row;
    const setting = comparableSetting(name);
    const errors = this.#problemsAt(name);
    const isSame = values[0] === values[1];
    return html`<div class="row ${isSame ? 'same' : ''}" role="group" aria-label=${setting ? engineText(setting.label) : name}>
      <label class="setting">
        ${isSame ? msg('Same in both') : msg('What differs')}
        <select @change=${({ target }: Event) => this.#replace(index, this.createRow((target as HTMLSelectElement).value))}>
          ${Object.entries(SECTIONS).map(([section, label]) => this.#options(section, label, name))}
        </select>
      </label>
      ${values.map((value, variant) => this.#value(row, index, variant, value))}
      <button type="button" class="plain" title=${msg(str`Remove ${setting?.label}`)} @click=${() => this.#remove(index)}>
        ${closeIcon}<span class="visually-hidden">${msg(html`Remove ${setting?.label}`)}</span>
      </button>
      ${errors.length > 0 ? errors.map(({ message }) => html`<p class="note error" role="alert">${message}</p>`) : html`<p class="note">${this.#help(row)}</p>`}
    </div>`;
  }

  /** The problems shown at the row of a setting; with `undefined`, those that concern no row. */
  #problemsAt(name: string | undefined): readonly ComparisonProblem[] {
    const names = this.draft.rows.map((row) => row.name);
    return this.problems.filter(
      ({ field, relatedFields = [] }) =>
        [field, ...relatedFields].find((each) => names.includes(each ?? '')) === name,
    );
  }

  #options(section: string, label: string, selected: string): TemplateResult {
    const used = new Set(this.draft.rows.map(({ name }) => name));
    const settings = COMPARABLE_SETTINGS.filter((setting) => setting.section === section);
    return html`<optgroup label=${label}>
      ${settings
        .filter(({ name }) => name === selected || !used.has(name))
        .map(
          ({ name, label }) =>
            html`<option value=${name} ?selected=${name === selected}>${engineText(label)}</option>`,
        )}
    </optgroup>`;
  }

  #value({ name }: ComparisonRow, index: number, variant: number, value: string): TemplateResult {
    const choices = comparableSetting(name)?.choices;
    const isInvalid = this.#problemsAt(name).some((problem) => problem.variant === variant);
    const onChange = ({ target }: Event) =>
      this.#changeValue(index, variant, (target as HTMLInputElement).value.trim());
    const limit = this.limits[name];
    return html`<label data-variant=${variant}>
      ${variant === 0 ? msg('First') : msg('Second')}
      ${
        choices
          ? html`<select @change=${onChange} aria-invalid=${isInvalid ? 'true' : nothing}>
              ${Object.entries(choices).map(([name, { label }]) => html`<option value=${name} ?selected=${name === value}>${engineText(label)}</option>`)}
            </select>`
          : html`<input type="number" required min=${limit?.min ?? nothing} max=${limit?.max ?? nothing}
              step=${limit?.isInteger ? 1 : 'any'} aria-invalid=${isInvalid ? 'true' : nothing} .value=${live(value)} @change=${onChange} />`
      }
    </label>`;
  }

  /** The explanation of the setting, or those of both choices. */
  #help({ name, values }: ComparisonRow): string {
    const setting = comparableSetting(name);
    const choices = [...new Set(values)].flatMap((value) => {
      const info = setting?.choices?.[value];
      return info?.help ? [`${engineText(info.label)}: ${engineText(info.help)}.`] : [];
    });
    return choices.length > 0
      ? choices.join(' ')
      : setting
        ? `${engineText(setting.label)}: ${engineText(setting.help)}.`
        : '';
  }

  readonly #changePreset = ({ target }: Event): void => {
    this.#emit({ ...this.draft, preset: (target as HTMLSelectElement).value });
  };

  /** The first setting that is not in use. */
  readonly #add = (): void => {
    const used = new Set(this.draft.rows.map(({ name }) => name));
    const preferred = ['steps', 'seed', 'positions', 'activation', 'optimizer'];
    const names = [...preferred, ...COMPARABLE_SETTINGS.map(({ name }) => name)];
    const free = names.find((name) => !used.has(name));
    if (free) this.#emit({ ...this.draft, rows: [...this.draft.rows, this.createRow(free)] });
  };

  #remove(index: number): void {
    this.#emit({ ...this.draft, rows: this.draft.rows.toSpliced(index, 1) });
  }

  #replace(index: number, row: ComparisonRow): void {
    this.#emit({ ...this.draft, rows: this.draft.rows.with(index, row) });
  }

  #changeValue(index: number, variant: number, value: string): void {
    const row = this.draft.rows[index];
    const [first, second] = row.values;
    // An empty field has no meaning: it shows its value again.
    if (value === '') this.requestUpdate();
    else this.#replace(index, { ...row, values: variant === 0 ? [value, second] : [first, value] });
  }

  #emit(draft: ComparisonDraft): void {
    this.dispatchEvent(new ComparisonDraftEvent(draft));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-comparison-form': ComparisonForm;
  }
}
