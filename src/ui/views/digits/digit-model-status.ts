// The status line of the digit network, with buttons to re-initialize it or to load the pretrained one.

import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { DigitNetworkEvent } from '../../events/index.ts';
import { engineText } from '../../languages/engine-text.ts';
import type { DigitNetworkChoice, DigitState } from '../../types/digits.ts';
import { liveRegionMode } from '../status/live-region.ts';
import { modelStatusText } from '../status/model-status.ts';

interface DigitStatusExtras {
  /** Whether weights were edited by hand. */
  readonly hasManualEdits?: boolean;
  /** Appended by a chapter. */
  readonly extra?: TemplateResult;
}

export function digitModelStatus(
  host: EventTarget,
  { run, runState, step, isBundled, isPending }: DigitState,
  { hasManualEdits = false, extra }: DigitStatusExtras = {},
) {
  if (!run) return nothing;
  const requestNetwork = (network: DigitNetworkChoice) => () =>
    host.dispatchEvent(new DigitNetworkEvent(network));
  const text = modelStatusText({
    name: engineText(run.title),
    parameterCount: run.parameterCount,
    step,
    isTraining: runState === 'training',
    isBundled,
  });
  return html`<p class="model-status">
    <span role="status" aria-live=${liveRegionMode({ runState })}>${text}${hasManualEdits ? msg(', weights edited') : ''}${extra ? html` · ${extra}` : nothing}</span>
    ${step > 0 ? html`<button class="plain" ?disabled=${isPending} @click=${requestNetwork('fresh')}>${msg('Re-initialize')}</button>` : nothing}
    ${isBundled ? nothing : html`<button class="plain" ?disabled=${isPending} @click=${requestNetwork('trained')}>${msg('Load pretrained')}</button>`}
  </p>`;
}
