// Which digit network a stage is about, and the ways to another: random weights, or the trained one.

import { html, nothing, type TemplateResult } from 'lit';
import type { DigitState } from '../controllers/digit-store.ts';
import { DigitNetworkEvent } from '../events.ts';
import { heardOf } from './heard.ts';
import { placeWords } from './place-words.ts';

/** What a chapter adds: whether weights were changed by hand, and what the network says now. */
interface Beside {
  readonly changed?: boolean;
  readonly more?: TemplateResult;
}

export function digitPlace(
  host: EventTarget,
  { run, runState, step, shipped, waiting }: DigitState,
  { changed = false, more }: Beside = {},
) {
  if (!run) return nothing;
  const want = (wanted: DigitNetworkEvent['wanted']) => () =>
    host.dispatchEvent(new DigitNetworkEvent(wanted));
  const words = placeWords({
    name: run.title,
    weights: run.parameterCount,
    step,
    live: runState === 'training',
    shipped,
  });
  return html`<p class="place">
    <span role="status" aria-live=${heardOf({ runState })}>${words}${changed ? ', with weights changed by hand' : ''}${more ? html` · ${more}` : nothing}</span>
    ${step > 0 ? html`<button class="plain" ?disabled=${waiting} @click=${want('fresh')}>Take random weights</button>` : nothing}
    ${shipped ? nothing : html`<button class="plain" ?disabled=${waiting} @click=${want('trained')}>Open it trained</button>`}
  </p>`;
}
