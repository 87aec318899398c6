// Gradient descent in two variables: a surface as a contour map and in perspective, with its gradient.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { listen } from '../../../../events/element-event.ts';
import { StageInteractionEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { linspace } from '../../../../views/charts/cost-contours/cost-grid.ts';
import '../../../../views/charts/cost-contours/cost-contours.ts';
import '../../../../views/charts/cost-surface/cost-surface.ts';
import { formatFixed, formatSigned } from '../../../../format/numbers.ts';
import type { CostArrow } from '../../../../views/charts/cost-contours/cost-contours.ts';
import { type Choices, choice } from '../../choices.ts';
import { BOWL, gradientDescent, HILLS, type Point } from '../../descent.ts';

/** Half the side of the domain. */
const SIDE = 2.2;
const AXIS = linspace(-SIDE, SIDE, 61);
const gridOf = (at: (point: Point) => number) => ({
  xs: AXIS,
  ys: AXIS,
  costs: Float32Array.from(AXIS.flatMap((y) => AXIS.map((x) => at([x, y])))),
});
const SURFACES = {
  bowl: { name: msg('The bowl ³⁄₂x² + ½y²'), ...BOWL, grid: gridOf(BOWL.at) },
  hills: { name: msg('Hills and valleys'), ...HILLS, grid: gridOf(HILLS.at) },
} as const;
export type Surface = keyof typeof SURFACES;
const MAX_STEPS = 40;
/** Milliseconds a step while the point rolls by itself. */
const STEP_MS = 500;
/** Length of the arrow for a gradient of length 1. */
const ARROW = 0.25;

/**
 * A surface with a point that takes steps against the gradient.
 *
 * @property surface - The selected surface.
 * @property start - Start of the descent.
 * @property rate - Step size η, the factor of the gradient.
 * @property rolls - Whether the point takes steps by itself.
 * @fires lab-choice - The visitor changes the surface, the start or the step size.
 * @fires lab-stage-interaction - The visitor takes steps.
 */
@customElement('lab-surface-descent')
export class SurfaceDescent extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .side {
        display: grid;
        align-content: start;
        gap: var(--space-m);
        min-width: 0;
      }

      lab-cost-contours,
      lab-cost-surface {
        max-width: 22rem;
      }

      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--space-2xs) var(--space-l);
        font-variant-numeric: tabular-nums;
      }

      dt {
        color: var(--muted);
      }
    `,
  ];

  @property() surface: Surface = 'bowl';
  @property({ attribute: false, hasChanged: (now: Point, before?: Point) => now.join() !== before?.join() })
  start: Point = [1, 1];
  @property({ type: Number }) rate = 0.1;
  @property({ type: Boolean }) rolls = false;

  @state() private steps = 0;

  #timer = 0;

  constructor() {
    super();
    listen(this, {
      'lab-map-point': ({ x, y }) => {
        const inside = (value: number) => Number(Math.max(-SIDE, Math.min(SIDE, value)).toFixed(3));
        this.#choose({ x: inside(x), y: inside(y) });
      },
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('surface') && !changed.has('start') && !changed.has('rolls')) return;
    this.steps = 0;
    clearTimeout(this.#timer);
    if (this.rolls) this.#roll();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Where nothing may move, it has rolled. */
  #roll(): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.steps = MAX_STEPS / 2;
      return;
    }
    this.#timer = window.setTimeout(() => {
      this.steps += 1;
      if (this.steps < MAX_STEPS / 2) this.#roll();
    }, STEP_MS);
  }

  protected override render() {
    const { at, gradient, grid } = SURFACES[this.surface];
    const all = gradientDescent(gradient, this.start, this.rate, this.steps);
    const firstOutside = all.findIndex(([x, y]) => !(Math.abs(x) <= SIDE && Math.abs(y) <= SIDE));
    const points = firstOutside < 0 ? all : all.slice(0, firstOutside);
    const here = points[points.length - 1];
    const [dx, dy] = gradient(here);
    const end = (sign: number): [number, number] => [
      here[0] + sign * ARROW * dx,
      here[1] + sign * ARROW * dy,
    ];
    const arrows: CostArrow[] = [
      { name: msg('gradient, steepest ascent'), colour: 'negative', from: [here[0], here[1]], to: end(1) },
      {
        name: msg('negative gradient, steepest descent'),
        colour: 'positive',
        from: [here[0], here[1]],
        to: end(-1),
      },
      {
        name: msg('next step, −η × gradient'),
        colour: 'query',
        from: [here[0], here[1]],
        to: [here[0] - this.rate * dx, here[1] - this.rate * dy],
      },
    ];
    const description = msg(
      str`Cost ${formatFixed(at(here), 3)} at (${formatSigned(here[0])}, ${formatSigned(here[1])}) after ${points.length - 1} steps.`,
    );
    const ratio = Math.abs(dx / dy);
    const paths = [
      { name: msg('path'), colour: 'query' as const, points: points.map(([x, y]) => ({ x, y })) },
    ];
    return html`<section class="card" aria-label=${msg('Gradient descent in two variables')}>
      <h2>${msg('A cost function of two variables, from above and from the side')}</h2>
      <div class="controls">
        ${(Object.keys(SURFACES) as Surface[]).map(
          (surface) =>
            html`<button aria-pressed=${surface === this.surface} @click=${() => this.#choose({ surface })}>${SURFACES[surface].name}</button>`,
        )}
      </div>
      <div class="controls">
        <button class="primary" @click=${() => this.#runSteps(this.steps + 1)}>${msg('Step')}</button>
        <button @click=${() => this.#runSteps(this.steps + MAX_STEPS)}>${msg('Run')}</button>
        <button ?disabled=${this.steps === 0} @click=${() => this.#runSteps(0)}>${msg('Reset')}</button>
        <label class="grow">${msg(str`step size η = ${formatFixed(this.rate, 2)}`)}
          <input type="range" min="0.01" max="0.7" step="0.01" .value=${String(this.rate)}
            @input=${(event: Event) => this.#choose({ rate: Number((event.target as HTMLInputElement).value) })} /></label>
      </div>
      <div class="columns">
        <lab-cost-contours pickable .grid=${grid} .arrows=${arrows} .label=${description} .paths=${paths}></lab-cost-contours>
        <div class="side">
          <lab-cost-surface .grid=${grid} .label=${description} .paths=${paths}></lab-cost-surface>
          <div role="status"><dl>
            <dt>${msg('point')}</dt><dd>${msg(str`(${formatSigned(here[0])}, ${formatSigned(here[1])}), step ${points.length - 1}`)}</dd>
            <dt>${msg('cost')}</dt><dd>${formatFixed(at(here), 3)}</dd>
            <dt>${msg('gradient')}</dt><dd>${msg(str`(${formatSigned(dx)}, ${formatSigned(dy)}), length ${formatFixed(Math.hypot(dx, dy), 2)}`)}</dd>
            ${Number.isFinite(ratio) && ratio > 0 ? html`<dt>${msg('ratio')}</dt><dd>${msg(html`a change of x has <b>${formatFixed(ratio, ratio < 10 ? 1 : 0)}</b> times the effect of a change of y`)}</dd>` : nothing}
            ${firstOutside < 0 ? nothing : html`<dt>${msg('next step')}</dt><dd><b>${msg('leaves the plot: the steps are too large')}</b></dd>`}
          </dl></div>
        </div>
      </div>
      <p class="explained">
        ${msg('Bright colours mean a high cost; the edges between colours are contour lines. Click on the map to set the start. The gradient points in the direction of steepest ascent, at right angles to the contour lines, and its length is the slope. Each step goes in the opposite direction.')}
      </p>
    </section>`;
  }

  #runSteps(steps: number): void {
    clearTimeout(this.#timer);
    this.steps = steps;
    this.dispatchEvent(new StageInteractionEvent());
  }

  #choose(choices: Choices): void {
    this.dispatchEvent(choice(choices));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-surface-descent': SurfaceDescent;
  }
}
