// The legend of a colour scale.
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ColourScale } from '../../../canvas/colour-scale.ts';
import { scaleLegendStyles } from './scale-legend.styles.ts';

/** CSS gradients interpolate in RGB; with this many stops the difference from the scale is invisible. */
const GRADIENT_STOPS = 16;

/**
 * @summary A strip of colours with a labelled number at each end.
 *
 * @property scale - The colour scale.
 * @property from, to - Numbers at the ends.
 * @property low, high - Their labels, with units.
 */
@customElement('lab-scale-legend')
export class ScaleLegend extends LitElement {
  static override styles = scaleLegendStyles;

  @property({ attribute: false }) scale: ColourScale = () => 'transparent';
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 1;
  @property() low = '0';
  @property() high = '1';

  override render() {
    const colours = Array.from({ length: GRADIENT_STOPS + 1 }, (_, i) =>
      this.scale(this.from + ((this.to - this.from) * i) / GRADIENT_STOPS),
    );
    const background = `linear-gradient(to right, ${colours.join(', ')})`;
    return html`<span>${this.low}</span><i style=${styleMap({ background })}></i><span>${this.high}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-scale-legend': ScaleLegend;
  }
}
