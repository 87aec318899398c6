// Superposition: a toy model with more features than dimensions, trained live.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ToyModelResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, signedNumbers } from '../../../figures/number-table.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../types/task.ts';
import { QueryEvent } from '../events.ts';
import { neighbouringAngles } from '../figures/neighbouring-angles.ts';

const nearOrthogonalStyles = css`
  .picture {
    display: grid;
    grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
    align-items: center;
    gap: var(--space-l);
  }

  .plane {
    width: 100%;

    circle {
      fill: none;
      stroke: var(--line-strong);
    }

    line {
      stroke: var(--positive);
      stroke-width: 0.03;
      stroke-linecap: round;
    }

    text {
      fill: var(--text);
      font-size: calc(0.14 * var(--unit));
      text-anchor: middle;
      dominant-baseline: middle;
    }
  }

  @container (max-width: 40rem) {
    .picture {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

const FEATURES = 5;
const STEPS = 25;
const MAX_STEPS = 2000;

/**
 * Controls and a plot of the toy model.
 *
 * @property task - The training run.
 * @property isStarting - Whether training begins by itself.
 * @fires lab-query - The visitor starts or stops training.
 */
@customElement('lab-near-orthogonal')
export class NearOrthogonal extends LitElement {
  static override styles = [baseStyles, panelStyles, nearOrthogonalStyles];

  @property({ attribute: false }) task: LensTaskState<'toy-superposition'> = {};

  @property({ type: Boolean }) isStarting = false;

  @state() private isPlaying = false;
  /** Whether the visitor has not pressed anything yet. */
  #isAutomatic = false;
  /** Probability that a feature is present. */
  @state() private featureProbability = 0.1;
  @state() private seed = 1;
  #lastResult?: ToyModelResult;

  protected override updated(): void {
    const { result, progress, error } = this.task;
    if (this.isStarting && !this.#isAutomatic && !result && !progress && !error) {
      this.#isAutomatic = true;
      this.isPlaying = true;
      this.#requestSteps();
      return;
    }
    if (error) this.isPlaying = false;
    if (!this.isPlaying || progress || !result || result === this.#lastResult) return;
    this.#lastResult = result;
    if (result.step >= MAX_STEPS) this.isPlaying = false;
    else this.#requestSteps(result);
  }

  override render() {
    const { result, error } = this.task;
    return card(
      msg('Five features in two dimensions'),
      msg('Five features, two dimensions'),
      html`<div class="controls">
        ${
          this.isPlaying
            ? html`<button @click=${this.#pause}>${msg('Pause')}</button>`
            : html`<button class="primary" @click=${this.#play}>${result ? msg('Continue') : msg('Train')}</button>`
        }
        <button ?disabled=${!result} @click=${this.#restart}>${msg('Reset')}</button>
        <label class="grow">
          ${msg(str`a feature is present ${formatPercent(this.featureProbability)} of the time`)}
          <input
            type="range" min="0.02" max="1" step="0.02" .value=${String(this.featureProbability)}
            @change=${(event: Event) => {
              this.featureProbability = (event.target as HTMLInputElement).valueAsNumber;
              this.#restart();
            }}
          />
        </label>
      </div>`,
      error ? html`<p role="alert">${error}</p>` : nothing,
      result
        ? trained(result, this.isPlaying)
        : html`<p>${msg('Not trained yet. Press “Train” to start.')}</p>`,
      note(
        msg(
          'A network with ten weights and five biases compresses five features into two dimensions and reconstructs them. Each arrow is the direction of one feature. If features are rare, the network represents all five with some interference, 72° apart. If they are always present, it represents two and drops the others. This is superposition (Elhage and others, 2022, “Toy Models of Superposition”).',
        ),
      ),
    );
  }

  readonly #play = () => {
    this.isStarting = false;
    this.isPlaying = true;
    this.#lastResult = this.task.result;
    this.#requestSteps(this.task.result);
  };

  readonly #pause = () => {
    this.isStarting = false;
    this.isPlaying = false;
    this.dispatchEvent(new QueryEvent('toy-superposition'));
  };

  readonly #restart = () => {
    this.isStarting = false;
    this.seed += 1;
    this.isPlaying = true;
    this.#lastResult = this.task.result;
    this.#requestSteps();
  };

  #requestSteps(from?: ToyModelResult): void {
    const { featureProbability, seed } = this;
    const settings = { features: FEATURES, dimensions: 2, present: featureProbability, seed, steps: STEPS };
    const request = from ? { ...settings, from } : settings;
    this.dispatchEvent(new QueryEvent('toy-superposition', request, this.isStarting));
  }
}

function trained({ step, features, bias, loss }: ToyModelResult, isPlaying: boolean) {
  const angles = neighbouringAngles(features);
  const arrows = angles.map((angle, n) => {
    const [x, y] = features.subarray(2 * n, 2 * n + 2);
    return { x, y, angle, bias: bias[n] };
  });
  return html`
    <div class="picture">
      <svg class="plane" viewBox="-1.5 -1.5 3 3" role="img" aria-label=${msg('Directions of the five features in the plane')}>
        <circle r="1" stroke-width="0.01" stroke-dasharray="0.04 0.04"></circle>
        ${arrows.map(
          ({ x, y }, n) => svg`
          <line x1="0" y1="0" x2=${x} y2=${-y}></line>
          <text x=${1.25 * x} y=${-1.25 * y}>${n + 1}</text>
        `,
        )}
      </svg>
      ${numberTable(arrows, {
        names: { heading: msg('feature'), cell: (_, n) => n + 1 },
        columns: [
          { heading: msg('length'), cell: ({ x, y }) => formatFixed(Math.hypot(x, y), 2) },
          { heading: msg('angle to the next'), cell: ({ angle }) => `${formatFixed(angle, 0)}°` },
          signedNumbers(msg('bias'), ({ bias }) => bias),
        ],
      })}
    </div>
    <p role="status" aria-live=${isPlaying ? 'off' : 'polite'}>${msg(str`Step ${formatInteger(step)}, squared error ${formatSignificant(loss)} over all five features.`)}</p>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-near-orthogonal': NearOrthogonal;
  }
}
