// Linear regression, the simplest case of fitting parameters to examples.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { gradientStep, type Line, meanSquaredError, type Point } from './least-squares.ts';

/** Size of the plot in its own units; x and y of the points range from 0 to 1. */
const [WIDTH, HEIGHT] = [360, 240];

const EXAMPLES: readonly Point[] = [
  [0.08, 0.22],
  [0.17, 0.2],
  [0.25, 0.34],
  [0.36, 0.36],
  [0.44, 0.51],
  [0.55, 0.46],
  [0.63, 0.62],
  [0.72, 0.7],
  [0.81, 0.67],
  [0.92, 0.84],
].map(([x, y]) => ({ x, y }));

const INITIAL_LINE: Line = { slope: 0, intercept: 0.1 };
const LEARNING_RATE = 0.3;
const PLAYED_STEPS = 150;

const lineFitStyles = css`
  svg {
    width: 100%;
    max-width: 44rem;
    border-radius: var(--radius-small);
    background: var(--scale-zero);
    cursor: crosshair;
  }

  circle {
    fill: var(--data);
  }

  .miss {
    stroke: var(--negative);
    stroke-opacity: 0.6;
  }

  .fit {
    stroke: var(--positive);
    stroke-width: 2;
  }
`;

/**
 * A line fitted by hand or by gradient descent to points that the visitor can add to.
 *
 * @property parameterCount - Number of parameters of the model, for comparison.
 * @property isPlaying - Whether gradient descent begins by itself, until the visitor operates the plot.
 */
@customElement('lab-line-fit')
export class LineFit extends LitElement {
  static override styles = [baseStyles, panelStyles, lineFitStyles];

  @property({ type: Number }) parameterCount = 0;

  @property({ type: Boolean }) isPlaying = false;

  @state() private points = EXAMPLES;
  @state() private line = INITIAL_LINE;
  #frame = 0;
  /** Steps taken by itself. */
  #played = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#frame = requestAnimationFrame(this.#play);
    for (const touch of ['pointerdown', 'keydown'] as const) this.addEventListener(touch, this.#stop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  /** A step a frame; where motion is unwanted, all steps at once. */
  readonly #play = () => {
    if (!this.isPlaying) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#descend(isCalm ? PLAYED_STEPS - this.#played : 1);
    this.#played += isCalm ? PLAYED_STEPS : 1;
    if (this.#played < PLAYED_STEPS) this.#frame = requestAnimationFrame(this.#play);
  };

  readonly #stop = () => cancelAnimationFrame(this.#frame);

  override render() {
    const { slope, intercept } = this.line;
    const error = meanSquaredError(this.points, this.line);
    return html`
      <section class="card" aria-label=${msg('A line through points')}>
        <h2>${msg('Two parameters: slope and intercept')}</h2>
        <svg
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          role="img"
          aria-label=${msg(str`${formatInteger(this.points.length)} points and the line ${formatSigned(slope)} x ${formatSigned(intercept)}`)}
          @click=${this.#handlePlotClick}
        >
          ${this.points.map(
            ({ x, y }) => svg`
              <line class="miss" x1=${x * WIDTH} x2=${x * WIDTH} y1=${up(y)} y2=${up(slope * x + intercept)} />
              <circle cx=${x * WIDTH} cy=${up(y)} r="4" />`,
          )}
          <line class="fit" x1="0" x2=${WIDTH} y1=${up(intercept)} y2=${up(slope + intercept)} />
        </svg>
        <div class="controls">
          ${this.#slider('slope', -1, 2)} ${this.#slider('intercept', -0.5, 1)}
          <button class="primary" @click=${() => this.#descend(1)}>${msg('Gradient descent step')}</button>
          <button @click=${() => this.#descend(100)}>${msg('100 steps')}</button>
          <button @click=${this.#addPoint}>${msg('Add a point')}</button>
          <button @click=${this.#reset}>${msg('Start over')}</button>
        </div>
        <p role="status">
          ${msg(html`Mean squared error: <b class="numbers">${formatSignificant(error)}</b>. Your network has <b>${formatInteger(this.parameterCount)}</b> such parameters, GPT-3 175,181,291,520.`)}
        </p>
        <p class="explained">
          ${msg('The error measures the distance between line and points. Each step of gradient descent changes both parameters a little to reduce it. Your network is trained the same way. Click in the plot to add a point.')}
        </p>
      </section>
    `;
  }

  #slider(name: keyof Line, least: number, most: number) {
    return html`<label class="grow">
      <span>${name}: <b class="numbers ${this.line[name] < 0 ? 'negative-number' : 'positive'}">${formatSigned(this.line[name])}</b></span>
      <input
        type="range"
        min=${least}
        max=${most}
        step="0.01"
        .value=${String(this.line[name])}
        @input=${(event: Event) => {
          this.line = { ...this.line, [name]: Number((event.target as HTMLInputElement).value) };
        }}
      />
    </label>`;
  }

  #descend(steps: number): void {
    for (let i = 0; i < steps; i++) this.line = gradientStep(this.points, this.line, LEARNING_RATE);
  }

  #reset(): void {
    this.points = EXAMPLES;
    this.line = INITIAL_LINE;
  }

  /** A new x each time, spread evenly: multiples of the golden ratio modulo 1. */
  #addPoint(): void {
    const angle = this.points.length * GOLDEN;
    this.points = [...this.points, { x: angle % 1, y: (angle * GOLDEN) % 1 }];
  }

  #handlePlotClick(event: MouseEvent): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = 1 - (event.clientY - box.top) / box.height;
    this.points = [...this.points, { x, y }];
  }
}

const GOLDEN = (1 + Math.sqrt(5)) / 2;

const up = (y: number) => (1 - y) * HEIGHT;

declare global {
  interface HTMLElementTagNameMap {
    'lab-line-fit': LineFit;
  }
}
