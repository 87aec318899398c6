// How far long work has come, with a button that stops it; or what went wrong. What is done is read out, not each count of it.

import { html } from 'lit';
import { formatInteger } from '../../format/numbers.ts';
import type { TaskState } from '../../types/task.ts';

/** @param heard whether what is done is read out; not where the work begins anew with each step of a training */
export function jobStatus(
  { progress, error }: TaskState,
  onStop: () => void,
  liveMode: 'polite' | 'off' = 'polite',
) {
  if (error) return html`<p role="alert">${error}</p>`;
  if (!progress) return '';
  const { label = 'getting ready', done = 0, total = 1 } = progress;
  return html`
    <div class="controls">
      <label class="grow">
        <span role="status" aria-live=${liveMode}>${label}</span>${progress.total ? `: ${formatInteger(done)} of ${formatInteger(total)}` : ' …'}
        <progress max=${total} .value=${done}></progress>
      </label>
      <button @click=${onStop}>Stop</button>
    </div>
  `;
}
