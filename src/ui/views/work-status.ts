// How far long work has come, with a button that stops it; or what went wrong. What is done is read out, not each count of it.

import { html } from 'lit';
import type { LookState } from '../controllers/long-look.ts';
import { whole } from './numbers.ts';

/** @param heard whether what is done is read out; not where the work begins anew with each step of a training */
export function workStatus(
  { progress, error }: LookState,
  stop: () => void,
  heard: 'polite' | 'off' = 'polite',
) {
  if (error) return html`<p role="alert">${error}</p>`;
  if (!progress) return '';
  const { what = 'getting ready', done = 0, total = 1 } = progress;
  return html`
    <div class="controls">
      <label class="grow">
        <span role="status" aria-live=${heard}>${what}</span>${progress.total ? `: ${whole(done)} of ${whole(total)}` : ' …'}
        <progress max=${total} .value=${done}></progress>
      </label>
      <button @click=${stop}>Stop</button>
    </div>
  `;
}
