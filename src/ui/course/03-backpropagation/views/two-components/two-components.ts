// Two components of a gradient, 3.2 and 0.1: the same wiggle of each weight, and what the cost does.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { StageInteractionEvent } from '../../../../events/index.ts';
import { formatSignedFixed } from '../../../../format/numbers.ts';
import { Animator } from '../../../../stage/animator.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/** The components that the video writes down. */
const COMPONENTS = [3.2, 0.1] as const;
/** Largest wiggle of a weight. */
const REACH = 0.25;
const [WIDTH, HEIGHT] = [420, 250];
const X = [70, 190, 340] as const;
const [MIDDLE, HALF] = [120, 84];
/** Each weight goes up and down twice, in turn. */
const TURN_MS = 2600;
const NAMES = ['w₁', 'w₂'] as const;

/**
 * Two weights that wiggle in turn by themselves, then by the visitor's hand, and the cost.
 *
 * @fires lab-stage-interaction - The visitor wiggles a weight.
 */
@customElement('lab-two-components')
export class TwoComponents extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      svg {
        width: 100%;
        max-width: 34rem;
      }

      text {
        fill: var(--text);
        font-size: calc(15 * var(--unit));
        font-variant-numeric: tabular-nums;
        text-anchor: middle;
      }

      .name {
        font-family: var(--font-math);
        font-size: calc(21 * var(--unit));
      }

      .component {
        fill: var(--gradient);
      }

      line {
        stroke: var(--line-strong);
        stroke-width: 2;
      }

      .moved {
        stroke: var(--positive);
        stroke-width: 7;
      }

      .cost .moved {
        stroke: var(--negative);
      }

      circle {
        fill: var(--positive);
      }

      .cost circle {
        fill: var(--negative);
      }
    `,
  ];

  @state() private shifts: readonly [number, number] = [0, 0];

  readonly #animator = new Animator(() => undefined);

  override connectedCallback(): void {
    super.connectedCallback();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.shifts = [REACH, 0];
      return;
    }
    this.#animator.start('wiggle', {
      duration: 4 * TURN_MS,
      update: (fraction) => {
        const turn = Math.floor(fraction * 4) % 2;
        const shift = fraction < 1 ? REACH * Math.sin(4 * Math.PI * ((fraction * 4) % 1)) : 0;
        this.shifts = turn === 0 ? [shift, 0] : [0, shift];
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#animator.dispose();
  }

  protected override render() {
    const change = COMPONENTS.reduce((sum, component, i) => sum + component * this.shifts[i], 0);
    const ratio = Math.round(COMPONENTS[0] / COMPONENTS[1]);
    return html`<section class="card" aria-label=${msg('Two components')}>
      <h2>${msg(str`The same wiggle, ${ratio} times the effect`)}</h2>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`w₁ changes by ${formatSignedFixed(this.shifts[0], 2)}, w₂ by ${formatSignedFixed(this.shifts[1], 2)}, the cost by ${formatSignedFixed(change, 3)}`)}>
        ${NAMES.map((name, i) => column(X[i], name, this.shifts[i] / REACH, formatSignedFixed(this.shifts[i], 2), 'weight', COMPONENTS[i]))}
        ${column(X[2], 'C', change / (COMPONENTS[0] * REACH), formatSignedFixed(change, 3), 'cost')}
      </svg>
      <div class="controls">
        ${NAMES.map(
          (name, i) => html`<label class="grow">${msg(str`wiggle ${name}`)}
            <input type="range" min=${-REACH} max=${REACH} step="0.01" .value=${String(this.shifts[i])} @input=${(event: Event) => this.#set(i, event)} /></label>`,
        )}
      </div>
      <p class="explained">${msg('Near this point the cost changes by component × change of the weight. The components are those of the video; below the picture of your network are its own.')}</p>
    </section>`;
  }

  #set(index: number, { target }: Event): void {
    this.#animator.stop('wiggle');
    const value = Number((target as HTMLInputElement).value);
    this.shifts = index === 0 ? [value, this.shifts[1]] : [this.shifts[0], value];
    this.dispatchEvent(new StageInteractionEvent());
  }
}

/** A vertical number line; `share` of its half is how far the dot is from the middle. */
function column(x: number, name: string, share: number, text: string, kind: string, component?: number) {
  const y = MIDDLE - HALF * Math.max(-1, Math.min(1, share));
  return svg`<g class=${kind}>
    <text class="name" x=${x} y="22">${name}</text>
    <line x1=${x} x2=${x} y1=${MIDDLE - HALF} y2=${MIDDLE + HALF} />
    <line x1=${x - 8} x2=${x + 8} y1=${MIDDLE} y2=${MIDDLE} />
    <line class="moved" x1=${x} x2=${x} y1=${MIDDLE} y2=${y} />
    <circle cx=${x} cy=${y} r="9" />
    <text x=${x} y=${MIDDLE + HALF + 22}>${text}</text>
    ${component === undefined ? '' : svg`<text class="component" x=${x} y=${MIDDLE + HALF + 42}>${msg(str`component ${component}`)}</text>`}
  </g>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-two-components': TwoComponents;
  }
}
