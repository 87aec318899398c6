// Offers to resume the last run of an earlier visit.

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
 * @summary Offers to resume a saved run.
 *
 * @property run - The run; nothing is shown without one.
 * @fires lab-saved-run - The run is resumed (`resume`), or the offer is dismissed (`dismiss`).
 */
@customElement('lab-resume-banner')
export class ResumeBanner extends LitElement {
  static override styles = [baseStyles, resumeBannerStyles];

  @property({ attribute: false }) run?: RunSummary;

  protected override render() {
    const { run } = this;
    if (!run) return nothing;
    const { name, preset, step, steps, changed, training } = run;
    const act = (action: 'resume' | 'dismiss') => () => this.dispatchEvent(new SavedRunEvent(action, run));
    return html`<p>
        ${msg(html`<b>Resume “${name}”?</b> ${name === preset ? msg('Step') : html`${msg(str`${preset}, step`)}`} ${formatInteger(step)} of ${formatInteger(steps)}${training ? msg(', interrupted while training') : ''}, saved ${formatRelativeTime(changed, Date.now())}.`)}
      </p>
      <div class="buttons">
        <button class="primary" @click=${act('resume')}>${training ? msg('Resume training') : msg('Resume')}</button>
        <button @click=${act('dismiss')}>${msg('Dismiss')}</button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-resume-banner': ResumeBanner;
  }
}
