// A sparkline.

import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sparklineStyles } from './sparkline.styles.ts';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 116;
const HEIGHT = 26;

/**
 * @summary A small line chart without axes.
 *
 * @property values - Values in order; fewer than two draw nothing.
 * @property label - Accessible name of the chart.
 * @cssproperty [--accent=#58c4dd] - The line.
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
