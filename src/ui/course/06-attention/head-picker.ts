// The selector of a head, at the end of the panel bar's first row.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ModelConfig } from '../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../events/index.ts';
import type { Focus } from '../../types/page.ts';

export function headPicker(
  host: EventTarget,
  { L, H }: Pick<ModelConfig, 'L' | 'H'>,
  { layer, head }: Pick<Focus, 'layer' | 'head'>,
): TemplateResult {
  const pick = ({ target }: Event) => {
    const index = Number((target as HTMLSelectElement).value);
    host.dispatchEvent(new FocusChangeEvent({ layer: Math.floor(index / H), head: index % H }));
  };
  return html`<label class="head-picker">
    ${msg('Head')}
    <select name="head" title=${msg('layer.head')} @change=${pick}>
      ${Array.from(
        { length: L * H },
        (_, i) =>
          html`<option value=${i} .selected=${i === layer * H + head}>${Math.floor(i / H) + 1}.${(i % H) + 1}</option>`,
      )}
    </select>
  </label>`;
}
