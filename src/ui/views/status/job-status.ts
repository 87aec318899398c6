// Progress of a job with a Stop button, or its error. A screen reader announces the label of a stage, not each count.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { formatInteger } from '../../format/numbers.ts';
import { progressText } from '../../languages/engine-text.ts';
import type { TaskState } from '../../types/task.ts';

/** @param liveMode `aria-live` of the label; `off` if the job restarts with each training step */
export function jobStatus(
  { progress, error }: TaskState,
  onStop: (click: Event) => void,
  liveMode: 'polite' | 'off' = 'polite',
) {
  if (error) return html`<p role="alert">${error}</p>`;
  if (!progress) return '';
  const { label, done = 0, total = 1 } = progress;
  return html`
    <div class="controls">
      <label class="grow">
        <span
          ><span role="status" aria-live=${liveMode}>${label ? progressText(label) : msg('starting')}</span>${progress.total ? msg(str`: ${formatInteger(done)} of ${formatInteger(total)}`) : ' …'}</span
        >
        <progress max=${total} .value=${done}></progress>
      </label>
      <button @click=${onStop}>${msg('Stop')}</button>
    </div>
  `;
}
