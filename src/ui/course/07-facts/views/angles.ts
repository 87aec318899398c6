// Angles between pairs of directions: random ones and the model's own.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  AngleSpreadResult,
  AnglesResult,
  DirectionsRequest,
  OrthogonalizeResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling } from '../../../figures/number-table.ts';
import { selection } from '../../../figures/selection.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../types/task.ts';
import type { Moment } from '../../chapter.ts';
import { lensButton, lensJobStatus, numberInput } from '../controls.ts';
import { QueryEvent } from '../events.ts';
import { histogram, histogramStyles } from '../figures/histogram.ts';
import { ANGLE_SPREAD, directionsOf, RANDOM_DIRECTIONS } from '../measurements.ts';

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
  .range {
    display: block;
    width: 100%;
    min-width: 6rem;
    height: 0.75rem;

    line {
      stroke: var(--line-strong);
    }

    rect {
      fill: var(--accent);
      opacity: 0.4;
    }

    .spread {
      opacity: 1;
    }
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
    const { of, N, d, layer } = this;
    const { result } = this.angles;
    const request: DirectionsRequest =
      of === 'random' ? { of, N, d, seed: 1 } : of === 'embeddings' ? { of } : { of, layer };
    const sources = Object.keys(SOURCES) as Source[];
    return card(
      msg('Angles between directions'),
      msg('Angles between pairs of directions'),
      html`<div class="controls">
        ${selection(msg('directions'), Object.values(SOURCES), sources.indexOf(of), (i) => {
          this.of = sources[i];
        })}
        ${of === 'random' ? html`${this.#count(N, 10_000)} ${this.#dimensions()}` : nothing}
        ${lensButton(msg('Measure'), 'pairwise-angles', request, this.angles, 'primary')}
      </div>`,
      lensJobStatus('pairwise-angles', this.angles),
      result ? this.#measured(result) : note(msg('Press “Measure” to start.')),
      note(
        msg(
          'The video shows 10,000 random directions in 100 dimensions, optimized to angles between 89° and 91°. Its author has withdrawn that plot: some angles were near 0° or 180°, outside the plotted range. No arrangement can satisfy it, since some pair must deviate by at least 5.7°. This histogram covers 0° to 180°.',
        ),
      ),
    );
  }

  #count(count: number, most: number) {
    return numberInput(msg('number of directions'), count, [2, most], (value) => {
      this.N = value;
    });
  }

  #dimensions() {
    return numberInput('dimensions', this.d, [2, 1000], (value) => {
      this.d = value;
    });
  }

  #measured(reading: AnglesResult) {
    const { N, d, pairs, mean, deviation, least, most, bound, histogram: counts } = reading;
    const near = (counts[89] + counts[90]) / Math.max(1, pairs);
    return html`
      ${histogram(counts, msg(str`Angles between ${formatInteger(N)} directions in ${formatInteger(d)} dimensions`), bound)}
      <p>
        ${msg(str`${formatInteger(N)} directions in ${formatInteger(d)} dimensions, ${formatInteger(pairs)} pairs: mean ${degrees(mean)}, spread (standard deviation) ${degrees(deviation)}; random ones have 57.3° ÷ √${formatInteger(d)} = ${degrees(57.296 / Math.sqrt(d))}. The nearest pair is at ${degrees(least)}, the farthest at ${degrees(most)}; ${formatPercent(near)} lie between 89° and 91°.`)}
      </p>
      ${note(
        N > d
          ? msg(
              str`Only ${formatInteger(d)} directions can be exactly perpendicular. Of ${formatInteger(N)}, some pair must be at least ${degrees(bound)} off a right angle (Welch’s bound, the two yellow lines).`,
            )
          : msg(str`As many as ${formatInteger(d)} directions can all be perpendicular here.`),
      )}
    `;
  }

  #renderOrthogonalization() {
    const { result, progress, error } = this.orthogonalized;
    const isBusy = progress !== undefined || this.remainingRounds > 0;
    return card(
      msg('Orthogonalization'),
      msg('Orthogonalized by gradient descent'),
      html`<div class="controls">
        ${this.#count(Math.min(this.N, MAX_ORTHOGONALIZED), MAX_ORTHOGONALIZED)} ${this.#dimensions()}
        ${numberInput(msg('tolerance in degrees'), this.tolerance, [0, 45], (value) => {
          this.tolerance = value;
        })}
        ${
          isBusy
            ? html`<button @click=${this.#stop}>${msg('Stop')}</button>`
            : html`<button class="primary" @click=${this.#start}>${msg('Orthogonalize')}</button>`
        }
      </div>`,
      error ? html`<p role="alert">${error}</p>` : nothing,
      result
        ? orthogonalizedAngles(result.angles)
        : note(
            msg(
              'Starts from random directions. Each step changes every pair outside the tolerance a little towards 90°, on the engine that trains the model.',
            ),
          ),
    );
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
    return card(
      msg('Room grows with the dimension'),
      msg('More dimensions, more room'),
      html`<div class="controls">
        ${lensButton(msg('Measure in 3 to 1,000 dimensions'), 'angle-spread', ANGLE_SPREAD, this.spread)}
      </div>`,
      lensJobStatus('angle-spread', this.spread),
      this.spread.result ? spreads(this.spread.result) : nothing,
      note(
        msg(
          '300 random directions each time. The standard deviation shrinks with the square root of the dimension. The number of directions that fit within a few degrees of perpendicular grows exponentially with the dimension (Johnson and Lindenstrauss).',
        ),
      ),
    );
  }
}

const orthogonalizedAngles = ({ histogram: counts, N, d, bound, least, most }: AnglesResult) => html`
  ${histogram(counts, msg(str`Angles between ${formatInteger(N)} pushed directions`), bound)}
  <p role="status">
    ${msg(str`Farthest from a right angle: ${degrees(Math.max(90 - least, most - 90))}; it can never be less than ${degrees(bound)} for ${formatInteger(N)} in ${formatInteger(d)} dimensions.`)}
  </p>
`;

const spreads = ({ points }: AngleSpreadResult) =>
  scrolling(
    numberTable(points, {
      names: { heading: msg('dimensions'), cell: ({ d }) => formatInteger(d) },
      columns: [
        {
          heading: msg('angles, 0° to 180°'),
          cell: ({ least, most, deviation }) => angleRange(least, most, deviation),
        },
        { heading: msg('spread'), cell: ({ deviation }) => degrees(deviation) },
        { heading: '57.3° ÷ √d', cell: ({ d }) => degrees(57.296 / Math.sqrt(d)) },
      ],
    }),
  );

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
