// Gradient descent on a curve, from one start or many.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { StageInteractionEvent } from '../../../../events/index.ts';
import { formatFixed, formatSigned } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { axes, plotStyles } from '../../../../views/charts/axes.ts';
import { type Choices, choice } from '../../choices.ts';
import { CURVE, gradientDescent } from '../../descent.ts';

const [WIDTH, HEIGHT] = [640, 310];
const X = 5;
const TOP = 12.5;
const xAt = (x: number) => ((x + X) / (2 * X)) * WIDTH;
const yAt = (y: number) => HEIGHT - 32 - (y / TOP) * (HEIGHT - 52);
const AXES = {
  x: { from: -X, to: X, at: xAt, ticks: [-4, -2, 0, 2, 4], name: 'x' },
  y: { from: 0, to: TOP, at: yAt, ticks: [5, 10], name: 'C(x)' },
};
const LINE = Array.from({ length: 201 }, (_, i) => -X + i * (X / 100))
  .map((x, i) => `${i === 0 ? 'M' : 'L'}${xAt(x).toFixed(1)} ${yAt(CURVE.at(x)).toFixed(1)}`)
  .join('');
const STARTS = [-4.6, -3.6, -1.6, -0.6, 0.1, 0.9, 1.8, 3.4, 4.6];
/** The same curve in steps: its slope is zero nearly everywhere. */
const STEP_HEIGHT = 1.25;
const STAIRS = Array.from({ length: 401 }, (_, i) => -X + i * (X / 200))
  .map(
    (x, i) =>
      `${i === 0 ? 'M' : 'L'}${xAt(x).toFixed(1)} ${yAt(Math.round(CURVE.at(x) / STEP_HEIGHT) * STEP_HEIGHT).toFixed(1)}`,
  )
  .join('');
/** Milliseconds a step while the ball rolls by itself. */
const STEP_MS = 400;
/** Number of steps after which all balls are at rest. */
const MAX_STEPS = 60;

const slopeOf = ([x]: readonly number[]) => [CURVE.slope(x)];

/**
 * A curve with a ball that takes steps proportional to the slope.
 *
 * @property balls - Whether many balls start at different points.
 * @property stairs - Whether a staircase of the same shape is drawn, on which no slope leads down.
 * @property start - Start of the single ball.
 * @property rate - Step size η, the factor of the slope.
 * @fires lab-choice - The visitor changes the start, the step size or the number of balls.
 * @fires lab-stage-interaction - The visitor takes steps.
 */
@customElement('lab-curve-descent')
export class CurveDescent extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    plotStyles,
    css`
      path {
        fill: none;
        stroke: var(--positive);
        stroke-width: 2.5;
      }

      .stairs {
        stroke: var(--negative);
        stroke-width: 1.5;
      }

      .tangent {
        stroke: var(--key);
        stroke-width: 2;
      }

      .step {
        stroke: var(--highlight);
        stroke-width: 3;
      }

      circle {
        fill: var(--highlight);
        stroke: var(--bg);
      }

      circle.past {
        opacity: 0.45;
      }
    `,
  ];

  @property({ type: Boolean }) balls = false;
  @property({ type: Boolean }) stairs = false;
  @property({ type: Number }) start = 4.4;
  @property({ type: Number }) rate = 0.1;

  @state() private steps = 0;

  #timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('balls') && !changed.has('start')) return;
    this.steps = 0;
    this.#roll();
  }

  /** The balls roll down by themselves, until they rest or the visitor takes over. Where nothing may move, they have rolled. */
  #roll(): void {
    clearTimeout(this.#timer);
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
    const many = this.balls;
    return html`<section class="card" aria-label=${msg('Gradient descent in one variable')}>
      <h2>${msg('C(x) = 0.03 (x⁴ − 16x²) + 0.3x + 4, a function of one variable')}</h2>
      ${many ? this.#renderManyBalls() : this.#renderOneBall()}
      <div class="controls">
        <button class="primary" @click=${() => this.#runSteps(this.steps + 1)}>${msg('Step')}</button>
        <button @click=${() => this.#runSteps(this.steps + MAX_STEPS)}>${msg('Run')}</button>
        <button @click=${() => this.#runSteps(0)} ?disabled=${this.steps === 0}>${msg('Reset')}</button>
        <button aria-pressed=${many} @click=${() => this.#choose({ balls: !many })}>${msg('Many balls')}</button>
        <label class="grow">${msg(str`start x = ${formatSigned(this.start)}`)}
          <input type="range" min="-4.9" max="4.9" step="0.1" .value=${String(this.start)} ?disabled=${many}
            @input=${(event: Event) => this.#choose({ from: numberOf(event) })} /></label>
        <label class="grow">${msg(str`step size η = ${formatFixed(this.rate, 2)}`)}
          <input type="range" min="0.01" max="1.5" step="0.01" .value=${String(this.rate)}
            @input=${(event: Event) => this.#choose({ eta: numberOf(event) })} /></label>
      </div>
      ${
        this.stairs
          ? html`<p class="explained">${msg('On the staircase (red) the slope is zero nearly everywhere: no direction leads down. Activations between 0 and 1 keep the cost smooth.')}</p>`
          : nothing
      }
      <p class="explained">
        ${msg('If the slope is positive, step left. If it is negative, step right. Each step is −η times the slope, so steps get smaller where the curve is flat. If η is too large, steps jump across the valley or leave the plot.')}
      </p>
    </section>`;
  }

  #renderOneBall() {
    const points = gradientDescent(slopeOf, [this.start], this.rate, this.steps).map(([x]) => x);
    const firstOutside = points.findIndex((x) => !(Math.abs(x) <= X));
    const shown = firstOutside < 0 ? points : points.slice(0, firstOutside);
    const x = shown[shown.length - 1];
    const slope = CURVE.slope(x);
    const step = -this.rate * slope;
    const half = 0.9 / Math.sqrt(1 + slope * slope);
    const description = msg(
      str`After ${shown.length - 1} steps: x = ${formatSigned(x)}, C = ${formatFixed(CURVE.at(x), 3)}, slope ${formatSigned(slope)}`,
    );
    return html`
      ${this.#renderPlot(
        description,
        svg`
        <line class="tangent" x1=${xAt(x - half)} y1=${yAt(CURVE.at(x) - half * slope)} x2=${xAt(x + half)} y2=${yAt(CURVE.at(x) + half * slope)} />
        <line class="step" x1=${xAt(x)} x2=${xAt(Math.max(-X, Math.min(X, x + step)))} y1=${yAt(0)} y2=${yAt(0)} />
        ${shown.slice(0, -1).map((past) => svg`<circle class="past" cx=${xAt(past)} cy=${yAt(CURVE.at(past))} r="4" />`)}
        <circle cx=${xAt(x)} cy=${yAt(CURVE.at(x))} r="7" />
      `,
      )}
      <p class="numbers" role="status">${msg(html`${description}; the next step is η × −slope = <b>${formatSigned(step)}</b>.${firstOutside < 0 ? nothing : html` <b>${msg('The next step leaves the plot: the steps are too large.')}</b>`}`)}</p>`;
  }

  #renderManyBalls() {
    const ends = STARTS.map(
      (start) => gradientDescent(slopeOf, [start], this.rate, this.steps).at(-1)?.[0] ?? start,
    );
    const inside = ends.filter((x) => Math.abs(x) <= X);
    const left = inside.filter((x) => x < 0).length;
    const description = msg(
      str`${left} of ${STARTS.length} balls are left of 0, ${inside.length - left} right of 0, ${STARTS.length - inside.length} outside the plot`,
    );
    return html`
      ${this.#renderPlot(
        description,
        inside.map((x) => svg`<circle cx=${xAt(x)} cy=${yAt(CURVE.at(x))} r="6" />`),
      )}
      <p class="numbers" role="status">${msg(str`After ${this.steps} steps ${description}. The left valley is the lower one; the start alone decides which valley a ball reaches.`)}</p>`;
  }

  #renderPlot(words: string, inside: unknown) {
    return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${words}>
      ${axes(AXES.x, AXES.y, 0)}
      ${this.stairs ? svg`<path class="stairs" d=${STAIRS} />` : nothing}<path d=${LINE} />${inside}
    </svg>`;
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

const numberOf = (event: Event) => Number((event.target as HTMLInputElement).value);

declare global {
  interface HTMLElementTagNameMap {
    'lab-curve-descent': CurveDescent;
  }
}
