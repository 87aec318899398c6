// How far long work has come, with a button that stops it; or what went wrong. What is done is read out, not each count of it.

import { html } from 'lit';
import type { LookState } from '../controllers/long-look.ts';
import { whole } from './numbers.ts';

export function workStatus({ progress, error }: LookState, stop: () => void) {
  if (error) return html`<p role="alert">${error}</p>`;
  if (!progress) return '';
  const { what = 'getting ready', done = 0, total = 1 } = progress;
  return html`
    <div class="controls">
      <label class="grow">
        <span role="status">${what}</span>${progress.total ? `: ${whole(done)} of ${whole(total)}` : ' …'}
        <progress max=${total} .value=${done}></progress>
      </label>
      <button @click=${stop}>Stop</button>
    </div>
  `;
}
