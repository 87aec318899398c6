// What was trained here before, with one click to go on with it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import { SavedRunEvent } from '../../../events.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatRelativeTime } from '../../../format/relative-time.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { resumeBannerStyles } from './resume-banner.styles.ts';

/**
 * @property card - the run to go on with
 * @fires lab-saved-run - `go-on` or `later`
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
        <b>Go on with “${name}”?</b>
        ${name === preset ? 'It' : html`This run of ${preset}`} reached step ${formatInteger(step)} of
        ${formatInteger(steps)}${training ? ', still being trained,' : ''} ${formatRelativeTime(changed, Date.now())}.
      </p>
      <div class="buttons">
        <button class="primary" @click=${act('resume')}>${training ? 'Go on training' : 'Go on'}</button>
        <button @click=${act('dismiss')}>Not now</button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-resume-banner': ResumeBanner;
  }
}
