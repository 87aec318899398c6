// Which digit network a stage is about, and the ways to another: random weights, or the trained one.

import { html, nothing, type TemplateResult } from 'lit';
import { DigitNetworkEvent } from '../../events.ts';
import type { DigitState } from '../../state/digits/digit-store.ts';
import { liveRegionMode } from '../status/live-region.ts';
import { modelStatusText } from '../status/model-status.ts';

/** What a chapter adds: whether weights were changed by hand, and what the network says now. */
interface DigitStatusExtras {
  readonly hasManualEdits?: boolean;
  readonly extra?: TemplateResult;
}

export function digitModelStatus(
  host: EventTarget,
  { run, runState, step, isBundled, isPending }: DigitState,
  { hasManualEdits = false, extra }: DigitStatusExtras = {},
) {
  if (!run) return nothing;
  const requestNetwork = (wanted: DigitNetworkEvent['network']) => () =>
    host.dispatchEvent(new DigitNetworkEvent(wanted));
  const text = modelStatusText({
    name: run.title,
    parameterCount: run.parameterCount,
    step,
    isTraining: runState === 'training',
    isBundled,
  });
  return html`<p class="place">
    <span role="status" aria-live=${liveRegionMode({ runState })}>${text}${hasManualEdits ? ', with weights changed by hand' : ''}${extra ? html` · ${extra}` : nothing}</span>
    ${step > 0 ? html`<button class="plain" ?disabled=${isPending} @click=${requestNetwork('fresh')}>Re-initialize</button>` : nothing}
    ${isBundled ? nothing : html`<button class="plain" ?disabled=${isPending} @click=${requestNetwork('trained')}>Load pretrained</button>`}
  </p>`;
}
