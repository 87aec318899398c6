// The switch for shortcuts that are characters, in the list of keys and in the device settings.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { DeviceSettingsEvent } from '../../../events/index.ts';

const onChange = ({ target }: Event) =>
  (target as HTMLInputElement).dispatchEvent(
    new DeviceSettingsEvent({ characterKeys: (target as HTMLInputElement).checked }),
  );

export const characterKeysChoice = (areOn: boolean): TemplateResult => html`<label>
  <input type="checkbox" name="characterKeys" .checked=${areOn} @change=${onChange} />
  ${msg('Letters, digits and signs are shortcuts (turn them off if you dictate)')}
</label>`;
