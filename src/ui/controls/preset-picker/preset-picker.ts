// Choice of a preset.

import { msg } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PresetInfo } from '../../../workers/rpc/api/lab-api.ts';
import { SettingsChangeEvent } from '../../events/index.ts';
import { engineText } from '../../languages/engine-text.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { presetPickerStyles } from './preset-picker.styles.ts';

/**
 * Presets as a group of radio buttons styled as cards.
 *
 * @property presets - the options
 * @property selected - name of the selected preset
 * @fires lab-settings - on a selection, with the preset's default settings
 */
@customElement('lab-preset-picker')
export class PresetPicker extends LitElement {
  static override styles = [baseStyles, presetPickerStyles];

  @property({ attribute: false }) presets: readonly PresetInfo[] = [];
  @property() selected = '';

  protected override render() {
    if (this.presets.length === 0) return nothing;
    return html`<fieldset>
      <legend>${msg('Preset')}</legend>
      ${this.presets.map(
        ({ name, title, description }) => html`<label class="card">
          <input
            type="radio"
            name="preset"
            value=${name}
            .checked=${name === this.selected}
            @change=${() => this.#select(name)}
          />
          <b>${engineText(title)}</b>
          <span>${engineText(description)}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  #select(preset: string): void {
    this.dispatchEvent(new SettingsChangeEvent({ preset, model: {}, training: {} }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-preset-picker': PresetPicker;
  }
}
