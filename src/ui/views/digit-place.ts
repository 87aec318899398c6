// Which digit network a stage is about, and the ways to another: random weights, or the trained one.

import { html, nothing } from 'lit';
import type { DigitState } from '../controllers/digit-store.ts';
import { DigitNetworkEvent } from '../events.ts';
import { whole } from './numbers.ts';

export function digitPlace(host: EventTarget, { run, runState, step, shipped, waiting }: DigitState) {
  if (!run) return nothing;
  const whose = shipped
    ? 'trained, it came with the page'
    : runState === 'training'
      ? 'live'
      : step === 0
        ? 'random weights: its answers mean nothing yet'
        : 'your own';
  const want = (wanted: DigitNetworkEvent['wanted']) => () =>
    host.dispatchEvent(new DigitNetworkEvent(wanted));
  return html`<div class="pills">
    <span role="status">${run.title} · step ${whole(step)}, ${whose}</span>
    ${step > 0 ? html`<button ?disabled=${waiting} @click=${want('fresh')}>Take random weights</button>` : nothing}
    ${shipped ? nothing : html`<button ?disabled=${waiting} @click=${want('trained')}>Bring the trained one</button>`}
  </div>`;
}
