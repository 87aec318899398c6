// The cost of one image before the first training step and now, side by side: large for random weights, small for the trained network.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DigitKind } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';

/** Side of a term of 1, in units of the drawing. */
const SIDE = 34;
const ROW = 38;

/**
 * Outputs before and after as neurons, and each term of the cost as a square.
 *
 * @property first - Cost of the image before the first step.
 * @property now - The same at the step that the map shows.
 * @property kind - `sigmoid` for the squared error, `relu` for cross-entropy.
 * @property pixels - The image.
 * @property label - The digit in it.
 */
@customElement('lab-two-costs')
export class TwoCosts extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-l);
      }

      lab-pixel-image {
        max-width: 6rem;
      }

      svg {
        width: 100%;
      }

      circle {
        stroke: var(--line-strong);
        stroke-width: 1.5;
      }

      .label circle {
        stroke: var(--highlight);
        stroke-width: 2.5;
      }

      rect {
        fill: var(--negative);
      }

      text {
        fill: var(--muted);
        font-size: calc(17 * var(--unit));
        font-variant-numeric: tabular-nums;
      }

      .label text {
        fill: var(--highlight);
      }

      b {
        color: var(--negative);
        font-size: var(--size-title);
      }
    `,
  ];

  @property({ attribute: false }) first!: CostBreakdown;
  @property({ attribute: false }) now!: CostBreakdown;
  @property() kind: DigitKind = 'sigmoid';
  @property({ attribute: false }) pixels?: Float32Array;
  @property({ type: Number }) label?: number;

  protected override render() {
    return html`<section class="card" aria-label=${msg('Small or large')}>
      <h2>${msg('One image, before and after training')}</h2>
      ${this.pixels ? html`<lab-pixel-image .values=${this.pixels} label=${msg(str`The image, a ${this.label}`)}></lab-pixel-image>` : nothing}
      <div class="pair">
        ${this.#renderStep(msg('Random weights'), this.first)} ${this.#renderStep(msg(str`Step ${formatInteger(this.now.step)}`), this.now)}
      </div>
      <p class="explained">${msg(str`Each square is one term of the cost: ${this.kind === 'sigmoid' ? msg('its side is the distance of an output from its target') : msg('only the output of the label counts')}.`)}</p>
    </section>`;
  }

  #renderStep(name: string, { outputs, terms, costs }: CostBreakdown) {
    return html`<div>
      <h3>${name}</h3>
      <svg viewBox="0 0 170 ${10 * ROW}" role="img" aria-label=${msg(str`${name}: cost ${formatFixed(costs.data[0], 2)}. Outputs ${Array.from(outputs.data, (output) => formatFixed(output, 2)).join(', ')}`)}>
        ${Array.from(outputs.data, (output, digit) => this.#renderOutput(output, terms.data[digit], digit))}
      </svg>
      <p>${msg(html`cost <b>${formatFixed(costs.data[0], 2)}</b>`)}</p>
    </div>`;
  }

  #renderOutput(output: number, term: number, digit: number) {
    const y = (digit + 0.5) * ROW;
    const side = Math.min(1.15, Math.sqrt(Math.max(0, term))) * SIDE;
    return svg`<g class=${digit === this.label ? 'label' : ''}>
      <text x="4" y=${y + 6}>${digit}</text>
      <circle cx="38" cy=${y} r="14" fill="color-mix(in srgb, var(--pixel-on) ${Math.round(100 * Math.min(1, output))}%, var(--pixel-off))" />
      <text x="62" y=${y + 6}>${formatFixed(output, 2)}</text>
      <rect x=${132 - side / 2} y=${y - side / 2} width=${side} height=${side} rx="3" />
    </g>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-two-costs': TwoCosts;
  }
}
