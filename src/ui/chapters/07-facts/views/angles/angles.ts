// How close to perpendicular directions are: every angle between two, for random ones and for the model's own.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  AnglesReading,
  DirectionsRequest,
  PushReading,
  SpreadReading,
} from '../../../../../workers/lab-api.ts';
import type { LensState } from '../../../../controllers/long-look.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { lookStatus, numberInput } from '../../controls.ts';
import { LookEvent } from '../../events.ts';
import { histogram, histogramStyles } from './histogram.ts';

type Source = DirectionsRequest['of'];

const SOURCES: Record<Source, string> = {
  random: 'drawn at random',
  embeddings: 'this model’s token embeddings',
  'what neurons ask': 'what its neurons ask (rows of W↑)',
  'what neurons add': 'what its neurons add (columns of W↓)',
};

/** Dimensions whose spread is measured side by side. */
const DIMENSIONS = [3, 10, 30, 100, 300, 1000];
/** Directions pushed apart: as many products as pairs are held at once. */
const MOST_PUSHED = 400;
const PUSH_STEPS = 20;
const ENOUGH_PUSHES = 30;

/**
 * @property layer - whose neurons are compared, from 0
 * @property angles - the look at all angles
 * @property spread - the look at several dimensions
 * @property push - the look at directions pushed apart
 * @fires lab-look - one of them is to begin or to stop
 */
@customElement('lab-angles')
export class Angles extends LitElement {
  static override styles = [baseStyles, panelStyles, histogramStyles];

  @property({ type: Number }) layer = 0;
  @property({ attribute: false }) angles: LensState<'angles'> = {};
  @property({ attribute: false }) spread: LensState<'spread'> = {};
  @property({ attribute: false }) push: LensState<'pushApart'> = {};

  @state() private of: Source = 'random';
  @state() private N = 1000;
  @state() private d = 100;
  @state() private tolerance = 5;
  @state() private pushes = 0;
  #pushed?: PushReading;

  /** A push that is done is followed by the next, until it is enough or stopped. */
  protected override updated(): void {
    const { answer, progress, error } = this.push;
    if (error) this.pushes = 0;
    if (this.pushes === 0 || progress || !answer || answer === this.#pushed) return;
    this.#pushed = answer;
    this.pushes -= 1;
    if (this.pushes > 0) this.#pushOn(answer);
  }

  override render() {
    return html`${this.#all()} ${this.#apart()} ${this.#bySize()}`;
  }

  #all() {
    const { answer, progress } = this.angles;
    const pick = (event: Event) => {
      this.of = (event.target as HTMLSelectElement).value as Source;
    };
    return html`
      <section class="card" aria-label="Angles between directions">
        <h2>Every angle between two directions</h2>
        <div class="controls">
          <label>
            directions
            <select @change=${pick}>
              ${(Object.entries(SOURCES) as [Source, string][]).map(
                ([of, name]) => html`<option value=${of} .selected=${of === this.of}>${name}</option>`,
              )}
            </select>
          </label>
          ${
            this.of === 'random'
              ? html`
                ${numberInput('how many', this.N, 2, 10_000, (value) => {
                  this.N = value;
                })}
                ${numberInput('dimensions', this.d, 2, 1000, (value) => {
                  this.d = value;
                })}
              `
              : nothing
          }
          <button class="primary" ?disabled=${progress !== undefined} @click=${this.#measure}>Measure</button>
        </div>
        ${lookStatus(this, 'angles', this.angles)}
        ${answer ? this.#measured(answer) : html`<p class="explained">Nothing has been measured yet: press Measure.</p>`}
        <p class="explained">
          The video shows 10,000 random directions in 100 dimensions pushed to within 89° and 91° of each other. Its author has
          withdrawn that plot: some pairs had gone to 0° or 180°, outside what was drawn. No arrangement can do it, as some pair
          must be at least 5.7° off. Here all of 0° to 180° is counted.
        </p>
      </section>
    `;
  }

  readonly #measure = () => {
    const { of, N, d, layer } = this;
    const asked: DirectionsRequest =
      of === 'random' ? { of, N, d, seed: 1 } : of === 'embeddings' ? { of } : { of, layer };
    this.dispatchEvent(new LookEvent('angles', asked));
  };

  #measured(reading: AnglesReading) {
    const { N, d, pairs, mean, deviation, least, most, bound, histogram: counts } = reading;
    const near = (counts[89] + counts[90]) / Math.max(1, pairs);
    return html`
      ${histogram(counts, `Angles between ${whole(N)} directions in ${whole(d)} dimensions`, bound)}
      <p>
        ${whole(N)} directions in ${whole(d)} dimensions, ${whole(pairs)} pairs: mean ${degrees(mean)}, spread (standard deviation)
        ${degrees(deviation)}; random ones have 57.3° ÷ √${whole(d)} = ${degrees(57.296 / Math.sqrt(d))}. The nearest pair is at
        ${degrees(least)}, the farthest at ${degrees(most)}; ${percent(near)} lie between 89° and 91°.
      </p>
      <p class="explained">
        ${
          N > d
            ? `Only ${whole(d)} directions can be exactly perpendicular. Of ${whole(N)}, some pair must be at least ${degrees(bound)} off a right angle (Welch’s bound, the two yellow lines).`
            : `As many as ${whole(d)} directions can all be perpendicular here.`
        }
      </p>
    `;
  }

  #apart() {
    const { answer, progress } = this.push;
    const busy = progress !== undefined || this.pushes > 0;
    const N = Math.min(this.N, MOST_PUSHED);
    return html`
      <section class="card" aria-label="Pushed apart">
        <h2>Pushed apart by gradient descent</h2>
        <div class="controls">
          ${numberInput('how many', N, 2, MOST_PUSHED, (value) => {
            this.N = value;
          })}
          ${numberInput('dimensions', this.d, 2, 1000, (value) => {
            this.d = value;
          })}
          ${numberInput('degrees off 90° that are allowed', this.tolerance, 0, 45, (value) => {
            this.tolerance = value;
          })}
          ${
            busy
              ? html`<button @click=${this.#stopPushing}>Stop</button>`
              : html`<button class="primary" @click=${this.#startPushing}>Push apart</button>`
          }
        </div>
        ${this.push.error ? html`<p role="alert">${this.push.error}</p>` : nothing}
        ${
          answer
            ? html`
              ${histogram(answer.angles.histogram, `Angles between ${whole(answer.angles.N)} pushed directions`, answer.angles.bound)}
              <p role="status">
                Farthest from a right angle: ${degrees(Math.max(90 - answer.angles.least, answer.angles.most - 90))}; it can never be
                less than ${degrees(answer.angles.bound)} for ${whole(answer.angles.N)} in ${whole(answer.angles.d)} dimensions.
              </p>
            `
            : html`<p class="explained">
              Starts from random directions. Each step turns every pair that is too near, or too opposite, a little towards
              perpendicular, on the same engine that trains the model.
            </p>`
        }
      </section>
    `;
  }

  readonly #startPushing = () => {
    this.pushes = ENOUGH_PUSHES;
    this.#pushed = this.push.answer;
    this.#pushOn();
  };

  readonly #stopPushing = () => {
    this.pushes = 0;
    this.dispatchEvent(new LookEvent('pushApart'));
  };

  #pushOn(from?: PushReading): void {
    const settings = from
      ? { N: from.angles.N, d: from.angles.d, from: from.vectors }
      : { N: Math.min(this.N, MOST_PUSHED), d: this.d };
    const { tolerance } = this;
    this.dispatchEvent(new LookEvent('pushApart', { ...settings, tolerance, seed: 1, steps: PUSH_STEPS }));
  }

  #bySize() {
    const { answer, progress } = this.spread;
    const ask = () =>
      this.dispatchEvent(new LookEvent('spread', { N: 300, dimensions: DIMENSIONS, seed: 1 }));
    return html`
      <section class="card" aria-label="Room grows with the dimension">
        <h2>The more dimensions, the more room</h2>
        <div class="controls">
          <button ?disabled=${progress !== undefined} @click=${ask}>Measure in 3 to 1,000 dimensions</button>
        </div>
        ${lookStatus(this, 'spread', this.spread)} ${answer ? this.#spreads(answer) : nothing}
        <p class="explained">
          300 random directions each time. The spread shrinks with the root of the dimension, so the number of directions that fit within a few degrees of
          perpendicular grows exponentially with it (Johnson and Lindenstrauss). Ten times the dimensions hold far more than ten
          times the ideas.
        </p>
      </section>
    `;
  }

  #spreads({ points }: SpreadReading) {
    return html`
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">dimensions</th>
              <th scope="col">spread</th>
              <th scope="col">57.3° ÷ √d</th>
              <th scope="col">nearest pair</th>
              <th scope="col">farthest pair</th>
            </tr>
          </thead>
          <tbody>
            ${points.map(
              ({ d, deviation, least, most }) => html`
                <tr>
                  <th scope="row">${whole(d)}</th>
                  <td>${degrees(deviation)}</td>
                  <td>${degrees(57.296 / Math.sqrt(d))}</td>
                  <td>${degrees(least)}</td>
                  <td>${degrees(most)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}

const degrees = (value: number) => `${value.toFixed(1)}°`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-angles': Angles;
  }
}
