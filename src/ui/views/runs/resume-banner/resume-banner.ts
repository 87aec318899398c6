// Offers to go on with the last run of an earlier visit.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import { SavedRunEvent } from '../../../events/index.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatRelativeTime } from '../../../format/relative-time.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { resumeBannerStyles } from './resume-banner.styles.ts';

/**
 * @summary Offers to resume the training of a saved run, or to open one that is at its end.
 *
 * @property run - The run; nothing is shown without one.
 * @fires lab-saved-run - The run is resumed or opened (`resume`, `open`), or the offer is dismissed (`dismiss`).
 */
@customElement('lab-resume-banner')
export class ResumeBanner extends LitElement {
  static override styles = [baseStyles, resumeBannerStyles];

  @property({ attribute: false }) run?: RunSummary;

  protected override render() {
    const { run } = this;
    if (!run) return nothing;
    const { name, preset, step, steps, changed, training } = run;
    const act = (action: 'resume' | 'open' | 'dismiss') => () =>
      this.dispatchEvent(new SavedRunEvent(action, run));
    const isFinished = step >= steps;
    const question = isFinished ? msg(str`Open “${name}”?`) : msg(str`Resume “${name}”?`);
    return html`<p>
        <b>${question}</b>
        ${msg(html`${name.startsWith(preset) ? msg('Step') : html`${msg(str`${preset}, step`)}`} ${formatInteger(step)} of ${formatInteger(steps)}${training ? msg(', interrupted while training') : ''}, saved ${formatRelativeTime(changed, Date.now())}.`)}
      </p>
      <div class="buttons">
        ${
          isFinished
            ? html`<button class="primary" @click=${act('open')}>${msg('Open')}</button>`
            : html`<button class="primary" @click=${act('resume')}>${msg('Resume training')}</button>`
        }
        <button @click=${act('dismiss')}>${msg('Dismiss')}</button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-resume-banner': ResumeBanner;
  }
}
