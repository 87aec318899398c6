// The selector of a head, at the end of the panel bar's first row.

import { msg } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { ModelConfig } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { emit } from '../../../figures/emit.ts';
import type { Focus } from '../../../types/page.ts';

export const headPickerStyles = css`
  .head-picker {
    display: inline-flex;
    align-items: center;
    gap: var(--space-xs);
    color: var(--muted);
    font-size: var(--size-small);

    select {
      min-height: var(--control-small);
      padding-block: 0;
      color: var(--text);
      font-size: var(--size-small);
    }
  }
`;

export const headPicker = (
  { L, H }: Pick<ModelConfig, 'L' | 'H'>,
  { layer, head }: Pick<Focus, 'layer' | 'head'>,
): TemplateResult => html`<label class="head-picker">
  ${msg('Head')}
  <select name="head" title=${msg('layer.head')} @change=${emit(({ value }: HTMLSelectElement) => new FocusChangeEvent({ layer: Math.floor(Number(value) / H), head: Number(value) % H }))}>
    ${Array.from(
      { length: L * H },
      (_, i) =>
        html`<option value=${i} .selected=${i === layer * H + head}>${Math.floor(i / H) + 1}.${(i % H) + 1}</option>`,
    )}
  </select>
</label>`;
