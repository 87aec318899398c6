// How each head came by its habit: its score at every step at which stock was taken, with chance beside it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Evaluation, RunState } from '../../../../../workers/rpc/api/lab-api.ts';
import { RunActionEvent, SettingsChangeEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/line-chart/line-chart.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { describeHeadPattern, headPatternLabel } from '../../head-names.ts';
import { panelStyles } from '../../panel.styles.ts';
import { scoreLines } from './score-lines.ts';

/** The data set on which an induction head can be seen to form. */
const REPEATS_PRESET = 'repeats';

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

  @state() private selectedPattern?: string;

  override render() {
    const headPatterns = (this.evaluations.at(-1)?.habits ?? [])
      .filter(({ queries }) => queries > 0)
      .map(({ habit: headPattern }) => headPattern);
    return html`
      <section class="card" aria-label="Scores over training">
        <h2>How they learnt it: the same shares, step by step</h2>
        ${headPatterns.length > 0 ? this.#chart(headPatterns) : html`<p>Scores are taken again and again while the network trains, as often as that does not slow it down.</p>`}
        ${this.#renderTrainPrompt()}
      </section>
    `;
  }

  #chart(headPatterns: readonly string[]) {
    const preferred =
      this.selectedPattern ??
      (this.preset === REPEATS_PRESET ? 'induction' : headPatterns[headPatterns.length - 1]);
    const headPattern = headPatterns.includes(preferred) ? preferred : headPatterns[0];
    const lines = scoreLines(this.evaluations, headPattern, this, this.steps);
    const best = lines.find(({ style }) => style === 'dotted');
    const [step, score] = best?.points.at(-1) ?? [0, 0];
    return html`
      <div class="pills" role="group" aria-label="Habit">
        ${headPatterns.map(
          (each) =>
            html`<button aria-pressed=${each === headPattern} title="looks ${describeHeadPattern(each)}" @click=${() => {
              this.selectedPattern = each;
            }}>${headPatternLabel(each)}</button>`,
        )}
      </div>
      <lab-line-chart
        .lines=${lines}
        .steps=${this.steps}
        .yMax=${1.02}
        .height=${210}
        .format=${formatPercent}
        summary="Share of attention that follows “${headPatternLabel(headPattern)}”, by training step: best is ${best?.name}, ${formatPercent(score)} at step ${formatInteger(step)}."
      ></lab-line-chart>
      <p class="explained">
        Share of the attention that looks ${describeHeadPattern(headPattern)}, by training step.
        ${
          headPattern === 'induction'
            ? 'Copies right: how often the network goes on with a run as it was the first time. One can be had without the other, so both are drawn.'
            : nothing
        }
      </p>
    `;
  }

  /** Training from the first step shows how a habit forms; nothing is started without a click. */
  #renderTrainPrompt() {
    if (this.runState === 'training') return nothing;
    const restart = () => this.dispatchEvent(new RunActionEvent('retrain'));
    const trainOnRepeats = () => {
      this.dispatchEvent(new SettingsChangeEvent({ preset: REPEATS_PRESET, model: {}, training: {} }));
      this.dispatchEvent(new RunActionEvent('create'));
    };
    return html`<div class="controls">
      ${this.evaluations.length < 2 ? html`<button class="primary" @click=${restart}>Train this model from its first step</button>` : nothing}
      ${
        this.preset === REPEATS_PRESET
          ? nothing
          : html`<button @click=${trainOnRepeats}>See an induction head form, on “repeats”</button>
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
