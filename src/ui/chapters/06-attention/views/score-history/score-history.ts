// How each head came by its habit: its score at every step at which stock was taken, with chance beside it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Evaluation, RunState } from '../../../../../workers/lab-api.ts';
import { RunActionEvent, SettingsChangeEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/line-chart/line-chart.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { labelOf, meaningOf } from '../../head-names.ts';
import { panelStyles } from '../../panel.styles.ts';
import { scoreLines } from './score-lines.ts';

/** The data set on which an induction head can be seen to form. */
const REPEATS = 'repeats';

/**
 * @property evaluations - in the order of their steps
 * @property steps - of the whole run
 * @property layer - of the head in focus
 * @property head - the head in focus
 * @property preset - of the current model
 * @property runState - whether it trains
 * @fires lab-run, lab-settings - a model is to be trained from its first step
 */
@customElement('lab-score-history')
export class ScoreHistory extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) steps = 1;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;
  @property() preset = '';
  @property() runState: RunState = 'none';

  @state() private habit?: string;

  override render() {
    const habits = (this.evaluations.at(-1)?.habits ?? [])
      .filter(({ queries }) => queries > 0)
      .map(({ habit }) => habit);
    return html`
      <section class="card" aria-label="Scores over training">
        <h2>How they learnt it: the same shares, step by step</h2>
        ${habits.length > 0 ? this.#chart(habits) : html`<p>Scores are taken again and again while the network trains, as often as that does not slow it down.</p>`}
        ${this.#invitation()}
      </section>
    `;
  }

  #chart(habits: readonly string[]) {
    const wanted = this.habit ?? (this.preset === REPEATS ? 'induction' : habits[habits.length - 1]);
    const habit = habits.includes(wanted) ? wanted : habits[0];
    const lines = scoreLines(this.evaluations, habit, this, this.steps);
    const best = lines.find(({ style }) => style === 'dotted');
    const [step, score] = best?.points.at(-1) ?? [0, 0];
    return html`
      <div class="pills" role="group" aria-label="Habit">
        ${habits.map(
          (each) =>
            html`<button aria-pressed=${each === habit} title="looks ${meaningOf(each)}" @click=${() => {
              this.habit = each;
            }}>${labelOf(each)}</button>`,
        )}
      </div>
      <lab-line-chart
        .lines=${lines}
        .steps=${this.steps}
        .highest=${1.02}
        .height=${210}
        .format=${percent}
        summary="Share of attention that follows “${labelOf(habit)}”, by training step: best is ${best?.name}, ${percent(score)} at step ${whole(step)}."
      ></lab-line-chart>
      <p class="explained">
        Share of the attention that looks ${meaningOf(habit)}, by training step.
        ${
          habit === 'induction'
            ? 'Copies right: how often the network goes on with a run as it was the first time. One can be had without the other, so both are drawn.'
            : nothing
        }
      </p>
    `;
  }

  /** Training from the first step shows how a habit forms; nothing is started without a click. */
  #invitation() {
    if (this.runState === 'training') return nothing;
    const again = () => this.dispatchEvent(new RunActionEvent('again'));
    const repeats = () => {
      this.dispatchEvent(new SettingsChangeEvent({ preset: REPEATS, model: {}, training: {} }));
      this.dispatchEvent(new RunActionEvent('create'));
    };
    return html`<div class="controls">
      ${this.evaluations.length < 2 ? html`<button class="primary" @click=${again}>Train this model from its first step</button>` : nothing}
      ${
        this.preset === REPEATS
          ? nothing
          : html`<button @click=${repeats}>See an induction head form, on “repeats”</button>
            <span class="explained">Either begins with fresh weights, in place of the current model.</span>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-score-history': ScoreHistory;
  }
}
