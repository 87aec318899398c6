// The watched share of a chapter: one segment for each moment, grouped by the parts of the video.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Moment, Section } from '../chapter.ts';
import { groupMomentsBySection } from '../moments.ts';
import { progressDotsStyles } from './progress-dots.styles.ts';

/**
 * A bar of segments. Those of watched moments are filled.
 *
 * @property sections - Parts of the video.
 * @property moments - Moments in chronological order.
 * @property watched - Indices of the watched moments.
 */
@customElement('lab-progress-dots')
export class ProgressDots extends LitElement {
  static override styles = [baseStyles, progressDotsStyles];

  @property({ attribute: false }) sections: readonly Section[] = [];
  @property({ attribute: false }) moments: readonly Moment[] = [];
  @property({ attribute: false }) watched: readonly number[] = [];

  protected override render() {
    const words = msg(str`${this.watched.length} of ${this.moments.length} moments watched`);
    const parts = groupMomentsBySection(this).filter(({ indices }) => indices.length > 0);
    return html`<div role="img" aria-label=${words} title=${words}>
      ${parts.map(
        ({
          section,
          indices,
        }) => html`<span style=${styleMap({ flex: String(indices.length) })} title=${section.title}>
          ${indices.map((index) => html`<i class=${this.watched.includes(index) ? 'watched' : ''}></i>`)}
        </span>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-progress-dots': ProgressDots;
  }
}
