// Angles between pairs of directions: random ones and the model's own.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  AngleSpreadResult,
  AnglesResult,
  DirectionsRequest,
  OrthogonalizeResult,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import type { Moment } from '../../../chapter.ts';
import { lensJobStatus, numberInput } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';
import { ANGLE_SPREAD, directionsOf, RANDOM_DIRECTIONS } from '../../measurements.ts';
import { histogram, histogramStyles } from './histogram.ts';

type Source = DirectionsRequest['of'];

const SOURCES: Record<Source, string> = {
  random: msg('random'),
  embeddings: msg('this model’s token embeddings'),
  'neuron inputs': msg('neuron inputs (rows of W↑)'),
  'neuron outputs': msg('neuron outputs (columns of W↓)'),
};

/** Maximum number of directions to orthogonalize: the products of all pairs are in memory at once. */
const MAX_ORTHOGONALIZED = 400;
const ORTHOGONALIZE_STEPS = 20;
const MAX_ROUNDS = 30;

const rangeStyles = css`
  svg.range {
    display: block;
    width: 100%;
    min-width: 6rem;
    height: 0.75rem;
  }

  svg.range line {
    stroke: var(--line-strong);
  }

  svg.range rect {
    fill: var(--accent);
    opacity: 0.4;
  }

  svg.range .spread {
    opacity: 1;
  }
`;

/**
 * Histograms of angles, and orthogonalization by gradient descent.
 *
 * @property layer - Layer of the neurons, 0-based.
 * @property settings - The moment's: `of`, whose directions are measured; `first: dimensions` begins with the comparison of dimensions.
 * @property angles - Angles of all pairs.
 * @property spread - Standard deviations for several dimensions.
 * @property orthogonalized - State of the orthogonalization.
 * @fires lab-query - The visitor starts or stops a lens.
 */
@customElement('lab-angles')
export class Angles extends LitElement {
  static override styles = [baseStyles, panelStyles, histogramStyles, rangeStyles];

  @property({ type: Number }) layer = 0;
  @property({ attribute: false }) settings: NonNullable<Moment['settings']> = {};
  @property({ attribute: false }) angles: LensTaskState<'pairwise-angles'> = {};
  @property({ attribute: false }) spread: LensTaskState<'angle-spread'> = {};
  @property({ attribute: false }) orthogonalized: LensTaskState<'orthogonalize'> = {};

  @state() private of: Source = 'random';
  @state() private N: number = RANDOM_DIRECTIONS.N;
  @state() private d: number = RANDOM_DIRECTIONS.d;
  @state() private tolerance = 5;
  @state() private remainingRounds = 0;
  #lastResult?: OrthogonalizeResult;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('settings')) this.of = directionsOf(this.settings, this.layer).of;
  }

  /** Each finished run of steps is followed by the next, until the tolerance is reached or the visitor stops. */
  protected override updated(): void {
    const { result, progress, error } = this.orthogonalized;
    if (error) this.remainingRounds = 0;
    if (this.remainingRounds === 0 || progress || !result || result === this.#lastResult) return;
    this.#lastResult = result;
    this.remainingRounds -= 1;
    if (this.remainingRounds > 0) this.#continue(result);
  }

  override render() {
    const byDimension = this.#renderByDimension();
    const isFirst = this.settings.first === 'dimensions';
    return html`${isFirst ? byDimension : nothing} ${this.#renderDistribution()} ${this.#renderOrthogonalization()}
    ${isFirst ? nothing : byDimension}`;
  }

  #renderDistribution() {
    const { result, progress } = this.angles;
    const pick = (event: Event) => {
      this.of = (event.target as HTMLSelectElement).value as Source;
    };
    return html`
      <section class="card" aria-label=${msg('Angles between directions')}>
        <h2>${msg('Angles between pairs of directions')}</h2>
        <div class="controls">
          <label>
            ${msg('directions')}
            <select @change=${pick}>
              ${(Object.entries(SOURCES) as [Source, string][]).map(
                ([of, name]) => html`<option value=${of} .selected=${of === this.of}>${name}</option>`,
              )}
            </select>
          </label>
          ${
            this.of === 'random'
              ? html`
                ${numberInput(msg('number of directions'), this.N, 2, 10_000, (value) => {
                  this.N = value;
                })}
                ${numberInput('dimensions', this.d, 2, 1000, (value) => {
                  this.d = value;
                })}
              `
              : nothing
          }
          <button class="primary" ?disabled=${progress !== undefined} @click=${this.#requestAngles}>${msg('Measure')}</button>
        </div>
        ${lensJobStatus(this, 'pairwise-angles', this.angles)}
        ${result ? this.#measured(result) : html`<p class="explained">${msg('Press “Measure” to start.')}</p>`}
        <p class="explained">
          ${msg('The video shows 10,000 random directions in 100 dimensions, optimized to angles between 89° and 91°. Its author has withdrawn that plot: some angles were near 0° or 180°, outside the plotted range. No arrangement can satisfy it, since some pair must deviate by at least 5.7°. This histogram covers 0° to 180°.')}
        </p>
      </section>
    `;
  }

  readonly #requestAngles = () => {
    const { of, N, d, layer } = this;
    const request: DirectionsRequest =
      of === 'random' ? { of, N, d, seed: 1 } : of === 'embeddings' ? { of } : { of, layer };
    this.dispatchEvent(new QueryEvent('pairwise-angles', request));
  };

  #measured(reading: AnglesResult) {
    const { N, d, pairs, mean, deviation, least, most, bound, histogram: counts } = reading;
    const near = (counts[89] + counts[90]) / Math.max(1, pairs);
    return html`
      ${histogram(counts, msg(str`Angles between ${formatInteger(N)} directions in ${formatInteger(d)} dimensions`), bound)}
      <p>
        ${msg(str`${formatInteger(N)} directions in ${formatInteger(d)} dimensions, ${formatInteger(pairs)} pairs: mean ${degrees(mean)}, spread (standard deviation) ${degrees(deviation)}; random ones have 57.3° ÷ √${formatInteger(d)} = ${degrees(57.296 / Math.sqrt(d))}. The nearest pair is at ${degrees(least)}, the farthest at ${degrees(most)}; ${formatPercent(near)} lie between 89° and 91°.`)}
      </p>
      <p class="explained">
        ${
          N > d
            ? msg(
                str`Only ${formatInteger(d)} directions can be exactly perpendicular. Of ${formatInteger(N)}, some pair must be at least ${degrees(bound)} off a right angle (Welch’s bound, the two yellow lines).`,
              )
            : msg(str`As many as ${formatInteger(d)} directions can all be perpendicular here.`)
        }
      </p>
    `;
  }

  #renderOrthogonalization() {
    const { result, progress } = this.orthogonalized;
    const busy = progress !== undefined || this.remainingRounds > 0;
    const N = Math.min(this.N, MAX_ORTHOGONALIZED);
    return html`
      <section class="card" aria-label=${msg('Orthogonalization')}>
        <h2>${msg('Orthogonalized by gradient descent')}</h2>
        <div class="controls">
          ${numberInput(msg('number of directions'), N, 2, MAX_ORTHOGONALIZED, (value) => {
            this.N = value;
          })}
          ${numberInput('dimensions', this.d, 2, 1000, (value) => {
            this.d = value;
          })}
          ${numberInput(msg('tolerance in degrees'), this.tolerance, 0, 45, (value) => {
            this.tolerance = value;
          })}
          ${
            busy
              ? html`<button @click=${this.#stop}>${msg('Stop')}</button>`
              : html`<button class="primary" @click=${this.#start}>${msg('Orthogonalize')}</button>`
          }
        </div>
        ${this.orthogonalized.error ? html`<p role="alert">${this.orthogonalized.error}</p>` : nothing}
        ${
          result
            ? html`
              ${histogram(result.angles.histogram, msg(str`Angles between ${formatInteger(result.angles.N)} pushed directions`), result.angles.bound)}
              <p role="status">
                ${msg(str`Farthest from a right angle: ${degrees(Math.max(90 - result.angles.least, result.angles.most - 90))}; it can never be less than ${degrees(result.angles.bound)} for ${formatInteger(result.angles.N)} in ${formatInteger(result.angles.d)} dimensions.`)}
              </p>
            `
            : html`<p class="explained">
              ${msg('Starts from random directions. Each step changes every pair outside the tolerance a little towards 90°, on the engine that trains the model.')}
            </p>`
        }
      </section>
    `;
  }

  readonly #start = () => {
    this.remainingRounds = MAX_ROUNDS;
    this.#lastResult = this.orthogonalized.result;
    this.#continue();
  };

  readonly #stop = () => {
    this.remainingRounds = 0;
    this.dispatchEvent(new QueryEvent('orthogonalize'));
  };

  #continue(from?: OrthogonalizeResult): void {
    const settings = from
      ? { N: from.angles.N, d: from.angles.d, from: from.vectors }
      : { N: Math.min(this.N, MAX_ORTHOGONALIZED), d: this.d };
    const { tolerance } = this;
    this.dispatchEvent(
      new QueryEvent('orthogonalize', { ...settings, tolerance, seed: 1, steps: ORTHOGONALIZE_STEPS }),
    );
  }

  #renderByDimension() {
    const { result, progress } = this.spread;
    const ask = () => this.dispatchEvent(new QueryEvent('angle-spread', ANGLE_SPREAD));
    return html`
      <section class="card" aria-label=${msg('Room grows with the dimension')}>
        <h2>${msg('More dimensions, more room')}</h2>
        <div class="controls">
          <button ?disabled=${progress !== undefined} @click=${ask}>${msg('Measure in 3 to 1,000 dimensions')}</button>
        </div>
        ${lensJobStatus(this, 'angle-spread', this.spread)} ${result ? this.#spreads(result) : nothing}
        <p class="explained">
          ${msg('300 random directions each time. The standard deviation shrinks with the square root of the dimension. The number of directions that fit within a few degrees of perpendicular grows exponentially with the dimension (Johnson and Lindenstrauss).')}
        </p>
      </section>
    `;
  }

  #spreads({ points }: AngleSpreadResult) {
    return html`
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('dimensions')}</th>
              <th scope="col" class="range">${msg('angles, 0° to 180°')}</th>
              <th scope="col">${msg('spread')}</th>
              <th scope="col">57.3° ÷ √d</th>
            </tr>
          </thead>
          <tbody>
            ${points.map(
              ({ d, deviation, least, most }) => html`
                <tr>
                  <th scope="row">${formatInteger(d)}</th>
                  <td>${angleRange(least, most, deviation)}</td>
                  <td>${degrees(deviation)}</td>
                  <td>${degrees(57.296 / Math.sqrt(d))}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}

/** From the nearest to the farthest pair; the spread around a right angle is brighter. */
const angleRange = (least: number, most: number, deviation: number) => html`<svg
  class="range"
  viewBox="0 0 180 12"
  role="img"
  aria-label=${msg(str`from ${degrees(least)} to ${degrees(most)}`)}
>
  ${svg`<line x1="90" x2="90" y1="0" y2="12"></line>
    <rect x=${least} y="4" width=${most - least} height="4"></rect>
    <rect class="spread" x=${90 - deviation} y="2" width=${2 * deviation} height="8"></rect>`}
</svg>`;

const degrees = (value: number) => `${formatFixed(value, 1)}°`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-angles': Angles;
  }
}
