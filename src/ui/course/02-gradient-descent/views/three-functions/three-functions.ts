// The three functions of the chapter, each with its inputs and outputs: the network, its cost, and the gradient of the cost.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DigitGradient, DigitRunInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/digits/pixel-image/pixel-image.ts';

/** Components of the gradient that are drawn, the largest first. */
const BARS = 24;

/**
 * Three rows: what goes in, the function, what comes out.
 *
 * @property run - The digit network.
 * @property cost - Costs of many images.
 * @property gradient - Gradient of their mean cost.
 * @property activations - Of one image, inputs first.
 */
@customElement('lab-three-functions')
export class ThreeFunctions extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      ol {
        display: grid;
        gap: var(--space-l);
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: minmax(4.5rem, 1fr) auto minmax(6rem, 1.2fr) auto minmax(4.5rem, 1fr);
        align-items: center;
        gap: var(--space-s);
        text-align: center;
      }

      figure {
        display: grid;
        gap: var(--space-2xs);
        justify-items: center;
        margin: 0;
      }

      figcaption,
      small {
        color: var(--muted);
        font-size: var(--size-fine);
      }

      .function {
        display: grid;
        gap: var(--space-3xs);
        padding: var(--space-s);
        border: 1px solid var(--accent);
        border-radius: var(--radius);
        background: var(--accent-soft);
      }

      .arrow {
        color: var(--highlight);
        font-size: var(--size-title);
      }

      lab-pixel-image {
        width: 4rem;
      }

      .outputs {
        display: grid;
        grid-template-columns: repeat(5, 0.9rem);
        gap: var(--space-3xs);
      }

      .outputs i {
        aspect-ratio: 1;
        border: 1px solid var(--line-strong);
        border-radius: 50%;
      }

      .bars {
        display: flex;
        align-items: center;
        gap: 1px;
        width: 5.5rem;
        min-width: 0;
        height: 3rem;
        background: none;
      }

      .bars i {
        flex: 1;
        background: var(--positive);
      }

      .bars i.down {
        background: var(--negative);
      }

      .dials {
        display: grid;
        grid-template-columns: repeat(8, 0.5rem);
        gap: var(--space-3xs);
      }

      .dials i {
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--positive);
      }

      figure b {
        color: var(--negative);
        font-size: var(--size-title);
      }
    `,
  ];

  @property({ attribute: false }) run!: DigitRunInfo;
  @property({ attribute: false }) cost?: CostBreakdown;
  @property({ attribute: false }) gradient?: DigitGradient;
  @property({ attribute: false }) activations: readonly Float32Array[] = [];

  protected override render() {
    const { run, cost, activations } = this;
    const [pixels, outputs] = [activations[0], activations[activations.length - 1]];
    const parameters = msg(str`${formatInteger(run.parameterCount)} weights and biases`);
    const dials = html`<figure><div class="dials" aria-hidden="true">${Array.from({ length: 32 }, () => html`<i></i>`)}</div><figcaption>${parameters}</figcaption></figure>`;
    return html`<section class="card" aria-label=${msg('Three functions')}>
      <h2>${msg('Three functions, one within the other')}</h2>
      <ol>
        ${this.#row(
          html`<figure>${pixels ? html`<lab-pixel-image .values=${pixels} label=${msg('an image')}></lab-pixel-image>` : nothing}<figcaption>${msg(str`${run.sizes[0]} pixels`)}</figcaption></figure>`,
          msg('Network'),
          msg(str`its ${formatInteger(run.parameterCount)} parameters are fixed`),
          html`<figure><div class="outputs" role="img" aria-label=${msg('outputs')}>${Array.from(outputs ?? [], (output) => html`<i style=${`background: color-mix(in srgb, var(--pixel-on) ${Math.round(100 * Math.min(1, output))}%, var(--pixel-off))`}></i>`)}</div><figcaption>${msg(str`${run.sizes[run.sizes.length - 1]} outputs`)}</figcaption></figure>`,
        )}
        ${this.#row(
          dials,
          msg('Cost'),
          msg(str`uses ${formatInteger(cost?.costs.data.length ?? 0)} images through the network`),
          html`<figure><b>${cost ? formatFixed(mean(cost.costs.data), 3) : ''}</b><figcaption>${msg('one number')}</figcaption></figure>`,
        )}
        ${this.#row(dials, msg('Gradient'), msg('how the cost changes with each'), this.#renderBars())}
      </ol>
      <p class="explained">${msg('The parameters of the first function are the input of the second and the third.')}</p>
    </section>`;
  }

  #row(from: TemplateResult, name: string, about: string, to: TemplateResult): TemplateResult {
    return html`<li>${from}<span class="arrow" aria-label=${msg('to')}>→</span>
      <div class="function"><strong>${name}</strong><small>${about}</small></div>
      <span class="arrow" aria-label=${msg('to')}>→</span>${to}</li>`;
  }

  /** Nudges: minus the components. */
  #renderBars(): TemplateResult {
    const { gradient, run } = this;
    const all = gradient?.layers.flatMap(({ weights }) => Array.from(weights.data)) ?? [];
    const largest = all.toSorted((a, b) => Math.abs(b) - Math.abs(a)).slice(0, BARS);
    const most = Math.abs(largest[0] ?? 1) || 1;
    return html`<figure>
      <div class="bars" role="img" aria-label=${msg(str`the ${BARS} largest components`)}>
        ${largest.map((value) => html`<i class=${value > 0 ? 'down' : ''} style=${`height: ${Math.max(4, (100 * Math.abs(value)) / most)}%`}></i>`)}
      </div>
      <figcaption>${msg(str`${formatInteger(run.parameterCount)} nudges`)}</figcaption>
    </figure>`;
  }
}

const mean = (numbers: Float32Array) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

declare global {
  interface HTMLElementTagNameMap {
    'lab-three-functions': ThreeFunctions;
  }
}
