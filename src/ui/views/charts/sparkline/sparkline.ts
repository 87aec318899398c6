// A small picture of how a number fell or rose.

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sparklineStyles } from './sparkline.styles.ts';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 116;
const HEIGHT = 26;

/**
 * A line without axes, for a place where words would be too many.
 *
 * @property values - in order; fewer than two draw nothing
 * @property label - what the line shows, for screen readers
 * @cssproperty --accent - the line
 */
@customElement('lab-sparkline')
export class Sparkline extends LitElement {
  static override styles = sparklineStyles;

  @property({ attribute: false }) values: readonly number[] = [];
  @property() label = '';

  protected override render() {
    const path = sparklinePath(this.values, WIDTH, HEIGHT);
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.label}>
      ${path && svg`<path d=${path} />`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-sparkline': Sparkline;
  }
}
