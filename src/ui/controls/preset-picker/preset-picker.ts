// A card for each preset: what it is and what can be seen with it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PresetInfo } from '../../../workers/rpc/api/lab-api.ts';
import { SettingsChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { presetPickerStyles } from './preset-picker.styles.ts';

/**
 * The presets as a group of radio buttons in the shape of cards.
 *
 * @property presets - to choose from
 * @property chosen - the name of the one chosen
 * @fires lab-settings - another preset was picked, with its own settings
 */
@customElement('lab-preset-picker')
export class PresetPicker extends LitElement {
  static override styles = [baseStyles, presetPickerStyles];

  @property({ attribute: false }) presets: readonly PresetInfo[] = [];
  @property() chosen = '';

  protected override render() {
    if (this.presets.length === 0) return nothing;
    return html`<fieldset>
      <legend>What should it learn?</legend>
      ${this.presets.map(
        ({ name, title, description }) => html`<label class="card">
          <input
            type="radio"
            name="preset"
            value=${name}
            .checked=${name === this.chosen}
            @change=${() => this.#select(name)}
          />
          <b>${title}</b>
          <span>${description}</span>
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
