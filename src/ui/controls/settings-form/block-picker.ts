// Choice of a block: one choice for all parts.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { BLOCK_CHOICES, BLOCKS, type BlockName } from '../../../shared/settings/blocks.ts';
import { engineText } from '../../languages/engine-text.ts';

/** Radio buttons as cards; none is checked for a block of the visitor's own. */
export function blockPicker(
  selected: BlockName | undefined,
  onChange: (name: BlockName) => void,
): TemplateResult {
  return html`<fieldset class="blocks">
    <legend>${msg('Block')}</legend>
    ${BLOCKS.map((name) => {
      const { label, help } = BLOCK_CHOICES[name];
      return html`<label>
        <input type="radio" name="block" value=${name} aria-label=${label} aria-describedby="block-${name}" .checked=${name === selected} @change=${() => onChange(name)} />
        <b>${label}</b>
        <span id="block-${name}">${engineText(help)}</span>
      </label>`;
    })}
  </fieldset>`;
}
